-- One row per vendor and channel that it runs, or serves by the register.
select vendor_id, channel_id
from staging.channels
where vendor_id is not null
union
select names.vendor_id, channels.channel_id
from register.services as services
inner join staging.vendor_names as names on lower(trim(services.vendor_id)) = names.alias
inner join staging.channels as channels on services.channel_id is null or services.channel_id = channels.channel_id
order by vendor_id, channel_id
