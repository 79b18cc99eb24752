-- One row per vendor and month of the window with payouts.
select vendor_id, month, sum(amount) as amount
from staging.payouts
where month between $first and $last
group by vendor_id, month
order by vendor_id, month
