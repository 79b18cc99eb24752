-- One row per order line, and one per refund that a settlement tells, in the shop's currency and calendar.
with refunded_orders as (
    select distinct channel_id, order_id from staging.refunds
),

-- Without a stated tax the article's rate applies, then the shop's; without any the tax is taken as nil and said so.
sold as not materialized (
    select
        lines.*,
        'sale' as kind,
        coalesce(products.tax_rate, $default_rate::decimal(9, 6)) as tax_rate,
        coalesce(lines.tax_amount, products.tax_rate, $default_rate::decimal(9, 6)) is not null as tax_is_known,
        case when refunded_orders.order_id is null then coalesce(lines.refunded_amount, 0) else 0 end as given_back
    from staging.sold_lines as lines
    left join register.products as products using (sku)
    left join refunded_orders
        on lines.channel_id = refunded_orders.channel_id and lines.order_id = refunded_orders.order_id
),

taxed as not materialized (
    select
        sold.* replace (
            coalesce(
                sold.tax_amount,
                (sold.gross_amount::double * sold.tax_rate::double / (1 + sold.tax_rate::double))::decimal(28, 10),
                0
            ) as tax_amount
        )
    from sold
),

-- What is given back went to the lines of its article, if the order has any, and of those to the ones that were sold.
came_back as (
    select
        refunds.channel_id,
        refunds.order_id,
        refunds.sku,
        refunds.currency,
        lines.ordered_at,
        lines.country,
        lines.customer,
        lines.status,
        lines.storage_vendor_id,
        lines.shipping_vendor_id,
        lines.payment_vendor_id,
        lines.gross_amount,
        lines.tax_amount,
        lines.sku as sold_sku
    from staging.refunds as refunds
    inner join taxed as lines on refunds.channel_id = lines.channel_id and refunds.order_id = lines.order_id
    qualify
        rank() over (
            partition by refunds.channel_id, refunds.order_id, refunds.sku, refunds.currency
            order by coalesce(lines.sku = refunds.sku, false) desc, lines.status = 'completed' desc
        ) = 1
),

-- Where these lines went different ways, a refund is parted by what they cost (of nothing, equally). What names no
-- article is that of lines which all have the same one.
places as (
    select
        channel_id,
        order_id,
        sku,
        currency,
        country,
        customer,
        status,
        storage_vendor_id,
        shipping_vendor_id,
        payment_vendor_id,
        min(min(ordered_at)) over whole as ordered_at,
        case
            when
                min(min(sold_sku)) over whole = max(max(sold_sku)) over whole
                and sum(count(sold_sku)) over whole = sum(count(*)) over whole
                then min(min(sold_sku)) over whole
        end as only_sku,
        coalesce(sum(tax_amount)::double / nullif(sum(gross_amount)::double, 0), 0) as tax_share,
        sum(greatest(gross_amount, 0) + 0.000001)::double
        / sum(sum(greatest(gross_amount, 0) + 0.000001)) over whole::double as part
    from came_back
    group by
        channel_id, order_id, sku, currency, country, customer, status,
        storage_vendor_id, shipping_vendor_id, payment_vendor_id
    window whole as (partition by channel_id, order_id, sku, currency)
),

-- What is the same for every order of a channel is taken to be so for one that no export has.
always as (
    select
        channel_id,
        case
            when min(storage_vendor_id) = max(storage_vendor_id) and count(*) = count(storage_vendor_id)
                then min(storage_vendor_id)
        end as storage_vendor_id,
        case
            when min(shipping_vendor_id) = max(shipping_vendor_id) and count(*) = count(shipping_vendor_id)
                then min(shipping_vendor_id)
        end as shipping_vendor_id,
        case
            when min(payment_vendor_id) = max(payment_vendor_id) and count(*) = count(payment_vendor_id)
                then min(payment_vendor_id)
        end as payment_vendor_id
    from taxed
    where channel_id in (select refunds.channel_id from staging.refunds as refunds)
    group by channel_id
),

