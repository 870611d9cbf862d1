"""On what it depends where a call goes behind a step: conditions as the script has them, and what came of the world."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from callsheet.comparing.happenings import written
from callsheet.diagnostics.diagnostic import Span
from callsheet.exploring.choices import Replied
from callsheet.exploring.graph import WalkedMove
from callsheet.expressions import Expression, Template, tree
from callsheet.flow.model import State
from callsheet.ports.requests import INSTEAD, Ring
from callsheet.ports.understanding import EMPTY
from callsheet.script.parts import CASE
from callsheet.source.scalars import read_plain

HOLDS, HOLDS_NOT = "", "not"
FAILS = "fails"
# What came of what was asked for, by the step's outcome.
RUNG = {"done": "picks up", "unanswered": "does not pick up", "failed": "cannot be rung"}
RECORDED = {"done": "says something", "none": "says nothing", "failed": "cannot be recorded"}
SENT = {"done": "can be sent", "failed": "cannot be sent"}
KEPT = {"done": "can be used", "failed": "cannot be used"}
FAILING = frozenset({FAILS, *(each["failed"] for each in (RUNG, RECORDED, SENT, KEPT))})
CALLER, MESSAGE, RECORDING = "the caller", "the message", "the recording"
ANOTHER, LAST = "another", "last"
HAS_ROWS, IS_EMPTY = "has rows", "is empty"
CHOICES = "choices"
_PLACES = {"then": "1"}


class Condition(Struct, frozen=True):
    """Something that a call depends on, and how it is: `HOLDS` or `HOLDS_NOT` of a condition that the script has, else
    in words."""

    about: str
    is_: str


def conditions(move: WalkedMove, state: State, loops: Mapping[Span, str]) -> Iterator[Condition]:
    """What was so where a call went this way. `loops` are the names of rows, by the places of their loops."""
    step, outcome = state.step, move.outcome
    compared = step.compares()
    if step.conditions:
        held = [_told_apart(text) for text in step.texts()]
        yield from _first_of(held, outcome.removeprefix(CASE) if outcome.startswith(CASE) else _PLACES.get(outcome, ""))
    elif compared:
        subject = written(next(iter(step.texts())))
        held = [Condition(f"{subject} == {_value(case.text)}", HOLDS) for case in compared.texts]
        names = [f"{CASE}{case.text}" for case in compared.texts]
        yield from _first_of(held, str(names.index(outcome) + 1) if outcome in names else "")
    elif rows := step.goes_through():
        yield Condition(written(rows.all), IS_EMPTY if outcome == "none" else HAS_ROWS)
    elif step.advances_loop:
        yield Condition(loops.get(step.span, ""), ANOTHER if goes_on(move, state) else LAST)
    elif outcome == EMPTY:
        yield Condition(CHOICES, HOLDS_NOT)
    else:
        yield from _came(move, state)


def goes_on(move: WalkedMove, state: State) -> bool:
    """Whether a loop goes on with its next row, or round, by this move."""
    return state.step.advances_loop and move.outcome == next(name for name in state.next if name not in INSTEAD)


def makes_a_difference(state: State) -> bool:
    """Whether the script does something else by what comes of a step."""
    dealt = deals_with_failure(state)
    return len({to for name, to in state.next.items() if name not in INSTEAD or (name == "failed" and dealt)}) > 1


def deals_with_failure(state: State) -> bool:
    """Whether the step's author says what happens where it fails."""
    return state.next["failed"] != state.next["fault"]


def _first_of(conditions: list[Condition], number: str) -> Iterator[Condition]:
    """The first that holds, counted from 1, and that those before it do not; none of them where there is no number."""
    place = int(number) - 1 if number else len(conditions)
    yield from (_turned(condition) for condition in conditions[:place])
    yield from conditions[place : place + 1]


def _told_apart(text: Template | Expression) -> Condition:
    """A condition; what says `not` is the other one that does not hold."""
    source = written(text)
    match text:
        case Expression(tree=tree.Not()) if source.startswith("not "):
            return Condition(source.removeprefix("not "), HOLDS_NOT)
        case Expression(tree=tree.Compare(rest=(("!=", _),))) if source.count("!=") == 1:
            return Condition(source.replace("!=", "=="), HOLDS_NOT)
    return Condition(source, HOLDS)


def _turned(condition: Condition) -> Condition:
    return Condition(condition.about, HOLDS_NOT if condition.is_ == HOLDS else HOLDS)


def _value(case: str) -> str:
    """A case as a condition would have it."""
    return case if isinstance(read_plain(case), bool | int | float) else f'"{case}"'


def _came(move: WalkedMove, state: State) -> Iterator[Condition]:
    """What came of what was asked for."""
    step = state.step
    statement, rings = step.executes(), step.rings()
    about, came = "", KEPT
    if statement:
        kind = statement.kind
        about, came = statement.name.text, {"done": kind.finds, kind.other: kind.finds_not, "failed": FAILS}
    elif rings:
        about, came = _rung_name(move, rings), RUNG
    elif step.records and step.prompt():
        about, came = CALLER, RECORDED
    elif step.message():
        about, came = MESSAGE, SENT
    elif step.records or step.transcribes():
        about = RECORDING
    if about and move.outcome in came:
        yield Condition(about, came[move.outcome])


def _rung_name(move: WalkedMove, rings: Template) -> str:
    asked = (choice.request for choice in move.choices if isinstance(choice, Replied))
    return next((each.contact for each in asked if isinstance(each, Ring) and each.contact), "") or written(rings)
