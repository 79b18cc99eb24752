-- One row per channel and month, the unattributed last.
select *
from marts.channel_months
order by channel_id nulls last, month
