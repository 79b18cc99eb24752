-- One row per cell, row or file that was not loaded, or that a loaded row lacks.
select file, line, heading, said, is_loaded
from landing.rejects
order by file, line, heading
