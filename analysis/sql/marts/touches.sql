-- One row per mix, function and vendor that performs it: the part (0–1) of the mix that it touches.
-- The vendors named on the lines go first, then the channel's own vendor, then services for the channel,
-- then services for all channels; what none of them tells is unknown and has no row.
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

known as (
    select mix_id, function, vendor_id from named
    where vendor_id is not null
),

served as (
    select
        mixes.mix_id,
        services.function,
        vendor_names.vendor_id,
        coalesce(services.share, 1)::double as share,
        services.channel_id is null as is_general
    from marts.day_mixes as mixes
    inner join register.services as services
        on
            (services.channel_id is null or mixes.channel_id = services.channel_id)
            and (services.valid_from is null or mixes.ordered_on >= services.valid_from)
            and (services.valid_to is null or mixes.ordered_on <= services.valid_to)
    inner join staging.vendor_names as vendor_names on lower(trim(services.vendor_id)) = vendor_names.alias
    left join known on mixes.mix_id = known.mix_id and services.function = known.function
    where known.mix_id is null
    qualify
        not services.channel_id is null
        or count(services.channel_id) over (partition by mixes.mix_id, services.function) = 0
),

touched as (
    select mix_id, function, vendor_id, 1::double as part from known
    union all
    select mix_id, function, vendor_id, share as part from served
)

select mix_id, function, vendor_id, least(sum(part), 1) as part
from touched
group by mix_id, function, vendor_id
order by mix_id, function, vendor_id
