-- One row per channel: the owner of the vendor that runs it, the channel itself where nobody is known to.
select channels.channel_id, coalesce(vendors.group_id, channels.channel_id) as channel_group
from staging.channels as channels
left join staging.vendors as vendors on channels.vendor_id = vendors.vendor_id
order by channels.channel_id
