-- One row per channel (grain channel; id NULL: none can be named) and calendar month of the days from $first to $last,
-- and per vendor whose payouts name no channel (grain payer). A refund reduces the month of its order.
with sold as (
    select
        'channel' as grain,
        channel_id as id,
        month,
        count(distinct order_id) filter (where kind = 'sale') as orders,
        count(*) filter (where kind = 'sale') as line_count,
        count(*) filter (where has_rate and gross is null) as unknown_revenue_lines,
        count(*) filter (where not has_rate) as unrated_lines,
        count(*) filter (where kind = 'sale' and unit_costs is null) as costless_lines,
        count(*) filter (
            where gross is null or (kind = 'sale' and unit_costs is null and $cost_share is null)
        ) as unknown_contributions,
        sum(gross)::decimal(28, 10) as gross_sales,
        sum(gross - tax)::decimal(28, 10) as net_sales,
        sum(gross - tax - (refunded - refunded_tax))::decimal(28, 10) as net_revenue,
        sum(coalesce(unit_costs, ((gross - tax)::double * $cost_share::double)::decimal(28, 10))) as costs
    from staging.order_lines
    where status = 'completed' and ordered_on between $first and $last
    group by channel_id, month
),

charged as (
    select
        'channel' as grain,
        channel_id as id,
        month,
        sum(amount)::decimal(18, 6) as charges,
        count(*) filter (where amount is null) as unrated_charges
    from staging.charges
    where channel_id is not null and charged_on between $first and $last
    group by channel_id, month
),

paid as (
    select
        case when channel_id is null then 'payer' else 'channel' end as grain,
        coalesce(channel_id, vendor_id) as id,
        month,
        sum(amount)::decimal(18, 6) as payout,
        count(*) filter (where amount is null) as unknown_payouts
    from staging.payouts
    where paid_on between $first and $last
    group by channel_id is null, coalesce(channel_id, vendor_id), month
)

select
    grain,
    id,
    month,
    coalesce(sold.orders, 0) as orders,
    coalesce(sold.line_count, 0) as line_count,
    coalesce(sold.unknown_revenue_lines, 0) as unknown_revenue_lines,
    coalesce(sold.unrated_lines, 0) as unrated_lines,
    coalesce(sold.costless_lines, 0) as costless_lines,
    coalesce(sold.unknown_contributions, 0) + coalesce(charged.unrated_charges, 0) as unknown_contributions,
    coalesce(paid.unknown_payouts, 0) as unknown_payouts,
    coalesce(charged.charges, 0) as charges,
    sold.gross_sales,
    sold.net_sales,
    sold.net_revenue,
    -- What a channel is charged counts in the month of the charge, whichever order it is for.
    case
        when grain = 'channel' and coalesce(sold.unknown_contributions, 0) + coalesce(charged.unrated_charges, 0) = 0
            then coalesce(sold.net_revenue, 0) - coalesce(sold.costs, 0) - coalesce(charged.charges, 0)
    end::decimal(28, 10) as contribution,
    paid.payout
from sold
full join charged using (grain, id, month)
full join paid using (grain, id, month)
order by grain, month, id
