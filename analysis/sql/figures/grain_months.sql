-- One row per grain, id and month up to the window's end.
select *
from marts.grain_months
where month <= $last
order by grain, month, id
