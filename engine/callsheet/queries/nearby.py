"""Which `.sql` file a script meant that names one that is not there."""

import os
from pathlib import Path

from callsheet.diagnostics.suggest import ask_for, nearest
from callsheet.ports.files import Files
from callsheet.ports.sql import SAMPLE, SCHEMA
from callsheet.queries.records import DataFile
from callsheet.source.folders import names_near

_MOST_LISTED = 5


def meant_file(file: DataFile, files: Files) -> str:
    """A help line with the nearest file that is there, or with all of them where they are few; else empty."""
    written = os.path.relpath(file.shown, os.path.dirname(file.script) or ".")
    folder = Path(*file.path.parts[: -len(Path(written).parts)])
    there = [name for name in names_near(folder, ".sql", files) if os.path.basename(name) not in (SCHEMA, SAMPLE)]
    same_name = [name for name in there if os.path.basename(name).casefold() == os.path.basename(written).casefold()]
    guess = same_name[0] if same_name else nearest(written, there)
    if guess:
        return ask_for(guess)
    return f"there is: {', '.join(there)}" if 0 < len(there) <= _MOST_LISTED else ""
