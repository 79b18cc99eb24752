-- One row per charge of a vendor in the shop's currency (positive = we pay); channel NULL when none is named.
with named as (
    select
        charges.*,
        vendor_names.vendor_id,
        channel_names.channel_id as named_channel_id,
        timezone($zone, timezone('UTC', charges.charged_at))::date as charged_on
    from landed.charges as charges
    left join staging.vendor_names as vendor_names on lower(trim(charges.vendor)) = vendor_names.alias
    left join staging.channel_names as channel_names on lower(trim(charges.channel)) = channel_names.alias
    left join staging.superseded as superseded
        on
            charges.file_id = superseded.file_id and charges.line = superseded.line
            and superseded.target = 'charges'
    where superseded.file_id is null
),

-- A charge that names only an order belongs to that order's channel, unless two channels share the number.
orders as (
    select order_id, min(channel_id) as channel_id
    from staging.order_lines
    where order_id in (select named.order_id from named)
    group by order_id
    having count(distinct channel_id) = 1
),

-- One that names neither belongs to the only channel that its vendor runs.
run as (
    select vendor_id, min(channel_id) as channel_id
    from staging.channels
    where vendor_id is not null
    group by vendor_id
    having count(*) = 1
)

select
    named.charged_on,
    date_trunc('month', named.charged_on)::date as month,
    named.vendor_id,
    named.function,
    coalesce(named.named_channel_id, orders.channel_id, run.channel_id) as channel_id,
    named.fee,
    named.order_id,
    named.currency,
    (named.amount::double * fx.rate)::decimal(18, 6) as amount,
    named.amount as source_amount,
    named.file_id,
    named.line
from named
left join orders on named.order_id = orders.order_id
left join run on named.vendor_id = run.vendor_id
left join staging.fx_rates as fx on named.currency = fx.currency and named.charged_on = fx.day
order by named.file_id, named.line
