-- One row more of staging.order_lines per refund that a settlement or a payment service tells.
-- What is given back went to the lines of its article, if the order has any, and of those to the ones that were sold.
with came_back as (
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
        lines.source_amount,
        lines.gross,
        lines.tax,
        lines.sku as sold_sku
    from staging.refunds as refunds
    inner join staging.order_lines as lines
        on refunds.channel_id = lines.channel_id and refunds.order_id = lines.order_id
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
        case when sum(gross) is not null then coalesce(sum(tax)::double / nullif(sum(gross)::double, 0), 0) end
            as tax_share,
        sum(greatest(source_amount, 0) + 0.000001)::double
        / sum(sum(greatest(source_amount, 0) + 0.000001)) over whole::double as part
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
    from staging.order_lines
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

dated as (
    select
        returned.*,
        coalesce(
            tax_amount::double,
            refunded_amount::double * tax_rate::double / (1 + tax_rate::double),
            refunded_amount::double * coalesce(tax_share, $default_rate::double / (1 + $default_rate::double), 0)
        ) as refunded_tax,
        timezone($zone, timezone('UTC', coalesce(ordered_at, refunded_at)))::date as ordered_on
    from returned
)

select
    'refund' as kind,
    dated.channel_id,
    dated.order_id,
    dated.sku,
    coalesce(dated.ordered_at, dated.refunded_at) as ordered_at,
    dated.ordered_on,
    date_trunc('month', dated.ordered_on)::date as month,
    0 as quantity,
    coalesce(dated.status, 'completed') as status,
    dated.country,
    dated.customer,
    dated.storage_vendor_id,
    dated.shipping_vendor_id,
    dated.payment_vendor_id,
    true as tax_is_known,
    dated.order_is_known,
    dated.currency,
    0 as source_amount,
    fx.rate is not null as has_rate,
    0 * fx.rate as gross,
    0 * fx.rate as tax,
    dated.refunded_amount::double * fx.rate as refunded,
    dated.refunded_tax * fx.rate as refunded_tax,
    0 as unit_costs,
    dated.file_id,
    dated.line
from dated
left join staging.fx_rates as fx on dated.currency = fx.currency and dated.ordered_on = fx.day
