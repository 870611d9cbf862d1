"""What `callsheet test --suggest` prints: for each script the tests that it lacks, as a test file; all else in it are
comments."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from callsheet.diagnostics.visible import sentence, visible
from callsheet.edits import Edited
from callsheet.exploring import ROWS
from callsheet.exploring.suggesting import Suggested, suggestions
from callsheet.flow.model import Flow
from callsheet.ports.records import Event
from callsheet.queries.records import Library
from callsheet.testing.coverage_report import MOST_SHOWN, in_words
from callsheet.testing.writing import new_file


def suggest(played: Iterable[tuple[Flow, Library, Sequence[Sequence[Event]]]]) -> None:
    """Print the tests that these scripts lack, whose tests have made these calls."""
    for flow, library, calls in played:
        for line in _told(flow.path, suggestions(flow, library, calls, rows=ROWS)):
            print(line)


def _told(path: str, suggested: Suggested) -> Iterator[str]:
    tests, without = suggested.tests, suggested.without
    script, comes_to = visible(suggested.coverage.path), in_words(suggested.coverage.count)
    if not tests:
        lacks = "no test was found that it lacks" if without or suggested.left else "it lacks no test"
        yield f"# {script}: {lacks}; all tests together come to {comes_to}"
    else:
        yield f"# {script}: {len(tests)} more, and all tests together come to {comes_to}"
        file = new_file(Path(path).name, *tests)
        yield file.text.rstrip() if isinstance(file, Edited) else f"# they cannot be written: {sentence(file.why)}"
    if suggested.left:
        yield f"# {suggested.left:,} more things are without a test: keep these, and ask again"
    for missing, why in without[:MOST_SHOWN]:
        what = f"{missing.subject}: {missing.what}; none was found: {why}"
        yield f"# {missing.span.line}  {sentence(what)}"
    if len(without) > MOST_SHOWN:
        yield f"# and {len(without) - MOST_SHOWN:,} more, not shown"
