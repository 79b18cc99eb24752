-- One row per day on which the exports tell of a sale, a payment, a charge or a payout.
select ordered_on as day from staging.order_lines
union
select charged_on as day from staging.charges
union
select paid_on as day from staging.payouts
union
select paid_on as day from staging.payments
order by day
