-- One row per vendor and channel in use, and whether only exports or other tables name it though a register exists.
select 'channel' as kind, channel_id as id, origin <> 'register' and (select count(*) from register.channels) > 0 as is_strange
from staging.channels
union all
select 'vendor' as kind, vendor_id as id, origin = 'derived' and (select count(*) from register.vendors) > 0 as is_strange
from staging.vendors
order by kind, id
