"""Which file a script meant that names one that is not there."""

import os
from pathlib import Path

from callsheet.diagnostics.suggest import did_you_mean_file
from callsheet.ports.files import Files
from callsheet.ports.sql import SAMPLE, SCHEMA
from callsheet.queries.records import DataFile
from callsheet.source.folders import names_near


def meant_file(file: DataFile, files: Files) -> str:
    """A help line with the nearest file that is there, or with all of them where they are few; else empty."""
    written = os.path.relpath(file.shown, os.path.dirname(file.script) or ".")
    folder = Path(*file.path.parts[: -len(Path(written).parts)])
    named = names_near(folder, os.path.splitext(written)[1], files)
    there = [name for name in named if os.path.basename(name) not in (SCHEMA, SAMPLE)]
    return did_you_mean_file(written, there)
