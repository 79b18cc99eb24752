-- One row per contract of the register with the vendor's id.
select contracts.*, names.vendor_id as known_vendor
from register.contracts as contracts
inner join staging.vendor_names as names on lower(trim(contracts.vendor_id)) = names.alias
order by contracts.contract_id, names.vendor_id