-- A refund belongs to the day of its order; when no export has the order, to the day of the refund.
returned as (
    select
        refunds.* replace (
            coalesce(refunds.sku, places.only_sku) as sku,
            refunds.refunded_amount::double * coalesce(places.part, 1) as refunded_amount,
            refunds.tax_amount::double * coalesce(places.part, 1) as tax_amount
        ),
        places.ordered_at,
        places.country,
        places.customer,
        places.status,
        places.tax_share,
        coalesce(places.storage_vendor_id, always.storage_vendor_id) as storage_vendor_id,
        coalesce(places.shipping_vendor_id, always.shipping_vendor_id) as shipping_vendor_id,
        coalesce(places.payment_vendor_id, always.payment_vendor_id) as payment_vendor_id,
        products.tax_rate,
        places.order_id is not null as order_is_known
    from staging.refunds as refunds
    left join places
        on
            refunds.channel_id = places.channel_id and refunds.order_id = places.order_id
            and refunds.sku is not distinct from places.sku
            and refunds.currency is not distinct from places.currency
    left join always on refunds.channel_id = always.channel_id
    left join register.products as products on refunds.sku = products.sku
),

together as (
    select
        kind, channel_id, order_id, line_id, sku, currency, format, file_id, line, ordered_at, quantity,
        status, country, customer, storage_vendor_id, shipping_vendor_id, payment_vendor_id,
        promised_on, shipped_on, delivered_on, tax_is_known, true as order_is_known,
        gross_amount, tax_amount, given_back as refunded_amount,
        coalesce((given_back::double * tax_amount::double / nullif(gross_amount::double, 0)), 0) as refunded_tax
    from taxed
    union all
    select
        'refund' as kind, channel_id, order_id, null as line_id, sku, currency, null as format, file_id, line,
        coalesce(ordered_at, refunded_at) as ordered_at, 0 as quantity, coalesce(status, 'completed') as status,
        country, customer, storage_vendor_id, shipping_vendor_id, payment_vendor_id,
        null as promised_on, null as shipped_on, null as delivered_on, true as tax_is_known, order_is_known,
        0 as gross_amount, 0 as tax_amount, refunded_amount,
        coalesce(
            tax_amount::double,
            refunded_amount::double * tax_rate::double / (1 + tax_rate::double),
            refunded_amount::double * coalesce(tax_share, $default_rate::double / (1 + $default_rate::double), 0)
        ) as refunded_tax
    from returned
),

dated as (
    select together.*, timezone($zone, timezone('UTC', together.ordered_at))::date as ordered_on
    from together
)

select
    dated.kind,
    dated.channel_id,
    dated.order_id,
    dated.line_id,
    dated.sku,
    dated.ordered_at,
    dated.ordered_on,
    date_trunc('month', dated.ordered_on)::date as month,
    dated.quantity,
    dated.status,
    dated.country,
    dated.customer,
    dated.storage_vendor_id,
    dated.shipping_vendor_id,
    dated.payment_vendor_id,
    dated.promised_on,
    dated.shipped_on,
    dated.delivered_on,
    dated.tax_is_known,
    dated.order_is_known,
    dated.currency,
    dated.gross_amount as source_amount,
    fx.rate is not null as has_rate,
    (dated.gross_amount::double * fx.rate)::decimal(28, 10) as gross,
    (dated.tax_amount::double * fx.rate)::decimal(28, 10) as tax,
    (dated.refunded_amount::double * fx.rate)::decimal(28, 10) as refunded,
    (dated.refunded_tax::double * fx.rate)::decimal(28, 10) as refunded_tax,
    (dated.quantity::double * products.unit_cost::double * cost_fx.rate)::decimal(28, 10) as unit_costs,
    dated.format,
    dated.file_id,
    dated.line
from dated
left join staging.fx_rates as fx on dated.currency = fx.currency and dated.ordered_on = fx.day
left join register.products as products on dated.sku = products.sku
left join staging.fx_rates as cost_fx
    on coalesce(products.currency, $currency) = cost_fx.currency and dated.ordered_on = cost_fx.day
