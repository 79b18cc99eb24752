-- Files whose rows are not loaded, rejected or duplicate.
select file, row_count, loaded, rejected, duplicates
from marts.inputs
where row_count <> loaded + rejected + duplicates
