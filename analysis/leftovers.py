"""What a killed run left behind; files of a run that still works are not touched."""

from collections.abc import Iterator
from pathlib import Path

import psutil


def leftovers(folder: Path, pattern: str) -> Iterator[Path]:
    """Paths in a folder whose name ends in -PID of a process that is gone."""
    for path in folder.glob(pattern):
        process = path.name.removesuffix(".wal").removesuffix(".tmp").rpartition("-")[2]
        if not (process.isdigit() and psutil.pid_exists(int(process))):
            yield path
