-- The difference, if any, between the revenue of all months and that of all order lines.
select sum(months.net_revenue) as in_months, max(lines.net_revenue) as in_lines
from marts.channel_months as months,
    (
        select sum(gross - tax - (refunded - refunded_tax)) as net_revenue
        from staging.order_lines
        where status = 'completed'
    ) as lines
having sum(months.net_revenue) <> max(lines.net_revenue)
