-- One row per order, article and currency given back, as the best of its sources tells it.
-- What a payment service gave back counts for an order whose own export tells less of it: the export may be older, and
-- money given back in the service's own pages is no refund in the shop.
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
    select order_id, currency, sum(refunded_amount) as amount
    from named
    where role = 'payments'
    group by order_id, currency
),

-- Of an order in another currency it counts only where the export tells of no refund: they cannot be compared.
behind as (
    select paid_back.order_id, paid_back.currency, min(lines.channel_id) as channel_id
    from staging.sold_lines as lines
    inner join paid_back on lines.order_id = paid_back.order_id
    group by paid_back.order_id, paid_back.currency
    having
        count(distinct lines.channel_id) = 1
        and coalesce(sum(lines.refunded_amount), 0)
        < coalesce(max(paid_back.amount) filter (where lines.currency = paid_back.currency), 0.01)
),

kept as (
    select named.* replace (coalesce(named.channel_id, behind.channel_id) as channel_id)
    from named
    left join behind on named.order_id = behind.order_id and named.currency = behind.currency
    where named.role <> 'payments' or behind.order_id is not null
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
