-- One row: charges of the window that name a channel but no order, and what cannot be spread since the channel sold
-- nothing in their month.
with sold as (
    select channel_id, order_id, month
    from staging.order_lines
    where status = 'completed'
    group by channel_id, order_id, month
    having sum(gross - tax - (refunded - refunded_tax)) > 0
),

told as (
    select
        charges.amount,
        charges.order_id is null as names_no_order,
        months.month is not null or orders.order_id is not null as has_place
    from staging.charges as charges
    left join (select distinct channel_id, month from sold) as months using (channel_id, month)
    left join (select distinct channel_id, order_id from sold) as orders using (channel_id, order_id)
    where charges.channel_id is not null and charges.charged_on between $first and $last
)

select
    coalesce(sum(amount) filter (where names_no_order and has_place), 0) as spread,
    coalesce(sum(amount) filter (where not has_place), 0) as placeless
from told
