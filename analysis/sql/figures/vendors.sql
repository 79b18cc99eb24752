-- One row per vendor.
select vendor_id, name, group_id
from staging.vendors
order by vendor_id
