-- One row per channel and function with services: the days with sales in the window on which none of them is valid.
with told as (
    select distinct services.function, channels.channel_id
    from register.services as services
    left join staging.channel_names as names on lower(trim(services.channel_id)) = names.alias
    inner join staging.channels as channels
        on services.channel_id is null or names.channel_id = channels.channel_id
    where services.valid_from is null or services.valid_to is null or services.valid_to >= services.valid_from
)

select
    mixes.channel_id,
    told.function,
    min(mixes.ordered_on) as since,
    max(mixes.ordered_on) as until,
    count(distinct mixes.ordered_on) as days,
    (
        select min(files.file) from landing.files as files
        where files.format = 'register.services'
    ) as file
from marts.day_mixes as mixes
inner join told using (channel_id)
left join marts.touches as touches on mixes.mix_id = touches.mix_id and told.function = touches.function
where touches.mix_id is null and mixes.month between $first and $last
group by mixes.channel_id, told.function
order by mixes.channel_id, told.function
