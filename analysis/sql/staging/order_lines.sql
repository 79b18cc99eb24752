-- One row per order line in the shop's currency and calendar; refund_lines adds those of refunds.
with refunded_orders as (
    select distinct channel_id, order_id from staging.refunds
),

-- Without a stated tax the article's rate applies, then the shop's; without any the tax is taken as nil and said so.
sold as not materialized (
    select
        lines.*,
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

dated as (
    select
        taxed.*,
        coalesce((given_back::double * tax_amount::double / nullif(gross_amount::double, 0)), 0) as refunded_tax,
        timezone($zone, timezone('UTC', ordered_at))::date as ordered_on
    from taxed
)

select
    'sale' as kind,
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
    true as order_is_known,
    dated.currency,
    dated.gross_amount as source_amount,
    fx.rate is not null as has_rate,
    (dated.gross_amount::double * fx.rate)::decimal(28, 10) as gross,
    (dated.tax_amount::double * fx.rate)::decimal(28, 10) as tax,
    (dated.given_back::double * fx.rate)::decimal(28, 10) as refunded,
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
