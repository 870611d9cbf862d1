"""A script whose calls were all walked: what is wrong with them, how they end, how long they become."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from callsheet.checks.check import check_file
from callsheet.checks.silences import silenced_in_calls
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.exploring.findings.finding import WrongCall
from callsheet.exploring.findings.found import findings
from callsheet.exploring.graph import Graph
from callsheet.exploring.longest import Longest, longest
from callsheet.exploring.walk import Walk
from callsheet.ports.files import Files, Unreadable
from callsheet.source.reader import read_document
from callsheet.source.text import MOST_BYTES


class Explored(Struct, frozen=True):
    """`diagnostics` are what is wrong, each with what was found of it in `findings`; where the script has errors, these
    alone, and nothing was walked."""

    diagnostics: tuple[Diagnostic, ...]
    findings: Mapping[Diagnostic, WrongCall] = {}
    graph: Graph | None = None
    longest: Longest | None = None


def explore(path: Path, shown: str, files: Files, *, rows: int) -> Explored:
    """Check the script at `path`, which messages call `shown`, and walk all its calls, with so many `rows` of a query
    at most, beside those numbers that it tells apart."""
    checked = check_file(path, shown, files)
    if checked.flow is None:
        return Explored(tuple(each for each in checked.diagnostics if each.code.severity == "error"))
    graph = Walk(checked.flow, checked.library, rows=rows).walk()
    found = {Diagnostic(each.code, shown, each.span, each.message, each.help): each for each in findings(graph)}
    try:
        document, _ = read_document(shown, files.read(path, most=MOST_BYTES + 1))
    except Unreadable:
        document = None  # it was there a moment ago
    left = silenced_in_calls(tuple(found), document) if document else tuple(found)
    return Explored(left, {each: found[each] for each in left if each in found}, graph, longest(graph))
