-- One row per order line as the best of its sources tells it, in that source's currency.
with named as not materialized (
    select sales.*, channel_names.channel_id
    from landed.sales as sales
    left join staging.channel_names as channel_names on lower(trim(sales.channel)) = channel_names.alias
),

kept as not materialized (
    select named.*
    from named
    left join staging.superseded as superseded
        on named.file_id = superseded.file_id and named.line = superseded.line and superseded.target = 'sales'
    where superseded.file_id is null
),

-- Where a format tells one order line in several rows (price, shipping, tax), they add up; else a row is a line.
added as (
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
        sum(quantity)::decimal(18, 6) as quantity,
        sum(gross_amount)::decimal(18, 6) as gross_amount,
        sum(tax_amount)::decimal(18, 6) as tax_amount,
        sum(refunded_amount)::decimal(18, 6) as refunded_amount,
        min(status) as status,
        min(country) as country,
        min(customer) as customer,
        min(storage_vendor) as storage_vendor,
        min(shipping_vendor) as shipping_vendor,
        min(payment_vendor) as payment_vendor,
        min(promised_on) as promised_on,
        min(shipped_on) as shipped_on,
        max(delivered_on) as delivered_on
    from kept
    where
        role <> 'orders' or format in (
            select formats.format from landed.formats as formats
            where formats.adds_up
        )
    group by
        channel_id, order_id, line_id, sku, currency, role,
        case when role = 'orders' then file_id end, case when role = 'orders' then line end
),

lines as not materialized (
    select * from added
    union all by name
    select kept.* exclude (channel)
    from kept
    where
        kept.role = 'orders'
        and kept.format not in (
            select formats.format from landed.formats as formats
            where formats.adds_up
        )
),

-- The VAT of an order whose report states none, where a settlement tells it of the same price.
taxed as not materialized (
    select lines.channel_id, lines.order_id, lines.currency, min(told.gross) as gross, min(told.tax) as tax
    from lines
    inner join staging.order_taxes as told
        on
            lines.channel_id = told.channel_id and lines.order_id = told.order_id
            and lines.currency = told.currency
    group by lines.channel_id, lines.order_id, lines.currency
    having count(lines.tax_amount) = 0 and sum(lines.gross_amount) = min(told.gross)
),

-- Items may not say what became of their order; another export of it may say that all of it was cancelled.
cancelled as (
    select named.channel_id, named.order_id
    from named
    inner join staging.superseded as superseded
        on named.file_id = superseded.file_id and named.line = superseded.line and superseded.target = 'sales'
    where named.status is not null
    group by named.channel_id, named.order_id
    having bool_and(named.status = 'cancelled')
),

-- Within one order a settlement's own lines may go different ways, so only an order report is told by others; who sent
-- it is told to a settlement that says so of none of its lines.
chosen as (
    select
        lines.* replace (
            coalesce(lines.status, case when cancelled.order_id is not null then 'cancelled' end, 'completed')
                as status,
            coalesce(
                lines.tax_amount,
                (lines.gross_amount::double * taxed.tax::double / taxed.gross::double)::decimal(18, 6)
            ) as tax_amount,
            coalesce(lines.storage_vendor, case when lines.role = 'orders' then facts.storage_vendor end)
                as storage_vendor,
            coalesce(
                lines.shipping_vendor,
                case when lines.role = 'orders' or facts.is_sent_as_one then facts.shipping_vendor end
            ) as shipping_vendor,
            coalesce(lines.payment_vendor, case when lines.role = 'orders' then facts.payment_vendor end)
                as payment_vendor,
            coalesce(lines.promised_on, facts.promised_on) as promised_on,
            coalesce(lines.shipped_on, facts.shipped_on) as shipped_on,
            coalesce(lines.delivered_on, facts.delivered_on) as delivered_on
        )
    from lines
    left join staging.order_facts as facts
        on lines.channel_id = facts.channel_id and lines.order_id = facts.order_id
    left join cancelled on lines.channel_id = cancelled.channel_id and lines.order_id = cancelled.order_id
    left join taxed
        on
            lines.channel_id = taxed.channel_id and lines.order_id = taxed.order_id
            and lines.currency = taxed.currency
)

select
    chosen.* exclude (storage_vendor, shipping_vendor, payment_vendor),
    storage_names.vendor_id as storage_vendor_id,
    shipping_names.vendor_id as shipping_vendor_id,
    payment_names.vendor_id as payment_vendor_id
from chosen
left join staging.vendor_names as storage_names
    on lower(trim(chosen.storage_vendor)) = storage_names.alias
left join staging.vendor_names as shipping_names
    on lower(trim(chosen.shipping_vendor)) = shipping_names.alias
left join staging.vendor_names as payment_names
    on lower(trim(chosen.payment_vendor)) = payment_names.alias
