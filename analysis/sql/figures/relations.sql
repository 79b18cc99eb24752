-- One row per vendor, vendor that it depends on and function: the register's, else what is public of vendors in use.
with registered as (
    select
        names.vendor_id,
        behind.vendor_id as depends_on,
        relations.function,
        coalesce(relations.share, 1)::double as share,
        null as source,
        relations.line
    from register.relations as relations
    inner join staging.vendor_names as names on lower(trim(relations.vendor_id)) = names.alias
    inner join staging.vendor_names as behind on lower(trim(relations.depends_on)) = behind.alias
),

public as (
    select
        names.vendor_id,
        behind.vendor_id as depends_on,
        relations.function,
        relations.share::double as share,
        relations.source,
        null as line
    from reference.relations as relations
    inner join staging.vendor_names as names on relations.vendor_id = names.alias
    inner join staging.vendor_names as behind on relations.depends_on = behind.alias
    inner join staging.vendors as in_use on names.vendor_id = in_use.vendor_id
    left join registered
        on names.vendor_id = registered.vendor_id and relations.function = registered.function
    where registered.vendor_id is null
)

select
    listed.*,
    coalesce(vendors.name, known.name, listed.depends_on) as depends_on_name,
    coalesce(vendors.group_id, known.group, listed.depends_on) as depends_on_group,
    (
        select min(files.file) from landing.files as files
        where files.format = 'register.relations'
    ) as file
from (
    select * from registered
    union all
    select * from public
) as listed
left join staging.vendors as vendors on listed.depends_on = vendors.vendor_id
left join reference.vendors as known on listed.depends_on = known.vendor_id
order by listed.vendor_id, listed.depends_on, listed.function, listed.line
