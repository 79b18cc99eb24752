-- One row per input file, with the reason where the whole file was refused.
select inputs.*, rejects.said
from marts.inputs as inputs
left join landing.rejects as rejects on inputs.file = rejects.file and rejects.line = 0
order by inputs.file
