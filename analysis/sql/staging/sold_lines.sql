-- One row per order line as its source tells it, in the source's currency; order reports go before settlements.
with named as (
    select sales.*, channel_names.channel_id
    from landed.sales as sales
    left join staging.channel_names as channel_names on lower(trim(sales.channel)) = channel_names.alias
),

-- Who stores, sends and is paid for an order may stand in the settlement even when the order report sells it.
helpers as (
    select
        channel_id,
        order_id,
        min(storage_vendor) as storage_vendor,
        min(shipping_vendor) as shipping_vendor,
        min(payment_vendor) as payment_vendor
    from named
    where role = 'settlement'
    group by channel_id, order_id
),

kept as (
    select named.*
    from named
    left join staging.superseded_sales as superseded using (file_id, line)
    where superseded.file_id is null
),

lines as (
    select
        channel_id,
        order_id,
        line_id,
        sku,
        currency,
        role,
        min(format) as format,
        min(file_id) as file_id,
        min(line) as line,
        min(ordered_at) as ordered_at,
        case when role = 'orders' then sum(quantity) else max(quantity) end as quantity,
        sum(gross_amount)::decimal(18, 6) as gross_amount,
        sum(tax_amount)::decimal(18, 6) as tax_amount,
        sum(refunded_amount)::decimal(18, 6) as refunded_amount,
        coalesce(min(status), 'completed') as status,
        min(country) as country,
        min(customer) as customer,
        min(storage_vendor) as storage_vendor,
        min(shipping_vendor) as shipping_vendor,
        min(payment_vendor) as payment_vendor,
        min(promised_on) as promised_on,
        min(shipped_on) as shipped_on,
        max(delivered_on) as delivered_on
    from kept
    -- A settlement tells one order line in several rows, which add up; a row of an order report is a line.
    group by
        channel_id, order_id, line_id, sku, currency, role,
        case when role = 'orders' then file_id end, case when role = 'orders' then line end
)

select
    lines.* exclude (storage_vendor, shipping_vendor, payment_vendor),
    storage_names.vendor_id as storage_vendor_id,
    shipping_names.vendor_id as shipping_vendor_id,
    payment_names.vendor_id as payment_vendor_id
from lines
left join helpers
    on lines.channel_id = helpers.channel_id and lines.order_id = helpers.order_id and lines.role = 'orders'
left join staging.vendor_names as storage_names
    on lower(trim(coalesce(lines.storage_vendor, helpers.storage_vendor))) = storage_names.alias
left join staging.vendor_names as shipping_names
    on lower(trim(coalesce(lines.shipping_vendor, helpers.shipping_vendor))) = shipping_names.alias
left join staging.vendor_names as payment_names
    on lower(trim(coalesce(lines.payment_vendor, helpers.payment_vendor))) = payment_names.alias
order by lines.file_id, lines.line
