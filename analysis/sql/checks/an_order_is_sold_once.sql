-- Orders of a channel whose sale is taken from two formats.
select channel_id, order_id
from staging.order_lines
where
    kind = 'sale' and channel_id in (
        select several.channel_id from staging.order_lines as several
        where several.kind = 'sale'
        group by several.channel_id
        having count(distinct several.format) > 1
    )
group by channel_id, order_id
having count(distinct format) > 1
order by channel_id, order_id
