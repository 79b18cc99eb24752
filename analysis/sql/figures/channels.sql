-- One row per channel.
select channel_id, name, kind, vendor_id
from staging.channels
order by channel_id
