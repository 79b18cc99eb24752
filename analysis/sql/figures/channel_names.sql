-- One row per name of a channel.
select alias, channel_id
from staging.channel_names
order by alias
