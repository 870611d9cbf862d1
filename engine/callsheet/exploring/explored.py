"""A script whose calls were all walked: what is wrong with them, how they end, how long they become."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from callsheet.checks.check import Checked, check_file
from callsheet.checks.silences import silenced_in_calls
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.exploring.findings.finding import WrongCall
from callsheet.exploring.findings.found import findings
from callsheet.exploring.graph import Graph
from callsheet.exploring.longest import Longest, longest
from callsheet.exploring.walk import Walk
from callsheet.ports.files import Files

if TYPE_CHECKING:
    from callsheet.testing.shown import Shown


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
    found: list[Diagnostic] = []
    perhaps: list[tuple[Diagnostic, str]] = []
    for wrong, test in _with_tests(findings(graph), checked, walk):
        told = Diagnostic(wrong.code, shown, wrong.span, wrong.message, wrong.help)
        if test is None or test.confirmed or test.text:
            found.append(replace(told, test=test.text if test and test.confirmed else ""))
        elif not graph.forgotten:  # else some of the walked calls cannot be, and this is one of them
            perhaps.append((told, test.why))
    return Explored(silenced_in_calls(found, shown, checked.comments), tuple(perhaps), graph, longest(graph))


def _with_tests(
    wrong: tuple[WrongCall, ...], checked: Checked, walk: Walk
) -> "Iterator[tuple[WrongCall, Shown | None]]":
    """What is wrong, each with the test of the call that shows it; None where none can."""
    if not any(each.path for each in wrong):
        return ((each, None) for each in wrong)
    from callsheet.exploring.showing import as_test  # with all that plays tests: mostly nothing is wrong
    from callsheet.testing.trial import suite_to_try

    suite = suite_to_try(checked, None, sampled=False)

    def shown(each: WrongCall) -> "Shown | None":
        if suite is None or not each.path:
            return None
        return as_test(suite, walk.setting, each.path, each.title, telling=each.telling, left=each.left)

    return ((each, shown(each)) for each in wrong)
