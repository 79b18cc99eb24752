-- One row per channel: order lines of the window whose revenue or unit cost is unknown.
select
    channel_id,
    sum(unknown_revenue_lines) as revenue,
    sum(unrated_lines) as unrated,
    sum(unknown_cost_lines) as cost,
    sum(estimated_cost_lines) as estimated,
    sum(line_count) as lines,
    sum(orders) as orders
from marts.channel_months
where month between $first and $last
group by channel_id
order by channel_id
