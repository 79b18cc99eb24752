-- One row per channel, registered or only met in exports; vendor_id runs it (NULL when nobody says who does).
with marketplaces as (
    select distinct lower(spoken.name) as alias, spoken.vendor_id
    from (
        select vendors.vendor_id, unnest([vendors.vendor_id, vendors.name] || vendors.aliases) as name
        from reference.vendors as vendors
        inner join reference.bundles as bundles on vendors.vendor_id = bundles.vendor_id
        where bundles.performs = 'marketplace'
    ) as spoken
),

met as (
    select
        names.channel_id,
        min(mentioned.channel) as name,
        min(
            coalesce(
                known.kind,
                formats.channel_kind,
                case when marketplaces.alias is not null then 'marketplace' end,
                'other'
            )
        ) as kind,
        min(
            case
                when known.channel_id is null then coalesce(formats.channel_vendor, marketplaces.vendor_id)
                else known.vendor
            end
        ) as vendor
    from (
        select channel, format from landed.sales
        union
        select channel, format from landed.refunds
        union
        select channel, format from landed.charges
        union
        select channel, format from landed.payouts
        union
        select channel, format from landed.returns
    ) as mentioned
    inner join landed.formats as formats using (format)
    inner join staging.channel_names as names on lower(trim(mentioned.channel)) = names.alias
    left join reference.channels as known on list_contains(known.aliases, names.alias)
    left join marketplaces on names.alias = marketplaces.alias
    where names.channel_id not in (select channels.channel_id from register.channels as channels)
    group by names.channel_id
),

listed as (
    select channel_id, name, kind, vendor_id as vendor, 'register' as origin from register.channels
    union all
    select channel_id, name, kind, vendor, 'derived' as origin from met
)

select listed.channel_id, listed.name, listed.kind, listed.origin, vendor_names.vendor_id
from listed
left join staging.vendor_names as vendor_names on lower(trim(listed.vendor)) = vendor_names.alias
order by listed.channel_id
