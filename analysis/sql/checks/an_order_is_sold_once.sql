-- Orders of a channel whose sale is taken from an order report and from a settlement.
select channel_id, order_id
from staging.sold_lines
group by channel_id, order_id
having count(distinct role) > 1
