-- One row per vendor and function with an alternative: the days until the fastest one works.
select names.vendor_id, alternatives.function, min(alternatives.lead_time_days) as days
from register.alternatives as alternatives
inner join staging.vendor_names as names on lower(trim(alternatives.vendor_id)) = names.alias
group by names.vendor_id, alternatives.function
order by names.vendor_id, alternatives.function
