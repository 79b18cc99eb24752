-- One row per file and currency: what a payment service gave back in the window for orders that no export has.
select files.file, refunds.currency, count(*) as refunds, coalesce(sum(refunds.refunded_amount), 0) as amount
from landed.refunds as refunds
inner join landing.files as files on refunds.file_id = files.file_id
where
    refunds.role = 'payments'
    and timezone($zone, timezone('UTC', refunds.refunded_at))::date between $first and $last
    and not exists (
        select 1
        from staging.order_lines as lines
        where lines.order_id = refunds.order_id
    )
    and not exists (
        select 1
        from landed.order_references as known
        where known.order_id = refunds.order_id
    )
group by files.file, refunds.currency
order by files.file, refunds.currency
