-- One row per vendor and function with services valid on days with sales of the window, on all of which others count:
-- those that the order lines name, or services for a channel alone.
select
    vendor_names.vendor_id,
    services.function,
    string_agg(distinct services.line, ', ' order by services.line) as lines,
    (
        select min(files.file) from landing.files as files
        where files.format = 'register.services'
    ) as file
from register.services as services
inner join staging.vendor_names as vendor_names on lower(trim(services.vendor_id)) = vendor_names.alias
left join staging.channel_names as names on lower(trim(services.channel_id)) = names.alias
inner join marts.day_mixes as mixes
    on
        mixes.month between $first and $last
        and (services.channel_id is null or names.channel_id = mixes.channel_id)
        and (services.valid_from is null or services.valid_from <= mixes.ordered_on)
        and (services.valid_to is null or services.valid_to >= mixes.ordered_on)
left join marts.touches as touches
    on
        mixes.mix_id = touches.mix_id
        and services.function = touches.function
        and vendor_names.vendor_id = touches.vendor_id
group by vendor_names.vendor_id, services.function
having count(touches.mix_id) = 0
order by vendor_names.vendor_id, services.function
