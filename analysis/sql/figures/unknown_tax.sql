-- One row: lines of the window without a VAT rate, and refunds whose order no export has.
select
    count(*) filter (where not tax_is_known) as taxless,
    count(*) filter (where kind = 'sale') as lines,
    count(*) filter (where not order_is_known) as orderless,
    sum(refunded) filter (where not order_is_known) as refunded
from staging.order_lines
where status = 'completed' and ordered_on between $first and $last
