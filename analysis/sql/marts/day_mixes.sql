-- One row per channel (NULL where none is named), day and set of vendors named on the lines: revenue and orders
-- that took that way.
select
    row_number() over (
        order by channel_id, ordered_on, storage_vendor_id, shipping_vendor_id, payment_vendor_id
    ) as mix_id,
    channel_id,
    ordered_on,
    date_trunc('month', ordered_on)::date as month,
    storage_vendor_id,
    shipping_vendor_id,
    payment_vendor_id,
    count(distinct order_id) filter (where kind = 'sale') as orders,
    sum(gross)::decimal(28, 10) as gross_sales,
    sum(gross - tax - (refunded - refunded_tax))::decimal(28, 10) as net_revenue
from staging.order_lines
where status = 'completed'
group by channel_id, ordered_on, storage_vendor_id, shipping_vendor_id, payment_vendor_id
order by mix_id
