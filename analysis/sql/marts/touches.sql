-- One row per mix, function and vendor that performs it: the part (0–1) of the mix that it touches.
-- The vendors named on the lines go first, then services for the channel, then the channel's own vendor,
-- then services for all channels, then what well-known vendors always do; what none of them tells has no row.
with named as (
    select mix_id, 'storage' as function, storage_vendor_id as vendor_id, 1 as preference from marts.day_mixes
    union all
    select mix_id, 'shipping' as function, shipping_vendor_id as vendor_id, 1 as preference from marts.day_mixes
    union all
    select mix_id, 'payment' as function, payment_vendor_id as vendor_id, 1 as preference from marts.day_mixes
    union all
    select
        mixes.mix_id,
        case channels.kind
            when 'marketplace' then 'marketplace' when 'own_shop' then 'shop_system' else 'order_intake'
        end as function,
        channels.vendor_id,
        3 as preference
    from marts.day_mixes as mixes
    inner join staging.channels as channels using (channel_id)
),

-- A well-known vendor that performs all the functions of a bundle for a mix performs another one as well.
bundled as (
    select
        named.mix_id,
        bundles.also_performs as function,
        named.vendor_id,
        case when bundles.is_told_by_line then 1 else 5 end as preference
    from reference.bundles as bundles
    inner join staging.vendor_names as vendor_names on bundles.vendor_id = vendor_names.alias
    inner join named
        on
            vendor_names.vendor_id = named.vendor_id
            and list_contains(string_split(bundles.performs, ';'), named.function)
    group by named.mix_id, named.vendor_id, bundles.also_performs, bundles.performs, bundles.is_told_by_line
    having count(distinct named.function) = len(string_split(bundles.performs, ';'))
),

served as (
    select
        mixes.mix_id,
        services.function,
        vendor_names.vendor_id,
        coalesce(services.share, 1) as share,
        case when services.channel_id is null then 4 else 2 end as preference
    from marts.day_mixes as mixes
    inner join register.services as services
        on
            (services.valid_from is null or mixes.ordered_on >= services.valid_from)
            and (services.valid_to is null or mixes.ordered_on <= services.valid_to)
    left join staging.channel_names as channel_names on lower(trim(services.channel_id)) = channel_names.alias
    inner join staging.vendor_names as vendor_names on lower(trim(services.vendor_id)) = vendor_names.alias
    where services.channel_id is null or channel_names.channel_id = mixes.channel_id
),

told as (
    select mix_id, function, vendor_id, 1 as share, preference from named
    where vendor_id is not null
    union
    select mix_id, function, vendor_id, 1 as share, preference from bundled
    union all
    select mix_id, function, vendor_id, share, preference from served
),

preferred as (
    select told.*
    from told
    qualify told.preference = min(told.preference) over (partition by told.mix_id, told.function)
),

-- Shares that add to more than the whole are told by figures/overfull_services; here they keep their proportions.
-- They are added as decimals, since the sum of doubles depends on their order.
added as (
    select mix_id, function, vendor_id, sum(share) as share
    from preferred
    group by mix_id, function, vendor_id
)

select
    mix_id,
    function,
    vendor_id,
    share::double / greatest(1, sum(share) over (partition by mix_id, function))::double as part
from added
order by mix_id, function, vendor_id
