-- Orders of a channel whose sale is taken from two formats.
select channel_id, order_id
from staging.sold_lines
group by channel_id, order_id
having count(distinct format) > 1
