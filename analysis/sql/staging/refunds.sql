-- One row per order, article and currency given back, as the best of its sources tells it.
-- What a payment service gave back counts only for an order whose own export says nothing of refunds.
with named as (
    select refunds.*, channel_names.channel_id
    from landed.refunds as refunds
    left join staging.channel_names as channel_names on lower(trim(refunds.channel)) = channel_names.alias
    left join staging.superseded as superseded
        on
            refunds.file_id = superseded.file_id and refunds.line = superseded.line
            and superseded.target = 'refunds'
    where superseded.file_id is null
),

paid_back as (
    select order_id from named
    where role = 'payments'
),

silent as (
    select order_id, min(channel_id) as channel_id
    from staging.sold_lines
    where order_id in (select paid_back.order_id from paid_back)
    group by order_id
    having count(refunded_amount) = 0 and count(distinct channel_id) = 1
),

kept as (
    select named.* replace (coalesce(named.channel_id, silent.channel_id) as channel_id)
    from named
    left join silent on named.order_id = silent.order_id
    where named.role <> 'payments' or silent.order_id is not null
)

select
    channel_id,
    order_id,
    sku,
    currency,
    min(file_id) as file_id,
    min(line) as line,
    min(refunded_at) as refunded_at,
    sum(refunded_amount)::decimal(18, 6) as refunded_amount,
    sum(tax_amount)::decimal(18, 6) as tax_amount
from kept
group by channel_id, order_id, sku, currency
order by min(file_id), min(line)
