-- One row per name of a channel: the register's names, else the register's only channel of that vendor, else its own.
with register_names as (
    select lower(trim(spoken.name)) as alias, spoken.channel_id
    from (
        select channel_id, unnest([channel_id, name] || coalesce(aliases, [])) as name
        from register.channels
    ) as spoken
),

mentioned as (
    select channel, format from landed.sales
    union
    select channel, format from landed.refunds
    union
    select channel, format from landed.charges
    union
    select channel, format from landed.payouts
    union
    select channel, format from landed.returns
),

unnamed as (
    select
        lower(trim(mentioned.channel)) as alias,
        min(known.channel_id) as known_id,
        min(trim(mentioned.channel)) filter (where formats.tells_ids) as given_id,
        min(vendor_names.vendor_id) as vendor_id
    from mentioned
    inner join landed.formats as formats using (format)
    left join reference.channels as known on list_contains(known.aliases, lower(trim(mentioned.channel)))
    left join staging.vendor_names as vendor_names
        on
            lower(coalesce(known.vendor, case when known.channel_id is null then formats.channel_vendor end))
            = vendor_names.alias
    where
        mentioned.channel is not null
        and lower(trim(mentioned.channel)) not in (select register_names.alias from register_names)
    group by lower(trim(mentioned.channel))
),

-- An id stays as it stands, a name becomes one. Names that differ in more than case and blanks stay apart: where a
-- plain id would be shared, the name is the id.
derived as (
    select
        alias,
        vendor_id,
        coalesce(
            known_id,
            given_id,
            case
                when slug(alias) = '' or count(*) over (partition by slug(alias)) > 1 then alias
                else slug(alias)
            end
        ) as channel_id
    from unnamed
),

only_one as (
    select vendor_names.vendor_id, min(channels.channel_id) as channel_id
    from register.channels as channels
    inner join staging.vendor_names as vendor_names on lower(channels.vendor_id) = vendor_names.alias
    where
        vendor_names.vendor_id in (
            select u.vendor_id from unnamed as u
            group by u.vendor_id
            having count(*) = 1
        )
    group by vendor_names.vendor_id
    having count(*) = 1
),

candidates as (
    select alias, channel_id, 1 as preference from register_names
    union all
    select unnamed.alias, only_one.channel_id, 2 as preference
    from unnamed
    inner join only_one using (vendor_id)
    union all
    select alias, channel_id, 3 as preference from derived
)

select alias, min_by(channel_id, (preference, channel_id)) as channel_id
from candidates
group by alias
order by alias
