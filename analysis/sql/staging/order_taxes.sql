-- One row per order and currency of which a settlement states the VAT: the price that it is part of, and the VAT.
select names.channel_id, sales.order_id, sales.currency, sum(sales.gross_amount) as gross, sum(sales.tax_amount) as tax
from landed.sales as sales
inner join staging.channel_names as names on lower(trim(sales.channel)) = names.alias
where sales.role <> 'orders'
group by names.channel_id, sales.order_id, sales.currency, sales.format
having count(sales.tax_amount) > 0 and sum(sales.gross_amount) > 0
qualify row_number() over (partition by names.channel_id, sales.order_id, sales.currency order by sales.format) = 1
order by names.channel_id, sales.order_id, sales.currency
