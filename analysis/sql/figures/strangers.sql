-- One row per vendor and channel in use, and whether only exports or other tables name it though a register exists.
with registers as (
    select
        (select count(*) from register.channels) > 0 as has_channels,
        (select count(*) from register.vendors) > 0 as has_vendors
)

select
    'channel' as kind,
    channels.channel_id as id,
    channels.origin <> 'register' and registers.has_channels as is_strange
from staging.channels as channels, registers
union all
select
    'vendor' as kind,
    vendors.vendor_id as id,
    vendors.origin = 'derived' and registers.has_vendors as is_strange
from staging.vendors as vendors, registers
order by kind, id
