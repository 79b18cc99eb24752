-- One row per use of an export's row that another export tells better: it is not counted again.
-- Of a sale, order reports are believed before settlements, those before shipping details; of fees and refunds
-- settlements first, then payment services; of payouts a statement with a number first, the bank last.
with formats as (
    select
        format,
        list_position(['orders', 'settlement', 'details'], role) * 10 + priority as sale_rank,
        list_position(['settlement', 'payments', 'orders', 'details'], role) as fee_rank,
        list_position(['settlement', 'payments', 'details', 'orders', 'bank'], role) * 10 + priority as payout_rank
    from landed.formats
),

-- Channels whose sales only one format tells need no comparison.
told_by_several as (
    select names.channel_id
    from (select distinct channel, format from landed.sales) as told
    inner join staging.channel_names as names on lower(trim(told.channel)) = names.alias
    group by names.channel_id
    having count(distinct told.format) > 1
),

sales as (
    select
        sales.file_id, sales.line, names.channel_id, sales.order_id, sales.format, formats.sale_rank,
        sales.status, sales.gross_amount
    from landed.sales as sales
    inner join staging.channel_names as names on lower(trim(sales.channel)) = names.alias
    inner join told_by_several on names.channel_id = told_by_several.channel_id
    inner join formats on sales.format = formats.format
),

orders as (
    select
        channel_id,
        order_id,
        format,
        min(sale_rank) as sale_rank,
        bool_and(coalesce(status = 'open', false)) as is_open,
        bool_or(coalesce(status = 'open', false)) as is_partly_open,
        coalesce(sum(gross_amount) filter (where coalesce(status, 'completed') = 'completed'), 0) as sold,
        min_by(file_id, (file_id, line)) as file_id,
        min_by(line, (file_id, line)) as line
    from sales
    group by channel_id, order_id, format
),

-- What an order report of an earlier day calls open, as a whole or in part, is believed to those who tell that more of
-- it was sold.
believed as (
    select
        orders.*,
        is_open or is_partly_open and sold < max(sold) over (partition by channel_id, order_id) as is_outdated
    from orders
),

best_sales as (
    select
        channel_id,
        order_id,
        min_by(format, (is_outdated, sale_rank, format)) as format,
        min_by(file_id, (is_outdated, sale_rank, format)) as of_file_id,
        min_by(line, (is_outdated, sale_rank, format)) as of_line
    from believed
    group by channel_id, order_id
),

refunds as (
    select refunds.file_id, refunds.line, names.channel_id, refunds.order_id, formats.fee_rank
    from landed.refunds as refunds
    inner join formats on refunds.format = formats.format
    left join staging.channel_names as names on lower(trim(refunds.channel)) = names.alias
    where refunds.order_id is not null
),

best_refunds as (
    select
        order_id,
        channel_id,
        min(fee_rank) as fee_rank,
        min_by(file_id, (fee_rank, file_id, line)) as of_file_id,
        min_by(line, (fee_rank, file_id, line)) as of_line
    from refunds
    group by order_id, channel_id
),

charges as (
    select
        charges.file_id, charges.line, names.vendor_id, charges.function, charges.order_id, formats.fee_rank,
        date_trunc('month', timezone($zone, timezone('UTC', charges.charged_at))) as month
    from landed.charges as charges
    inner join formats on charges.format = formats.format
    inner join staging.vendor_names as names on lower(trim(charges.vendor)) = names.alias
),

best_charges as (
    select
        vendor_id,
        function,
        order_id,
        min(fee_rank) as fee_rank,
        min_by(file_id, (fee_rank, file_id, line)) as of_file_id,
        min_by(line, (fee_rank, file_id, line)) as of_line
    from charges
    where order_id is not null
    group by vendor_id, function, order_id
),

-- A monthly estimate gives way to the bill, which comes in the same month or the next.
billed as (
    select
        vendor_id,
        function,
        month,
        min_by(file_id, (file_id, line)) as of_file_id,
        min_by(line, (file_id, line)) as of_line
    from charges
    where order_id is null and fee_rank = 1
    group by vendor_id, function, month
),

payouts as (
    select
        payouts.file_id, payouts.line, names.vendor_id, payouts.reference, payouts.currency, payouts.amount,
        payouts.paid_at, payouts.format, formats.payout_rank, payouts.role = 'bank' as is_bank
    from landed.payouts as payouts
    inner join formats on payouts.format = formats.format
    inner join staging.vendor_names as names on lower(trim(payouts.vendor)) = names.alias
),

