"""Which scripts lie near a file, for whoever misspelt one."""

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from callsheet.source.folders import SCRIPT

# Entries looked at in a folder and in those directly in it: a look for a suggestion must not wander through a disk.
MOST_ENTRIES = 1000


def scripts_near(folder: Path) -> tuple[str, ...]:
    """The scripts in a folder and in those directly in it, seen from that folder."""
    return tuple(sorted(islice(_scripts(folder), MOST_ENTRIES)))


def _scripts(folder: Path) -> Iterator[str]:
    for entry in _entries(folder):
        if entry.name.endswith(SCRIPT):
            yield entry.name
        elif not entry.name.startswith("."):
            yield from (
                f"{entry.name}/{inner.name}" for inner in _entries(Path(entry.path)) if inner.name.endswith(SCRIPT)
            )


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            yield from islice(found, MOST_ENTRIES)
    except OSError:  # it may not be read, or is no folder
        return
