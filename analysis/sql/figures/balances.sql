-- One row per vendor: money that it held on the last day noted up to as_of.
select names.vendor_id, sum(balances.amount) as amount
from register.balances as balances
inner join staging.vendor_names as names on lower(trim(balances.vendor_id)) = names.alias
where balances.kind in ('balance', 'reserve') and balances.as_on <= $as_of
group by names.vendor_id
order by names.vendor_id
