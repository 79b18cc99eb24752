-- One row per vendor and channel that it runs, or serves by the register.
select vendor_id, channel_id
from staging.channels
where vendor_id is not null
union
select names.vendor_id, channels.channel_id
from register.services as services
inner join staging.vendor_names as names on lower(trim(services.vendor_id)) = names.alias
left join staging.channel_names as channel_names on lower(trim(services.channel_id)) = channel_names.alias
inner join staging.channels as channels
    on services.channel_id is null or channel_names.channel_id = channels.channel_id
where
    (services.valid_from is null or services.valid_from <= $as_of)
    and (services.valid_to is null or services.valid_to >= $as_of)
order by vendor_id, channel_id
