-- One row per currency: orders of the window that are open, and what they are worth in that currency; worth NULL for
-- those of which a line tells no amount.
with orders as (
    select
        channel_id,
        order_id,
        currency,
        case when count(*) = count(source_amount) then sum(source_amount) end as amount
    from staging.order_lines
    where status = 'open' and kind = 'sale' and ordered_on between $first and $last
    group by channel_id, order_id, currency
)

select
    case when amount is not null then coalesce(currency, '?') end as currency,
    count(*) as orders,
    sum(amount) as amount
from orders
group by case when amount is not null then coalesce(currency, '?') end
order by currency nulls last
