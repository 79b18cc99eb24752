-- One row per payment of a buyer that a payment service tells; channel_id NULL when no export has its order.
with named as (
    select
        payments.*,
        vendor_names.vendor_id,
        channel_names.channel_id as named_channel_id,
        timezone($zone, timezone('UTC', payments.paid_at))::date as paid_on
    from landed.payments as payments
    left join staging.vendor_names as vendor_names on lower(trim(payments.vendor)) = vendor_names.alias
    left join staging.channel_names as channel_names on lower(trim(payments.channel)) = channel_names.alias
),

orders as (
    select order_id, channel_id
    from staging.sold_lines
    where order_id in (select named.order_id from named)
    group by order_id, channel_id
),

homes as (
    select order_id, min(channel_id) as channel_id
    from orders
    group by order_id
    having count(*) = 1
)

select
    named.paid_on,
    named.vendor_id,
    coalesce(orders.channel_id, homes.channel_id) as channel_id,
    named.order_id,
    named.currency,
    named.amount as source_amount,
    named.file_id,
    named.line
from named
left join orders on named.order_id = orders.order_id and named.named_channel_id = orders.channel_id
left join homes on named.order_id = homes.order_id and named.named_channel_id is null
order by named.file_id, named.line
