-- One row per channel: orders of the window that only an order report tells of which never says whether an order was
-- cancelled or given back.
with silent as (
    select distinct channel_id, order_id, format
    from staging.order_lines
    where
        kind = 'sale' and ordered_on between $first and $last
        and format in (
            select formats.format from landed.formats as formats
            where formats.role = 'orders' and not formats.tells_status
        )
)

select silent.channel_id, count(distinct silent.order_id) as orders
from silent
where
    not exists (
        select 1 from landed.sales as sales
        where sales.order_id = silent.order_id and sales.format <> silent.format
    )
    and not exists (
        select 1 from landed.payments as payments
        where payments.order_id = silent.order_id
    )
group by silent.channel_id
order by silent.channel_id
