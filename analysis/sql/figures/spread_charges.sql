-- One row: charges of the window that name a channel but no order, and what cannot be spread since the channel earned
-- nothing in their month.
with named as (
    select distinct channel_id, order_id
    from staging.charges
    where channel_id is not null and order_id is not null and charged_on between $first and $last
),

orders as (
    select lines.channel_id, lines.order_id
    from staging.order_lines as lines
    semi join named on lines.channel_id = named.channel_id and lines.order_id = named.order_id
    where lines.status = 'completed'
    group by lines.channel_id, lines.order_id
    having sum(lines.gross - lines.tax - (lines.refunded - lines.refunded_tax)) > 0
),

told as (
    select
        charges.amount,
        charges.order_id is null as names_no_order,
        coalesce(months.net_revenue > 0, false) or orders.order_id is not null as has_place
    from staging.charges as charges
    left join marts.channel_months as months
        on charges.channel_id = months.channel_id and charges.month = months.month
    left join orders on charges.channel_id = orders.channel_id and charges.order_id = orders.order_id
    where charges.channel_id is not null and charges.charged_on between $first and $last
)

select
    coalesce(sum(amount) filter (where names_no_order and has_place), 0) as spread,
    coalesce(sum(amount) filter (where not has_place), 0) as placeless
from told
