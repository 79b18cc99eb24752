-- One row per settlement row whose sale an order report tells already: its sale is not counted again.
with reported as (
    select names.channel_id, sales.order_id, min(sales.file_id) as of_file_id, min(sales.line) as of_line
    from landed.sales as sales
    inner join staging.channel_names as names on lower(trim(sales.channel)) = names.alias
    where sales.role = 'orders'
    group by names.channel_id, sales.order_id
)

select distinct sales.file_id, sales.line, reported.of_file_id, reported.of_line
from landed.sales as sales
inner join staging.channel_names as names on lower(trim(sales.channel)) = names.alias
inner join reported on names.channel_id = reported.channel_id and sales.order_id = reported.order_id
where sales.role = 'settlement'
order by sales.file_id, sales.line
