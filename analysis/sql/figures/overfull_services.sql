-- One row per channel (NULL: all) and function whose services add to more than the whole on some day of the window.
with dated as (
    select
        services.line,
        services.function,
        services.channel_id is null as is_general,
        names.channel_id,
        coalesce(services.share, 1) as share,
        greatest(coalesce(services.valid_from, $first), $first) as since,
        coalesce(services.valid_to, $last) as until
    from register.services as services
    left join staging.channel_names as names on lower(trim(services.channel_id)) = names.alias
    where
        coalesce(services.valid_from, $first) <= $last
        and coalesce(services.valid_to, $last) >= greatest(coalesce(services.valid_from, $first), $first)
        and (services.channel_id is null or names.channel_id is not null)
),

-- Shares that run at the same time add to most on a day on which one of them begins.
sums as (
    select
        begins.channel_id,
        begins.function,
        begins.since,
        sum(others.share) as total,
        string_agg(others.line::varchar, ', ' order by others.line) as lines
    from (select distinct channel_id, is_general, function, since from dated) as begins
    inner join dated as others
        on
            begins.channel_id is not distinct from others.channel_id
            and begins.function = others.function
            and begins.since between others.since and others.until
    group by begins.channel_id, begins.function, begins.since
    having sum(others.share) > 1
)

select
    channel_id,
    function,
    min(since) as since,
    max(total) as total,
    min_by(lines, since) as lines,
    (
        select min(files.file) from landing.files as files
        where files.format = 'register.services'
    ) as file
from sums
group by channel_id, function
order by channel_id, function
