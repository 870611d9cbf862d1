"""The files of one kind that a script names: each once, and what is told of one that cannot be had."""

import os
from collections.abc import Sequence
from pathlib import Path

from callsheet.diagnostics.catalogue import DUPLICATE_QUERY, DUPLICATE_REQUEST, MISSING_REQUESTS, MISSING_SQL
from callsheet.diagnostics.diagnostic import Code, Diagnostic
from callsheet.diagnostics.visible import quoted
from callsheet.ports.files import Files
from callsheet.queries.files import Unread
from callsheet.queries.nearby import meant_file
from callsheet.queries.records import DataFile

# Files of one script. Each is read and judged by itself, and one that is missing is looked for in the folders around.
MOST_FILES = 50

# The codes by what is in the files: for one that is not there, and for what is there twice.
CODES: dict[str, tuple[Code, Code]] = {
    "queries": (MISSING_SQL, DUPLICATE_QUERY),
    "requests": (MISSING_REQUESTS, DUPLICATE_REQUEST),
}


def each_once(named: Sequence[DataFile], of: str) -> tuple[list[DataFile], list[Diagnostic]]:
    """The files, in their order, and what is wrong with how they are named; `of` is a key of CODES."""
    missing, twice = CODES[of]
    found: list[Diagnostic] = []
    by_path: dict[Path, DataFile] = {}
    for file in named[MOST_FILES : MOST_FILES + 1]:
        message = f"a script names {MOST_FILES} files of {of} at most"
        found.append(Diagnostic(missing, file.script, file.span, message, f"put the {of} of several into one"))
    for file in named[:MOST_FILES]:
        if by_path.setdefault(Path(os.path.normpath(file.path)), file) is not file:
            message = f"{quoted(file.shown)} is named twice"
            found.append(Diagnostic(twice, file.script, file.span, message, "take one of them out"))
    return list(by_path.values()), found


def not_had(file: DataFile, of: str, unread: Unread | None, files: Files) -> Diagnostic:
    """What is told of a file that could not be read; None where there is none."""
    missing, _ = CODES[of]
    if unread is None:
        help_ = meant_file(file, files) or "the path begins at the folder of this script"
        return Diagnostic(missing, file.script, file.span, f"there is no file {quoted(file.shown)}", help_)
    return Diagnostic(missing, file.script, file.span, f"the file {quoted(file.shown)} {unread.why}", unread.help)
