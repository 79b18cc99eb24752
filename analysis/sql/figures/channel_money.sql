-- One row per channel or payer and month up to the window's end.
select *
from marts.channel_money
where month <= $last
order by grain, month, id
