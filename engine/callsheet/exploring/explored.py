"""A script whose calls were all walked: what is wrong with them, how they end, how long they become."""

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from callsheet.checks.check import check_file
from callsheet.checks.silences import silenced_in_calls
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.exploring.findings.found import findings
from callsheet.exploring.graph import Graph
from callsheet.exploring.longest import Longest, longest
from callsheet.exploring.showing import as_test
from callsheet.exploring.walk import Walk
from callsheet.ports.files import Files, Unreadable
from callsheet.source.reader import read_document
from callsheet.source.text import MOST_BYTES
from callsheet.testing.trial import suite_to_try


class Explored(Struct, frozen=True):
    """`diagnostics` are what is wrong, with tests that show it; where the script has errors, these alone, and nothing
    was walked. `perhaps` is what may be wrong in calls for which no data was found, each with what was in the way."""

    diagnostics: tuple[Diagnostic, ...]
    perhaps: tuple[tuple[Diagnostic, str], ...] = ()
    graph: Graph | None = None
    longest: Longest | None = None


def explore(path: Path, shown: str, files: Files, *, rows: int) -> Explored:
    """Check the script at `path`, which messages call `shown`, and walk all its calls, with so many `rows` of a query
    at most, beside those numbers that it tells apart."""
    checked = check_file(path, shown, files)
    if checked.flow is None:
        return Explored(tuple(each for each in checked.diagnostics if each.code.severity == "error"))
    walk = Walk(checked.flow, checked.library, rows=rows)
    graph = walk.walk()
    suite = suite_to_try(checked, None, sampled=False)
    found: list[Diagnostic] = []
    perhaps: list[tuple[Diagnostic, str]] = []
    for each in findings(graph):
        told = Diagnostic(each.code, shown, each.span, each.message, each.help)
        if not each.path or suite is None:
            found.append(told)
            continue
        test = as_test(suite, walk.setting, each.path, each.title, telling=each.telling, left=each.left)
        if test.confirmed or test.text:
            found.append(replace(told, test=test.text if test.confirmed else ""))
        else:
            perhaps.append((told, test.why))
    return Explored(_left(found, path, shown, files), tuple(perhaps), graph, longest(graph))


def _left(found: list[Diagnostic], path: Path, shown: str, files: Files) -> tuple[Diagnostic, ...]:
    """What no comment in the script silences."""
    try:
        document, _ = read_document(shown, files.read(path, most=MOST_BYTES + 1))
    except Unreadable:
        document = None  # it was there a moment ago
    return silenced_in_calls(found, document) if document else tuple(found)
