-- One row per currency whose amounts could not be told in the shop's currency.
select
    coalesce(currency, '?') as currency,
    count(*) as lines,
    coalesce(sum(source_amount), 0) as amount,
    min(ordered_on) as day
from staging.order_lines
where not has_rate and status = 'completed'
group by currency
order by currency
