-- One row per vendor and currency: announced payouts of the window that never arrived on a bank account whose export
-- goes on for ten days after them.
with bank as (
    select inputs.first_on, inputs.last_on
    from marts.inputs as inputs
    inner join landed.formats as formats using (format)
    where formats.role = 'bank'
),

arrived as (
    select superseded.of_file_id as file_id, superseded.of_line as line
    from staging.superseded as superseded
    inner join landed.payouts as payouts
        on superseded.file_id = payouts.file_id and superseded.line = payouts.line
    where superseded.target = 'payouts' and payouts.role = 'bank'
),

announced as (
    select payouts.vendor_id, payouts.currency, payouts.source_amount, payouts.paid_on
    from staging.payouts as payouts
    inner join landed.payouts as told using (file_id, line)
    left join arrived using (file_id, line)
    where told.role <> 'bank' and arrived.file_id is null and payouts.source_amount > 0
)

select vendor_id, currency, count(*) as payouts, sum(source_amount) as amount, min(paid_on) as first_on
from announced
where
    paid_on between $first and $last
    and paid_on >= (select min(bank.first_on) from bank)
    and paid_on <= (select max(bank.last_on) from bank) - 10
group by vendor_id, currency
order by vendor_id, currency
