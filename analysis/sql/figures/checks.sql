-- One row per check.
select name, ok, offending
from meta.checks
order by name
