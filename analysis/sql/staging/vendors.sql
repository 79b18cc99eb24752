-- One row per vendor, registered or only met in exports; group_id is its ultimate owner.
with recursive listed as (
    select vendor_id, name, "group" as owner, 'register' as origin, 1 as preference from register.vendors
    union all
    select vendor_id, name, "group" as owner, 'known' as origin, 2 as preference from reference.vendors
    union all
    select
        vendor_id,
        case when lower(vendor_id) = alias then vendor_id else alias end as name,
        null as owner,
        'derived' as origin,
        3 as preference
    from staging.vendor_names
),

used as (
    select vendor_id from register.vendors
    union
    select vendor_id from staging.channels
    union
    select names.vendor_id
    from staging.vendor_names as names
    inner join (
        select vendor as alias from landed.charges
        union
        select vendor as alias from landed.payouts
        union
        select storage_vendor as alias from landed.sales
        union
        select payment_vendor as alias from landed.sales
        union
        select shipping_vendor as alias from landed.sales
        union
        select vendor as alias from landed.payments
        union
        select storage_vendor as alias from landed.deliveries
        union
        select shipping_vendor as alias from landed.deliveries
        union
        select vendor as alias from landed.returns
        union
        select vendor as alias from landed.balances
        union
        select formats.channel_vendor as alias
        from landed.formats as formats
        where formats.used
        union
        select vendor_id as alias from register.services
        union
        select vendor_id as alias from register.contracts
        union
        select vendor_id as alias from register.balances
        union
        select vendor_id as alias from register.relations
        union
        select depends_on as alias from register.relations
    ) as mentioned on names.alias = lower(trim(mentioned.alias))
),

chosen as (
    select
        vendor_id,
        min_by(name, (preference, name)) as name,
        min_by(origin, (preference, name)) as origin,
        min_by(coalesce(owner, ''), (preference, name)) as owner
    from listed
    where vendor_id in (select used.vendor_id from used)
    group by vendor_id
),

-- An owner that is another vendor is that vendor, and so on upwards.
steps as (
    select chosen.vendor_id, names.vendor_id as owner_id
    from chosen
    inner join staging.vendor_names as names on names.alias = lower(trim(chosen.owner))
    inner join chosen as owners on names.vendor_id = owners.vendor_id
    where names.vendor_id <> chosen.vendor_id
),

owned as (
    select vendor_id, owner_id from steps
    union
    select owned.vendor_id, steps.owner_id
    from owned
    inner join steps on owned.owner_id = steps.vendor_id
),

-- The last one upwards is owned by none of the vendors; vendors that own each other in a circle are one group.
tops as (
    select vendor_id, owner_id as top_id, false as in_circle
    from owned
    where owner_id not in (select steps.vendor_id from steps)
    union all
    select owned.vendor_id, min(owned.owner_id) as top_id, true as in_circle
    from owned
    inner join owned as itself on owned.owner_id = itself.vendor_id and itself.owner_id = itself.vendor_id
    group by owned.vendor_id
),

-- An owner that is no vendor is the name as written, whatever its capitals and blanks.
outside as (
    select vendor_id, min(trim(owner)) over (partition by lower(trim(owner))) as owner
    from chosen
    where trim(owner) <> '' and vendor_id not in (select steps.vendor_id from steps)
)

select
    chosen.vendor_id,
    chosen.name,
    chosen.origin,
    coalesce(outside.owner, tops.top_id, chosen.vendor_id) as group_id,
    coalesce(tops.in_circle, false) as in_circle
from chosen
left join tops using (vendor_id)
left join outside on coalesce(tops.top_id, chosen.vendor_id) = outside.vendor_id
order by chosen.vendor_id
