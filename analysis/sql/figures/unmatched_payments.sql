-- One row per vendor and currency: payments of the window whose order no export has.
select vendor_id, currency, count(*) as payments, coalesce(sum(source_amount), 0) as amount
from staging.payments
where channel_id is null and paid_on between $first and $last
group by vendor_id, currency
order by vendor_id, currency
