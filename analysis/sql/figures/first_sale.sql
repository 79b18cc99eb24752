-- One row: the first month with a completed sale.
select min(month) as month
from staging.order_lines
where status = 'completed'
