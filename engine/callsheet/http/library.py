"""Loads a script's `.http` files: every request judged, every problem of every file reported."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from callsheet.diagnostics.catalogue import DUPLICATE_REQUEST
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.few import few
from callsheet.diagnostics.visible import quoted
from callsheet.http.judged import judge_requests
from callsheet.ports.files import Files
from callsheet.queries.files import read_text
from callsheet.queries.named import MOST_FILES, each_once, not_had
from callsheet.queries.records import DataFile, Library, NamedRequest


def with_requests(library: Library, named: Sequence[DataFile], files: Files) -> tuple[Library, list[Diagnostic]]:
    """A script's library with the requests of the `named` files, and all that is wrong with them."""
    if not named:
        return library, []
    once, found = each_once(named, "requests")
    read: dict[str, str] = {}
    for file in once:
        text = read_text(file.path, files)
        if isinstance(text, str):
            read[file.shown] = text
        else:
            found.append(not_had(file, "requests", text, files))
    complete = library.complete and len(read) == len(once) and len(named) <= MOST_FILES
    requests: dict[str, NamedRequest] = {}
    for shown, text in read.items():
        judged = judge_requests(text, shown)
        repeated = list(_keep(judged.requests, requests, library))
        complete = complete and judged.complete and not repeated
        found += few(sorted((*judged.diagnostics, *repeated), key=lambda one: one.span))
    return replace(library, requests=requests, requests_read=read, complete=complete), found


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
