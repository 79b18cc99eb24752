-- One row per vendor: charges of the window that belong to no channel.
select vendor_id, coalesce(sum(amount), 0) as amount
from staging.charges
where channel_id is null and charged_on between $first and $last
group by vendor_id
order by vendor_id
