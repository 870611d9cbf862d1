"""Loads a script's `.http` files: every request judged, every problem of every file reported."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from callsheet.diagnostics.catalogue import DUPLICATE_REQUEST, MISSING_REQUESTS
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.few import few
from callsheet.diagnostics.visible import quoted
from callsheet.http.judged import judge_requests
from callsheet.ports.files import Files
from callsheet.queries.files import Unread, read_text
from callsheet.queries.library import MOST_FILES
from callsheet.queries.nearby import meant_file
from callsheet.queries.records import DataFile, Library, NamedRequest


def with_requests(library: Library, named: Sequence[DataFile], files: Files) -> tuple[Library, list[Diagnostic]]:
    """A script's library with the requests of the `named` files, and all that is wrong with them."""
    if not named:
        return library, []
    found: list[Diagnostic] = []
    for file in named[MOST_FILES : MOST_FILES + 1]:
        message = f"a script names {MOST_FILES} files of requests at most"
        found.append(Diagnostic(MISSING_REQUESTS, file.script, file.span, message, "put those of several into one"))
    by_path: dict[Path, DataFile] = {}
    for file in named[:MOST_FILES]:
        path = Path(os.path.normpath(file.path))
        if by_path.setdefault(path, file) is not file:
            message = f"{quoted(file.shown)} is named twice"
            found.append(Diagnostic(DUPLICATE_REQUEST, file.script, file.span, message, "take one of them out"))
    read: dict[str, str] = {}
    for file in by_path.values():
        text = _read(file, files)
        if isinstance(text, Diagnostic):
            found.append(text)
        else:
            read[file.shown] = text
    complete = library.complete and len(read) == len(named)
    requests: dict[str, NamedRequest] = {}
    for shown, text in read.items():
        judged = judge_requests(text, shown)
        repeated = list(_keep(judged.requests, requests, library))
        complete = complete and judged.complete and not repeated
        found += few(sorted((*judged.diagnostics, *repeated), key=lambda one: one.span))
    return replace(library, requests=requests, requests_read=read, complete=complete), found


def _read(file: DataFile, files: Files) -> str | Diagnostic:
    shown = quoted(file.shown)
    text = read_text(file.path, files)
    if text is None:
        help_ = meant_file(file, files) or "the path begins at the folder of this script"
        return Diagnostic(MISSING_REQUESTS, file.script, file.span, f"there is no file {shown}", help_)
    if isinstance(text, Unread):
        return Diagnostic(MISSING_REQUESTS, file.script, file.span, f"the file {shown} {text.why}", text.help)
    return text


def _keep(new: Iterable[NamedRequest], requests: dict[str, NamedRequest], library: Library) -> Iterable[Diagnostic]:
    """Add requests to those there are; the first of a name wins, the others are reported. A query has its name alone,
    too: tests say of either that it fails."""
    for one in new:
        name = one.request.name
        first = library.queries.get(name) or requests.setdefault(name, one)
        if first is not one:
            what = "a request" if isinstance(first, NamedRequest) else "a query"
            message = f"there is {what} {quoted(name)} already: {first.file}, line {first.span.line}"
            yield Diagnostic(DUPLICATE_REQUEST, one.file, one.span, message, "give one of the two another name")
