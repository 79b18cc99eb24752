-- One row per register file with rows that could not be read in full, and the first of them.
select
    file,
    count(distinct line) as lines,
    min(line) as line,
    min_by(said, line) as said
from landing.rejects
where file like 'register/%'
group by file
order by file
