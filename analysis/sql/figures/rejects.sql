-- One row per cell, row or file that was not loaded.
select file, line, heading, said
from landing.rejects
order by file, line, heading
