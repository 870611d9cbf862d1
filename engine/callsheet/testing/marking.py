"""What tests, and calls that were taken, have come to, as a picture of their script shows it."""

from pathlib import Path

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Span
from callsheet.picture.drawn import Marking, Marks
from callsheet.ports.exceptions import Told
from callsheet.ports.files import Files
from callsheet.testing.check import Scripts, check_tests
from callsheet.testing.coverage import UNTRIED_STEP, Coverage, coverage_of, untried_way
from callsheet.testing.coverage_report import in_words
from callsheet.testing.find import tests_beside
from callsheet.testing.play import PlayedTest, play

# Behind the name of a way.
UNTRIED = "no test"


class NotTested(Told):
    """No test could be played; the message says why."""


class PlayedScript(Struct, frozen=True):
    """The tests of a script, played, and what they have come to."""

    played: tuple[PlayedTest, ...]
    coverage: Coverage

    @property
    def failed(self) -> int:
        """How many of them failed."""
        return sum(bool(test.problems) for test in self.played)


def play_beside(script: Path, files: Files) -> PlayedScript:
    """Play the tests in a script's folder that are of it.

    Raises:
        NotTested: there are none, or they have mistakes, or the script has.
    """
    scripts: Scripts = {}
    checked = [check_tests(path, str(path), scripts, files) for path in tests_beside(script, files)]
    suites = [each.suite for each in checked if each.suite is not None]
    if not checked:
        raise NotTested("no test file in its folder names it")
    if len(suites) < len(checked):
        broken = next(each.shown for each in checked if each.suite is None)
        raise NotTested(f"its tests cannot be played; callsheet test {broken} says why")
    played = tuple(play(suite, test) for suite in suites for test in suite.tests)
    coverage = coverage_of(suites[0].flow, suites[0].library, (test.events for test in played))
    return PlayedScript(played, coverage)


def marks(coverage: Coverage) -> Marks:
    """How much of a script its tests have come to, and what is left, at the steps that it belongs to."""
    tried = {each.way for each in coverage.ways if each.times}
    left: dict[Span, list[Marking]] = {}
    for step in coverage.steps:
        ways = [(each.way.span, untried_way(each.way)) for each in step.ways if each.way not in tried]
        never = [Marking(step.span, "untried", UNTRIED_STEP, UNTRIED, whole=True)]
        left[step.span] = [Marking(span, "untried", said, UNTRIED) for span, said in ways] if step.times else never
    return Marks(in_words(coverage.count), left)


def marks_of_calls(coverage: Coverage, calls: int) -> Marks:
    """How many of so many `calls` came to the steps of a script, and took the ways on from them: `coverage` counts each
    call once. Of a way that stands nowhere, nothing is said where all or none of them took it."""
    came: dict[Span, list[Marking]] = {}
    for step in coverage.steps:
        here = _calls(step.times)
        marks = [Marking(step.span, "calls", here, here, whole=True, share=step.times / calls)]
        for each in step.ways:
            if each.way.span == step.span and each.times in (0, step.times):
                continue
            some = _calls(each.times)
            marks.append(
                Marking(each.way.span, "calls", f"{some} where {each.way.happens}", some, share=each.times / calls)
            )
        came[step.span] = marks
    return Marks(_calls(calls), came)


def _calls(number: int) -> str:
    return f"{number:,} call{'s' * (number != 1)}"
