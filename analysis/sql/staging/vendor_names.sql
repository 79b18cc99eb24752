-- One row per name under which a vendor is known: the register's names first, then those of well-known vendors.
with register_names as (
    select lower(trim(spoken.name)) as alias, spoken.vendor_id
    from (
        select vendor_id, unnest([vendor_id, name] || coalesce(aliases, [])) as name
        from register.vendors
    ) as spoken
),

known_names as (
    select known.vendor_id as known_id, lower(trim(known.name)) as alias
    from (
        select vendor_id, unnest([vendor_id, name] || aliases) as name
        from reference.vendors
    ) as known
),

-- A register that calls Amazon "amz" but lists "Amazon" as a name means the well-known Amazon.
same as (
    select known_names.known_id, min(register_names.vendor_id) as vendor_id
    from known_names
    inner join register_names using (alias)
    group by known_names.known_id
),

told as (
    select vendor as alias, format from landed.charges
    union
    select vendor as alias, format from landed.payouts
    union
    select storage_vendor as alias, format from landed.sales
    union
    select payment_vendor as alias, format from landed.sales
    union
    select shipping_vendor as alias, format from landed.sales
    union
    select vendor as alias, format from landed.payments
    union
    select storage_vendor as alias, format from landed.deliveries
    union
    select shipping_vendor as alias, format from landed.deliveries
    union
    select vendor as alias, format from landed.returns
    union
    select vendor as alias, format from landed.balances
),

registered as (
    select vendor_id as alias from register.channels
    union
    select vendor_id as alias from register.services
    union
    select vendor_id as alias from register.contracts
    union
    select vendor_id as alias from register.alternatives
    union
    select vendor_id as alias from register.balances
    union
    select vendor_id as alias from register.relations
    union
    select depends_on as alias from register.relations
),

mentioned as (
    select told.alias, formats.tells_ids as is_id
    from told
    inner join landed.formats as formats using (format)
    union
    select alias, true as is_id from registered
    union
    select channel_vendor as alias, false as is_id from landed.formats
    union
    select vendor as alias, false as is_id from reference.channels
),

unnamed as (
    select lower(trim(alias)) as alias, min(trim(alias)) filter (where is_id) as given_id
    from mentioned
    where alias is not null
    group by lower(trim(alias))
),

-- An id stays as it stands, a name becomes one. Names that differ in more than case and blanks stay apart: where a
-- plain id would be shared, the name is the id.
derived as (
    select
        alias,
        coalesce(
            given_id,
            case
                when slug(alias) = '' or count(*) over (partition by slug(alias)) > 1 then alias
                else slug(alias)
            end
        ) as vendor_id
    from unnamed
    where
        alias not in (select register_names.alias from register_names)
        and alias not in (select known_names.alias from known_names)
),

candidates as (
    select alias, vendor_id, 1 as preference from register_names
    union all
    select known_names.alias, same.vendor_id, 2 as preference
    from known_names
    inner join same using (known_id)
    union all
    select alias, known_id as vendor_id, 3 as preference from known_names
    union all
    select alias, vendor_id, 4 as preference from derived
)

select alias, min_by(vendor_id, (preference, vendor_id)) as vendor_id
from candidates
group by alias
order by alias
