-- One row per name that several vendors, or several channels, of the register claim, and who is taken for it.
with spoken as (
    select 'vendors' as kind, vendor_id as id, line, unnest([vendor_id, name] || coalesce(aliases, [])) as name
    from register.vendors
    union all
    select 'channels' as kind, channel_id as id, line, unnest([channel_id, name] || coalesce(aliases, [])) as name
    from register.channels
)

select
    spoken.kind,
    min(trim(spoken.name)) as name,
    string_agg(distinct spoken.id, ', ' order by spoken.id) as ids,
    string_agg(distinct spoken.line::varchar, ', ' order by spoken.line::varchar) as lines,
    min(spoken.id) as taken,
    min(files.file) as file
from spoken
left join landing.files as files on files.format = 'register.' || spoken.kind
group by spoken.kind, lower(trim(spoken.name))
having count(distinct spoken.id) > 1
order by spoken.kind, name
