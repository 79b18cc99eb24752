-- Orders of a channel whose sale is taken from two formats.
select channel_id, order_id
from staging.sold_lines
where
    channel_id in (
        select several.channel_id from staging.sold_lines as several
        group by several.channel_id
        having count(distinct several.format) > 1
    )
group by channel_id, order_id
having count(distinct format) > 1
order by channel_id, order_id
