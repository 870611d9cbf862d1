"""What tests have come to, as a picture of their script shows it."""

from pathlib import Path

from msgspec import Struct

from callsheet.picture.drawn import Marks
from callsheet.ports.exceptions import Told
from callsheet.ports.files import Files
from callsheet.testing.check import Scripts, check_tests
from callsheet.testing.coverage import UNTRIED_STEP, Coverage, coverage_of, untried_way
from callsheet.testing.coverage_report import in_words
from callsheet.testing.find import tests_of
from callsheet.testing.play import PlayedTest, play


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
    beside = (script.parent / entry.name for entry in files.entries(script.parent) if not entry.is_folder)
    scripts: Scripts = {}
    checked = [check_tests(path, str(path), scripts, files) for path, _ in tests_of(script, beside, files)]
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
    never = frozenset(step.span for step in coverage.steps if not step.times)
    left = {
        step.span: [(each.way.span, untried_way(each.way)) for each in step.ways if each.way not in tried]
        for step in coverage.steps
    }
    return Marks(in_words(coverage.count), never, {**left, **{span: [(span, UNTRIED_STEP)] for span in never}})
