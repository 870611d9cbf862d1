"""What the tests of a script have come to: its steps, and the ways on from them.

What stands once in a script counts once, wherever it is run: the steps of a section, and what its defaults have for all
of its questions.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from os.path import normpath
from typing import NamedTuple, Self

from msgspec import Struct
from msgspec.structs import replace

from callsheet.analysis.facts import Facts
from callsheet.checks.ways import facts_of_states
from callsheet.diagnostics.diagnostic import Span
from callsheet.flow.model import Flow, State
from callsheet.ports.records import Event, IntentUnderstood, Visit, visits
from callsheet.ports.requests import INSTEAD, LEFT_OUT
from callsheet.queries.records import Library
from callsheet.script.parts import WayToTry
from callsheet.script.step import Step

UNTRIED_STEP = "no test comes here"


def untried_way(way: WayToTry) -> str:
    """What to say of a way that no test has taken."""
    return f"no test where {way.happens}"


class TriedWay(Struct, frozen=True):
    """A way on from a step, and how many times it was taken."""

    way: WayToTry
    times: int


class TriedStep(Struct, frozen=True):
    """A step, the name of its state, how many times it ran, and the ways on from it."""

    step: Step
    state: str
    times: int
    ways: tuple[TriedWay, ...]

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.step.span


class Untried(Struct, frozen=True, order=True):
    """Something that no test has come to: where it stands, of which step it is, and what of it."""

    span: Span
    subject: str
    what: str


class Covered(Struct, frozen=True):
    """How many steps and ways there are, and how many of each were tried."""

    steps: int = 0
    steps_tried: int = 0
    ways: int = 0
    ways_tried: int = 0

    def __add__(self, other: Self) -> "Covered":
        return Covered(
            self.steps + other.steps,
            self.steps_tried + other.steps_tried,
            self.ways + other.ways,
            self.ways_tried + other.ways_tried,
        )

    @property
    def percent(self) -> int:
        """Of steps and ways together; 100 is all of them, and nothing less."""
        every = self.steps + self.ways
        return 100 * (self.steps_tried + self.ways_tried) // every if every else 100


class WayOn(Struct, frozen=True):
    """A way, how many times it was taken, and the steps that it leads on from: several share only what stands in the
    script's defaults."""

    way: WayToTry
    times: int
    steps: tuple[TriedStep, ...]

    @property
    def is_shared(self) -> bool:
        """Whether several steps have it."""
        return len(self.steps) > 1

    @property
    def subject(self) -> str:
        """Whose way it is."""
        if self.is_shared:
            return "defaults"
        label, line = self.steps[0].step.label, self.steps[0].span.line
        return label if self.way.span.line == line else f"{label} (line {line})"

    @property
    def is_open(self) -> bool:
        """Whether a step ran that it leads on from."""
        return any(step.times for step in self.steps)


class Coverage(Struct, frozen=True, dict=True):
    """The steps of the script at a path, in its order."""

    path: str
    steps: tuple[TriedStep, ...]

    @cached_property
    def ways(self) -> tuple[WayOn, ...]:
        """All ways, each once."""
        found: defaultdict[WayToTry, list[tuple[TriedStep, int]]] = defaultdict(list)
        for step in self.steps:
            for tried in step.ways:
                found[tried.way].append((step, tried.times))
        return tuple(
            WayOn(way, sum(times for _, times in steps), tuple(step for step, _ in steps))
            for way, steps in found.items()
        )

    @property
    def count(self) -> Covered:
        """How many there are of everything."""
        steps, ways = ([each.times > 0 for each in every] for every in (self.steps, self.ways))
        return Covered(len(steps), sum(steps), len(ways), sum(ways))

    def untried(self) -> list[Untried]:
        """What no test has come to. Of a step that never ran, nothing more is told."""
        steps = [Untried(each.span, each.step.label, UNTRIED_STEP) for each in self.steps if not each.times]
        open_ways = [each for each in self.ways if each.is_open and not each.times]
        ways = [Untried(each.way.span, each.subject, untried_way(each.way)) for each in open_ways]
        return sorted([*steps, *ways])


class Passage(NamedTuple):
    """What happened once at a state of the flow: its outcome, and what the caller was taken to mean."""

    state: str
    outcome: str
    meant: frozenset[str] = frozenset()


def coverage_of(flow: Flow, library: Library, calls: Iterable[Iterable[Event]]) -> Coverage:
    """What of a script these calls have come to, as their events tell."""
    return coverage_by(flow, library, map(_passages, calls))


def coverage_with(before: Coverage, flow: Flow, call: Iterable[Event]) -> Coverage:
    """What they have come to with one call more; which ways there are is known by then."""
    steps, came_to = _taken(flow, _passages(call))
    ran, outcomes = Counter(steps), Counter(came_to)
    return replace(
        before,
        steps=tuple(
            replace(
                step,
                times=step.times + ran[step.span],
                ways=tuple(
                    TriedWay(each.way, each.times + outcomes[step.span, each.way.outcome]) for each in step.ways
                ),
            )
            for step in before.steps
        ),
    )


def coverage_by(flow: Flow, library: Library, calls: Iterable[Iterable[Passage]], *, once: bool = False) -> Coverage:
    """What of a script calls have come to; each counts `once` at a place, or as often as it came there."""
    ran: Counter[Span] = Counter()
    came_to: Counter[tuple[Span, str]] = Counter()
    for call in calls:
        steps, outcomes = _taken(flow, call)
        ran.update(set(steps) if once else steps)
        came_to.update(set(outcomes) if once else outcomes)
    certain = facts_of_states(flow, library)
    first: dict[Span, State] = {}
    taken: defaultdict[Span, dict[WayToTry, int]] = defaultdict(dict)
    for state in flow.states.values():
        first.setdefault(state.span, state)
        for way in _possible(state, certain.get(state.name)):
            taken[state.span][way] = came_to[state.span, way.outcome]
    return Coverage(
        normpath(flow.path),  # test files name it from their folders
        tuple(
            TriedStep(state.step, state.name, ran[span], tuple(TriedWay(*each) for each in taken[span].items()))
            for span, state in sorted(first.items())
        ),
    )


def _passages(call: Iterable[Event]) -> Iterator[Passage]:
    return (_passage(visit) for event in call for visit in visits(event))


def _passage(visit: Visit) -> Passage:
    meant = (part.intent for part in visit.parts if isinstance(part, IntentUnderstood))
    return Passage(visit.state, visit.outcome, frozenset(meant))


def _taken(flow: Flow, call: Iterable[Passage]) -> tuple[list[Span], list[tuple[Span, str]]]:
    """The steps that a call ran, and what came of each: as often as it did."""
    ran, outcomes = [], []
    for state, outcome, meant in call:
        at = flow.states[state]
        if outcome != LEFT_OUT:
            ran.append(at.span)
        # The last silence leads to `otherwise`, and is a silence, too.
        every = {outcome} if outcome in INSTEAD else {outcome, *meant}
        outcomes += [(at.span, each) for each in every]
        if also := at.step.also_takes(outcome):
            other, its_outcome = also
            outcomes.append((flow.states[other].span, its_outcome))
    return ran, outcomes


def _possible(state: State, facts: Facts | None) -> Iterator[WayToTry]:
    """The ways on from a state, without those that no call can take."""
    for way in state.step.ways_to_try():
        if facts is None or state.step.after(way.outcome, facts) is not None:
            yield way
