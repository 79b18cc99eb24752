-- Charges and payouts without a vendor.
select 'charge' as kind, file_id, line from staging.charges
where vendor_id is null
union all
select 'payout' as kind, file_id, line from staging.payouts
where vendor_id is null
