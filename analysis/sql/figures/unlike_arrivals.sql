-- One row per vendor and currency: announced payouts of the window of which the bank's entries tell another amount, by
-- more than a fee or rate explains.
with arrived as (
    select
        superseded.of_file_id as file_id,
        superseded.of_line as line,
        sum(payouts.amount) as amount
    from staging.superseded as superseded
    inner join landed.payouts as payouts
        on superseded.file_id = payouts.file_id and superseded.line = payouts.line
    where superseded.target = 'payouts' and payouts.role = 'bank'
    group by superseded.of_file_id, superseded.of_line
)

select
    payouts.vendor_id,
    payouts.currency,
    count(*) as payouts,
    sum(payouts.source_amount) as announced,
    sum(arrived.amount) as arrived,
    min(payouts.paid_on) as first_on
from staging.payouts as payouts
inner join arrived using (file_id, line)
where
    payouts.paid_on between $first and $last
    and abs(payouts.source_amount - arrived.amount) > payouts.source_amount * 0.02
group by payouts.vendor_id, payouts.currency
order by payouts.vendor_id, payouts.currency
