"""Which `.sql` file a script meant that names one that is not there."""

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from callsheet.diagnostics.suggest import nearest
from callsheet.ports.sql import SAMPLE, SCHEMA
from callsheet.queries.records import DataFile

# Entries looked at in the script's folder and those directly in it: `check` must not wander through a whole disk.
MOST_ENTRIES = 1000


def meant_file(file: DataFile) -> str:
    """A help line with the nearest file that is there, or with all of them where they are few; else empty."""
    written = os.path.relpath(file.shown, os.path.dirname(file.script) or ".")
    folder = Path(*file.path.parts[: -len(Path(written).parts)])
    there = sorted(islice(_sql_files(folder), MOST_ENTRIES))
    same_name = [name for name in there if os.path.basename(name).casefold() == os.path.basename(written).casefold()]
    guess = same_name[0] if same_name else nearest(written, there)
    if guess:
        return f'did you mean "{guess}"?'
    return f"there is: {', '.join(there)}" if 0 < len(there) <= _MOST_LISTED else ""


_MOST_LISTED = 5


def _sql_files(folder: Path) -> Iterator[str]:
    """The files of queries in a folder and in those directly in it, seen from that folder."""
    for entry in islice(_entries(folder), MOST_ENTRIES):
        if entry.name.endswith(".sql"):
            if _holds_queries(entry.name):
                yield entry.name
        elif not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
            for inner in islice(_entries(Path(entry.path)), MOST_ENTRIES):
                if _holds_queries(inner.name):
                    yield f"{entry.name}/{inner.name}"


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            yield from found
    except OSError:  # it may not be read, or is none
        return


def _holds_queries(name: str) -> bool:
    return name.endswith(".sql") and name not in (SCHEMA, SAMPLE)
