-- One row per currency: orders of the window that are open, and what they are worth in that currency.
with orders as (
    select channel_id, order_id, currency, sum(source_amount) as amount
    from staging.order_lines
    where status = 'open' and kind = 'sale' and ordered_on between $first and $last
    group by channel_id, order_id, currency
)

select
    coalesce(currency, '?') as currency,
    count(*) as orders,
    coalesce(sum(amount), 0) as amount
from orders
group by currency
order by currency
