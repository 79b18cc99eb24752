-- One row per vendor and currency: payments of the window whose order no export has. An export may have an order
-- that is no sale, like one of a gift card.
select payments.vendor_id, payments.currency, count(*) as payments, coalesce(sum(payments.source_amount), 0) as amount
from staging.payments as payments
where
    payments.channel_id is null and payments.paid_on between $first and $last
    and not exists (
        select 1
        from landed.order_references as known
        where known.order_id = payments.order_id
    )
group by payments.vendor_id, payments.currency
order by payments.vendor_id, payments.currency
