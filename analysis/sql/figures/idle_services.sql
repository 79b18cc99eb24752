-- One row per service that counts on no day: of a channel that nobody knows, or ending before it begins.
select
    services.line,
    services.channel_id as channel,
    services.function,
    vendor_names.vendor_id,
    services.valid_from,
    services.valid_to,
    services.channel_id is not null and channels.channel_id is null as is_strange,
    (
        select min(files.file) from landing.files as files
        where files.format = 'register.services'
    ) as file
from register.services as services
inner join staging.vendor_names as vendor_names on lower(trim(services.vendor_id)) = vendor_names.alias
left join staging.channel_names as names on lower(trim(services.channel_id)) = names.alias
left join staging.channels as channels on names.channel_id = channels.channel_id
where
    (services.channel_id is not null and channels.channel_id is null)
    or services.valid_to < services.valid_from
order by services.line
