-- One row per channel and calendar month of the shop: revenue on each basis, orders, and what is unknown in it.
-- channel_id NULL: revenue that no channel can be named for. A refund reduces the month of its order.
with sold as (
    select
        lines.channel_id,
        lines.month,
        lines.order_id,
        count(*) filter (where lines.kind = 'sale') as line_count,
        count(*) filter (where lines.gross is null and lines.has_rate) as unknown_revenue_lines,
        count(*) filter (where not lines.has_rate) as unrated_lines,
        count(*) filter (
            where lines.kind = 'sale' and (products.unit_cost * cost_rate.rate is null or lines.quantity is null)
        ) as costless_lines,
        sum(lines.gross) as gross_sales,
        sum(lines.gross - lines.tax) as net_sales,
        sum(lines.gross - lines.tax - (lines.refunded - lines.refunded_tax)) as net_revenue,
        sum(coalesce(
            (lines.quantity::double * products.unit_cost::double * cost_rate.rate)::decimal(28, 10),
            ((lines.gross - lines.tax)::double * $cost_share::double)::decimal(28, 10)
        ))::decimal(28, 10) as unit_costs
    from staging.order_lines as lines
    left join register.products as products using (sku)
    left join staging.fx_rates as cost_rate
        on coalesce(products.currency, $currency) = cost_rate.currency and lines.ordered_on = cost_rate.day
    where lines.status = 'completed'
    group by lines.channel_id, lines.month, lines.order_id
),

sales as (
    select
        channel_id,
        month,
        count(*) filter (where line_count > 0) as orders,
        sum(line_count) as line_count,
        sum(unknown_revenue_lines) as unknown_revenue_lines,
        sum(unrated_lines) as unrated_lines,
        sum(costless_lines) as costless_lines,
        sum(gross_sales)::decimal(28, 10) as gross_sales,
        sum(net_sales)::decimal(28, 10) as net_sales,
        sum(net_revenue)::decimal(28, 10) as net_revenue,
        sum(unit_costs)::decimal(28, 10) as unit_costs,
        sum((net_revenue::double * net_revenue::double)::decimal(38, 6))::double as net_revenue_squares
    from sold
    group by channel_id, month
),

charged as (
    select channel_id, month, sum(amount)::decimal(18, 6) as charges
    from staging.charges
    where channel_id is not null
    group by channel_id, month
),

paid as (
    select channel_id, month, sum(amount)::decimal(18, 6) as payout
    from staging.payouts
    where channel_id is not null
    group by channel_id, month
),

months as (
    select channel_id, month from sales
    union
    select channel_id, month from charged
    union
    select channel_id, month from paid
)

select
    months.channel_id,
    months.month,
    coalesce(sales.orders, 0) as orders,
    coalesce(sales.line_count, 0) as line_count,
    coalesce(sales.unknown_revenue_lines, 0) as unknown_revenue_lines,
    coalesce(sales.unrated_lines, 0) as unrated_lines,
    case when $cost_share is null then coalesce(sales.costless_lines, 0) else 0 end as unknown_cost_lines,
    case when $cost_share is null then 0 else coalesce(sales.costless_lines, 0) end as estimated_cost_lines,
    case when sales.month is null then 0 else sales.gross_sales end as gross_sales,
    case when sales.month is null then 0 else sales.net_sales end as net_sales,
    case when sales.month is null then 0 else sales.net_revenue end as net_revenue,
    coalesce(sales.net_revenue_squares, 0) as net_revenue_squares,
    coalesce(charged.charges, 0) as charges,
    case
        when $cost_share is null and coalesce(sales.costless_lines, 0) > 0 then null
        when coalesce(sales.unknown_revenue_lines, 0) + coalesce(sales.unrated_lines, 0) > 0 then null
        else coalesce(sales.net_revenue, 0) - coalesce(sales.unit_costs, 0) - coalesce(charged.charges, 0)
    end as contribution,
    paid.payout
from months
left join sales
    on months.channel_id is not distinct from sales.channel_id and months.month = sales.month
left join charged on months.channel_id = charged.channel_id and months.month = charged.month
left join paid on months.channel_id = paid.channel_id and months.month = paid.month
order by months.channel_id, months.month