best_payouts as (
    select
        vendor_id,
        reference,
        min_by(format, (payout_rank, format)) as format,
        min_by(file_id, (payout_rank, format, file_id, line)) as of_file_id,
        min_by(line, (payout_rank, format, file_id, line)) as of_line
    from payouts
    where reference is not null
    group by vendor_id, reference
),

announced as (
    select payouts.*
    from payouts
    left join best_payouts using (vendor_id, reference)
    where not payouts.is_bank and (payouts.reference is null or payouts.format = best_payouts.format)
),

-- Who handles a vendor's payments may be the one from whose account its payouts come.
expected as (
    select announced.*, announced.vendor_id as payer_id
    from announced
    union all
    select announced.*, payer.vendor_id as payer_id
    from announced
    inner join staging.vendor_names as vendor on announced.vendor_id = vendor.vendor_id
    inner join reference.relations as relations on vendor.alias = relations.vendor_id
    inner join staging.vendor_names as payer on relations.depends_on = payer.alias
    where relations.function = 'payment'
),

pairs as (
    select
        bank.file_id,
        bank.line,
        expected.file_id as of_file_id,
        expected.line as of_line,
        expected.amount > 0 and bank.amount > 0 as is_payment,
        bank.paid_at::date between
        min(expected.paid_at::date) over (partition by bank.file_id, bank.line, expected.file_id)
        and max(expected.paid_at::date) over (partition by bank.file_id, bank.line, expected.file_id) as is_covered,
        date_diff('day', expected.paid_at, bank.paid_at) as days,
        abs(bank.amount - expected.amount) as difference,
        abs(bank.amount - expected.amount) <= expected.amount * 0.02 as is_alike
    from payouts as bank
    inner join expected on bank.vendor_id = expected.payer_id and bank.currency = expected.currency
    where bank.is_bank
),

-- Money that a vendor announced arrives at the bank within some days; each announcement explains one arrival.
-- A bank's own fee or rate makes the amount another one; it is still the same payout.
arrived as (
    select * from pairs
    where difference = 0 and days between -3 and 35 or is_alike and days between -3 and 10
    qualify
        row_number() over (partition by file_id, line order by difference asc, days desc, of_file_id asc, of_line asc)
        = row_number() over (partition by of_file_id, of_line order by difference, days, file_id, line)
),

-- Of another amount it is the announced payout that nothing else explains, or it came on a day that the vendor's own
-- export covers: that export is believed, so that no money counts twice. figures/unlike_arrivals names the difference.
unexplained as (
    select
        pairs.*,
        (pairs.of_file_id, pairs.of_line) not in (select (known.of_file_id, known.of_line) from arrived as known)
        and pairs.days between -3 and 10 as is_open
    from pairs
    where pairs.is_payment and (pairs.file_id, pairs.line) not in (select (a.file_id, a.line) from arrived as a)
),

unlike as (
    select * from unexplained
    where is_open or is_covered
    qualify
        row_number() over (
            partition by file_id, line
            order by is_open desc, abs(days) asc, difference asc, of_file_id asc, of_line asc
        ) = 1
)

select 'sales' as target, sales.file_id, sales.line, best_sales.of_file_id, best_sales.of_line
from sales
inner join best_sales on sales.channel_id = best_sales.channel_id and sales.order_id = best_sales.order_id
where sales.format <> best_sales.format
union
select 'refunds' as target, refunds.file_id, refunds.line, best_refunds.of_file_id, best_refunds.of_line
from refunds
inner join best_refunds
    on
        refunds.order_id = best_refunds.order_id
        and (refunds.channel_id is null or refunds.channel_id = best_refunds.channel_id)
where refunds.fee_rank > best_refunds.fee_rank
union
select 'charges' as target, charges.file_id, charges.line, best_charges.of_file_id, best_charges.of_line
from charges
inner join best_charges using (vendor_id, function, order_id)
where charges.fee_rank > best_charges.fee_rank
union
select 'charges' as target, charges.file_id, charges.line, min(billed.of_file_id), min(billed.of_line)
from charges
inner join billed
    on
        charges.vendor_id = billed.vendor_id and charges.function = billed.function
        and billed.month in (charges.month, charges.month + interval 1 month)
where charges.order_id is null and charges.fee_rank > 1
group by charges.file_id, charges.line
union
select 'payouts' as target, payouts.file_id, payouts.line, best_payouts.of_file_id, best_payouts.of_line
from payouts
inner join best_payouts on payouts.vendor_id = best_payouts.vendor_id and payouts.reference = best_payouts.reference
where payouts.format <> best_payouts.format
union
select 'payouts' as target, file_id, line, of_file_id, of_line
from arrived
union
select 'payouts' as target, file_id, line, of_file_id, of_line
from unlike
order by target, file_id, line, of_file_id, of_line
