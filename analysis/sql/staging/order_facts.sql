-- One row per order of which another export than its own tells who stores, sends or is paid for it, and when.
with told as (
    select
        channel, order_id, storage_vendor, shipping_vendor, payment_vendor,
        null::date as promised_on, null::date as shipped_on, null::date as delivered_on,
        shipping_vendor as sender_of_line
    from landed.sales
    where role <> 'orders'
    union all
    select
        channel, order_id, storage_vendor, shipping_vendor, null as payment_vendor,
        promised_on, shipped_on, delivered_on, null as sender_of_line
    from landed.deliveries
    union all
    select
        channel, order_id, null as storage_vendor, null as shipping_vendor, vendor as payment_vendor,
        null as promised_on, null as shipped_on, null as delivered_on, null as sender_of_line
    from landed.payments
    where order_id is not null
),

named as (
    select told.*, names.channel_id
    from told
    left join staging.channel_names as names on lower(trim(told.channel)) = names.alias
),

-- A payment service or warehouse that does not know the channel means the only one that has such an order.
homeless as (
    select distinct order_id from named
    where channel_id is null
),

homes as (
    select sales.order_id, min(names.channel_id) as channel_id
    from landed.sales as sales
    inner join staging.channel_names as names on lower(trim(sales.channel)) = names.alias
    inner join homeless on sales.order_id = homeless.order_id
    group by sales.order_id
    having count(distinct names.channel_id) = 1
)

select
    coalesce(named.channel_id, homes.channel_id) as channel_id,
    named.order_id,
    min(named.storage_vendor) as storage_vendor,
    min(named.shipping_vendor) as shipping_vendor,
    min(named.payment_vendor) as payment_vendor,
    count(named.sender_of_line) = 0 as is_sent_as_one,
    min(named.promised_on) as promised_on,
    min(named.shipped_on) as shipped_on,
    max(named.delivered_on) as delivered_on
from named
left join homes on named.order_id = homes.order_id
group by coalesce(named.channel_id, homes.channel_id), named.order_id
order by channel_id, named.order_id
