-- One row per alternative of the register with the vendor's id.
select
    names.vendor_id,
    alternatives.function,
    alternatives.alternative,
    alternatives.lead_time_days,
    alternatives.switch_cost,
    alternatives.recapture_share,
    alternatives.tested_on
from register.alternatives as alternatives
inner join staging.vendor_names as names on lower(trim(alternatives.vendor_id)) = names.alias
order by names.vendor_id, alternatives.function, alternatives.alternative
