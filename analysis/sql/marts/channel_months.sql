-- One row per channel and calendar month of the shop: revenue on each basis, orders, and what is unknown in it.
-- channel_id NULL: revenue that no channel can be named for. A refund reduces the month of its order.
with months as (
    select
        channel_money.*,
        net_revenue is null and line_count + unknown_revenue_lines + unrated_lines = 0 as is_idle
    from marts.channel_money as channel_money
    where grain = 'channel'
)

select
    id as channel_id,
    month,
    orders,
    line_count,
    unknown_revenue_lines,
    unrated_lines,
    case when $cost_share is null then costless_lines else 0 end as unknown_cost_lines,
    case when $cost_share is null then 0 else costless_lines end as estimated_cost_lines,
    case when is_idle then 0 else gross_sales end as gross_sales,
    case when is_idle then 0 else net_sales end as net_sales,
    case when is_idle then 0 else net_revenue end as net_revenue,
    charges,
    contribution,
    payout
from months
order by id, month
