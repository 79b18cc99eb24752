-- One row per order, article and currency given back, as the settlement tells it; it goes before the order report.
select
    channel_names.channel_id,
    refunds.order_id,
    refunds.sku,
    refunds.currency,
    min(refunds.file_id) as file_id,
    min(refunds.line) as line,
    min(refunds.refunded_at) as refunded_at,
    sum(refunds.refunded_amount)::decimal(18, 6) as refunded_amount,
    sum(refunds.tax_amount)::decimal(18, 6) as tax_amount
from landed.refunds as refunds
left join staging.channel_names as channel_names on lower(trim(refunds.channel)) = channel_names.alias
group by channel_names.channel_id, refunds.order_id, refunds.sku, refunds.currency
order by min(refunds.file_id), min(refunds.line)
