"""The tests that a script lacks: for each thing that no test has come to, the shortest call that comes to it."""

import time
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from callsheet.checks.check import Checked
from callsheet.diagnostics.diagnostic import Span
from callsheet.exploring.graph import WalkedMove
from callsheet.exploring.trying import Trying
from callsheet.exploring.walk import Walk
from callsheet.flow.model import Flow, State
from callsheet.ports.records import Event
from callsheet.ports.requests import INSTEAD
from callsheet.queries.records import Library
from callsheet.source.document import Plain
from callsheet.testing.coverage import UNTRIED_STEP, Coverage, Untried, WayOn, coverage_of, coverage_with, untried_way
from callsheet.testing.shown import Shown
from callsheet.testing.trial import suite_to_try

# Tests of one script, and seconds of a processor in which they are looked for: whoever lacks more adds these, and asks
# again.
MOST_TESTS, MOST_SECONDS = 100, 30.0
NO_CALL, NO_WORDS = "no call comes to it", "no words were found for it"
TOO_MANY, ELSEWHERE = "there are too many calls to walk all of them", "the calls that were tried come elsewhere"
NO_TABLES = "no tables can be made of its schema.sql"


class Suggested(Struct, frozen=True):
    """The tests, as they stand below `tests:`, and what all tests come to with them. `without` are things for which
    there is none, each with why; of `left` more nobody has looked for one."""

    tests: tuple[dict[str, Plain], ...]
    coverage: Coverage
    without: tuple[tuple[Untried, str], ...] = ()
    left: int = 0


def suggestions(flow: Flow, library: Library, calls: Iterable[Sequence[Event]], *, rows: int) -> Suggested:
    """The tests that a script lacks, whose other tests have made these calls; each was played, and passes. So many
    `rows` a query finds at most, beside those numbers that the script tells apart."""
    return _Suggesting(flow, library, calls).suggested(rows)


class _Lacking(Struct, frozen=True):
    """What no test has come to: an outcome of one of the steps at these places, or, without one, such a step."""

    untried: Untried
    title: str
    spans: frozenset[Span]
    outcome: str = ""


class _Suggesting:
    def __init__(self, flow: Flow, library: Library, calls: Iterable[Sequence[Event]]) -> None:
        self._flow = flow
        self._library = library
        self._coverage = coverage_of(flow, library, calls)
        self._names: set[str] = set()

    def suggested(self, rows: int) -> Suggested:
        """What is missing is looked for again behind each test, which may have come to more than it was made for."""
        lacking = [*_lacking(self._coverage)]
        suite = suite_to_try(Checked((), self._flow, self._library), None, sampled=False)
        if not lacking or suite is None:
            return Suggested((), self._coverage, tuple((each.untried, NO_TABLES) for each in lacking))
        walk = Walk(self._flow, self._library, rows=rows)
        trying = Trying(walk.walk(), suite, walk.setting)
        tests: list[dict[str, Plain]] = []
        without: dict[Untried, str] = {}
        until = time.process_time() + MOST_SECONDS
        while missing := [each for each in _lacking(self._coverage) if each.untried not in without]:
            if len(tests) == MOST_TESTS or time.process_time() > until:
                break
            made = self._made(missing[0], trying)
            if made.confirmed:
                self._coverage = coverage_with(self._coverage, self._flow, made.events)
                tests.append(made.test)
                self._names.add(str(made.test["name"]))
            else:
                without[missing[0].untried] = made.why
        return Suggested(tuple(tests), self._coverage, tuple(without.items()), len(missing))

    def _made(self, missing: _Lacking, trying: Trying) -> Shown:
        """A test that comes to something; where there is none, with what was in the way of the first."""
        why = ""
        for made in trying.tests(self._named(missing), lambda move, state: self._takes(move, missing, state)):
            left = _lacking(coverage_with(self._coverage, self._flow, made.events))
            if made.confirmed and missing.untried not in [each.untried for each in left]:
                return made
            why = why or made.why or ELSEWHERE
        if any((span.line, missing.outcome) in trying.graph.unsaid for span in missing.spans):
            why = why or NO_WORDS
        return Shown(why=why or (NO_CALL if trying.graph.complete else TOO_MANY))

    def _takes(self, move: WalkedMove, missing: _Lacking, state: State) -> bool:
        if also := state.step.also_takes(move.outcome):
            other, outcome = also
            if self._flow.states[other].span in missing.spans and outcome == missing.outcome:
                return True
        if state.span not in missing.spans:
            return False
        if not missing.outcome:
            return move.outcome not in INSTEAD
        # The last silence, and the last words that nobody understands, end the question.
        last = move.outcome == "otherwise" and state.step.is_asked_again(missing.outcome)
        return last or move.outcome == missing.outcome

    def _named(self, missing: _Lacking) -> str:
        """What no other of these tests is called."""
        span = missing.untried.span
        at_line = f"{missing.title} (line {span.line})"
        for name in (missing.title, at_line, f"{at_line}, column {span.column}"):
            if name not in self._names:
                break
        return name


def _lacking(coverage: Coverage) -> Iterator[_Lacking]:
    """The ways first: whoever takes all of them has come to most of the steps."""
    for way in sorted((each for each in coverage.ways if not each.times), key=lambda each: each.way.span):
        untried = Untried(way.way.span, way.subject, untried_way(way.way))
        yield _Lacking(untried, _title(way), frozenset(step.span for step in way.steps), way.way.outcome)
    for step in coverage.steps:
        if not step.times:
            label = step.step.label
            untried = Untried(step.span, label, UNTRIED_STEP)
            yield _Lacking(untried, f"the call comes to {label} (line {step.span.line})", frozenset({step.span}))


def _title(way: WayOn) -> str:
    """What happens in its test: acknowledge_notification fails."""
    step, happens = way.steps[0].step, way.way.happens
    if step.asks() is not None:
        return happens
    statement = step.executes()
    if statement is not None and happens.startswith("it "):
        return statement.name.text + happens.removeprefix("it")
    return f"{step.label}: {happens}"
