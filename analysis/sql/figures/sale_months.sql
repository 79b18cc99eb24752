-- One row: the first and the last month with a completed sale.
select
    min(month) as month,
    max(month) as last_month
from staging.order_lines
where status = 'completed'
