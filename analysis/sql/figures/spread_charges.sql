-- One row: charges of the window that name a channel but no order.
select coalesce(sum(amount), 0) as amount
from staging.charges
where order_id is null and channel_id is not null and charged_on between $first and $last
