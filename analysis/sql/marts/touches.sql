-- One row per mix, function and vendor that performs it: the part (0–1) of the mix that it touches.
-- The vendors named on the lines go first, then the channel's own vendor, then services for the channel,
-- then services for all channels, then what well-known vendors always do; what none of them tells has no row.
with named as (
    select mix_id, 'storage' as function, storage_vendor_id as vendor_id from marts.day_mixes
    union all
    select mix_id, 'shipping' as function, shipping_vendor_id as vendor_id from marts.day_mixes
    union all
    select mix_id, 'payment' as function, payment_vendor_id as vendor_id from marts.day_mixes
    union all
    select
        mixes.mix_id,
        case channels.kind
            when 'marketplace' then 'marketplace' when 'own_shop' then 'shop_system' else 'order_intake'
        end as function,
        channels.vendor_id
    from marts.day_mixes as mixes
    inner join staging.channels as channels using (channel_id)
),

-- A well-known vendor that performs all the functions of a bundle for a mix performs another one as well.
bundled as (
    select
        named.mix_id,
        bundles.also_performs as function,
        named.vendor_id,
        bundles.is_told_by_line
    from reference.bundles as bundles
    inner join staging.vendor_names as vendor_names on bundles.vendor_id = vendor_names.alias
    inner join named
        on
            vendor_names.vendor_id = named.vendor_id
            and list_contains(string_split(bundles.performs, ';'), named.function)
    group by named.mix_id, named.vendor_id, bundles.also_performs, bundles.performs, bundles.is_told_by_line
    having count(distinct named.function) = len(string_split(bundles.performs, ';'))
),

known as (
    select mix_id, function, vendor_id from named
    where vendor_id is not null
    union all
    select mix_id, function, vendor_id from bundled
    where is_told_by_line
),

served as (
    select
        mixes.mix_id,
        services.function,
        vendor_names.vendor_id,
        coalesce(services.share, 1) as share
    from marts.day_mixes as mixes
    inner join register.services as services
        on
            (services.valid_from is null or mixes.ordered_on >= services.valid_from)
            and (services.valid_to is null or mixes.ordered_on <= services.valid_to)
    left join staging.channel_names as channel_names on lower(trim(services.channel_id)) = channel_names.alias
    inner join staging.vendor_names as vendor_names on lower(trim(services.vendor_id)) = vendor_names.alias
    left join known on mixes.mix_id = known.mix_id and services.function = known.function
    where known.mix_id is null and (services.channel_id is null or channel_names.channel_id = mixes.channel_id)
    qualify
        not services.channel_id is null
        or count(services.channel_id) over (partition by mixes.mix_id, services.function) = 0
),

-- Shares that add to more than the whole are told by figures/overfull_services; here they keep their proportions.
-- They are added as decimals, since the sum of doubles depends on their order.
added as (
    select mix_id, function, vendor_id, sum(share) as share
    from served
    group by mix_id, function, vendor_id
),

touched as (
    select mix_id, function, vendor_id, 1::double as part from known
    union
    select
        mix_id, function, vendor_id,
        share::double / greatest(1, sum(share) over (partition by mix_id, function))::double as part
    from added
    union
    select bundled.mix_id, bundled.function, bundled.vendor_id, 1::double as part
    from bundled
    left join known on bundled.mix_id = known.mix_id and bundled.function = known.function
    left join served on bundled.mix_id = served.mix_id and bundled.function = served.function
    where not bundled.is_told_by_line and known.mix_id is null and served.mix_id is null
)

select mix_id, function, vendor_id, part
from touched
order by mix_id, function, vendor_id
