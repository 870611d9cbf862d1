"""Which answers of a script's questions its tests play, and which nobody has tried yet."""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Span
from callsheet.flow.model import Flow
from callsheet.ports.records import Event, IntentUnderstood, visits
from callsheet.ports.understanding import EMPTY, GIVEN
from callsheet.script.parts import Question


class QuestionPlayed(Struct, frozen=True):
    """A question, by its place in the script and its text, and how often each way out was taken, in the script's order.

    The ways are its answers, `silent` and `unclear` where something is said then, and `otherwise`.
    """

    state: str
    text: str
    line: int
    ways: tuple[tuple[str, int], ...]

    @property
    def untried(self) -> tuple[str, ...]:
        """The ways that no call took."""
        return tuple(way for way, times in self.ways if not times)


def questions_played(flow: Flow, calls: Iterable[Iterable[Event]]) -> tuple[QuestionPlayed, ...]:
    """The questions of a script, after the calls that these events tell of. One that a section asks counts once,
    wherever the section is run."""
    taken: Counter[tuple[Span, str]] = Counter()
    for events in calls:
        for visit in (visit for event in events for visit in visits(event)):
            place = flow.states[visit.state].span
            meant = {part.intent for part in visit.parts if isinstance(part, IntentUnderstood)}
            # The last silence leads to `otherwise`, and is a silence, too.
            taken.update((place, way) for way in {visit.outcome, *meant})
    found = {}
    for state in flow.states.values():
        question = state.step.asks()
        if question is not None and state.span not in found:
            ways = tuple((way, taken[state.span, way]) for way in _ways(question))
            found[state.span] = QuestionPlayed(state.name, question.text.source, state.span.line, ways)
    return tuple(found[place] for place in sorted(found))


def _ways(question: Question) -> Iterator[str]:
    slot = question.settings.slot
    if slot is not None:
        yield GIVEN
        if slot.among is not None:
            yield EMPTY
    yield from dict.fromkeys(answer.text for answer in question.answers)
    if question.if_silent:
        yield "silent"
    if question.if_unclear:
        yield "unclear"
    if question.has_otherwise:
        yield "otherwise"
