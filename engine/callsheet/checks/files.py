"""The files that a script names, read and judged: its queries and requests."""

from collections.abc import Iterable
from pathlib import Path

from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.dialects import DIALECT
from callsheet.ports.files import Files
from callsheet.queries.library import load_library
from callsheet.queries.records import DataFile, Library
from callsheet.script.script import Script
from callsheet.script.words import Word


def library_of(script: Script, folder: Path, shown: str, files: Files) -> tuple[Library, list[Diagnostic]]:
    """All queries and requests of a script, whose paths begin at `folder`, and all that is wrong with them."""
    library, wrong = load_library(data_files(script.data, folder, shown), files, DIALECT)
    if not script.requests:
        return library, wrong
    from callsheet.http.library import with_requests  # most scripts have none

    library, wrong_requests = with_requests(library, data_files(script.requests, folder, shown), files)
    return library, [*wrong, *wrong_requests]


def data_files(named: Iterable[Word], folder: Path, shown: str) -> list[DataFile]:
    """The files that a script names, whose paths begin at `folder`."""
    beside = Path(shown).parent
    return [DataFile(folder / word.text, str(beside / word.text), shown, word.span) for word in named]
