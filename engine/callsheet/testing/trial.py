"""A call that somebody tries: all its turns are played again from the beginning, on fresh tables, in virtual time.

So nothing is kept from one turn to the next: a turn more makes the list longer, "back to here" makes it shorter, and a
script that was changed meanwhile is played with the same turns.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Literal

from msgspec import Struct

from callsheet.checks.check import Checked
from callsheet.diagnostics.catalogue import NOT_ANSWERED, NOT_PICKED_UP, WRONG_ENDING
from callsheet.dialects import DIALECT
from callsheet.flow.machine import FlowMachine
from callsheet.flow.model import Flow, State
from callsheet.journal.reading import as_read
from callsheet.journal.screenplay import SceneLine, Who, scene
from callsheet.ports.dialect import DatabaseNotMade
from callsheet.ports.records import CallRecord, SomebodyRung, Visit, visits
from callsheet.ports.tables import CallTables, Schema
from callsheet.script.words import Word
from callsheet.testing.cases import (
    LINE,
    MESSAGE,
    MODEL,
    RECORDING,
    SPEECH,
    TRANSCRIBE,
    Case,
    Given,
    Kind,
    Tables,
    without_file,
)
from callsheet.testing.check import Suite
from callsheet.testing.conversation import HANGS_UP, ConversationLine, Problem, Speaker
from callsheet.testing.play import PlayedTest, play_on
from callsheet.testing.prompts import leading_to

# Turns of one call: each makes the next one take longer, and nobody tries so many.
MOST_TURNS = 200
# Rows of a table that are looked at before and after a call.
MOST_ROWS = 1000
# Phrases that are offered for an answer.
MOST_OFFERED = 3

TriedTurn = tuple[Kind, str]
# What a test hears of what the call says, and who else does something, by who it is of in a conversation.
HEARD: Mapping[Speaker, Kind] = {"call:": "hears", "aside:": "agent_hears"}
PEOPLE: Mapping[Speaker, Who] = {"caller:": "caller", "other:": "other"}
# The journal tells that the caller has hung up.
GONE = ("caller:", HANGS_UP)
# A table, and what tells a row of it from others.
RowPlace = tuple[str, tuple[object, ...]]
# Where the turns end, the call waits for the next one.
NEXT: TriedTurn = ("ends", "completed")
# What a call waits for: the caller's answer, what comes of a ring, the end of a talk.
Waits = Literal["answer", "ring", "talk"]


class TriedLine(Struct, frozen=True):
    """A line of the call, and how many turns were over by then. `prompt` is what was to be spoken, or empty."""

    scene: SceneLine
    turn: int
    prompt: str = ""


class RowChange(Struct, frozen=True):
    """A row that the call has changed: there is nothing before one that is new, and nothing after one that is gone."""

    table: str
    before: Mapping[str, object]
    after: Mapping[str, object]


class OfferedAnswer(Struct, frozen=True):
    """An answer that a question listens for: the intent, some of its phrases, its key or nothing."""

    intent: str
    phrases: tuple[str, ...]
    press: str


class TriedCall(Struct, frozen=True):
    """What came of the turns: the call `waits` at `state`, also for the `other` side, or has ended there with `ending`.

    `turns` are those of a test that is this call, with what is heard before each. Where there is a `problem`, it says
    why the turn of that number, from 0, could not be played, and they are not.
    """

    turns: tuple[TriedTurn, ...]
    lines: tuple[TriedLine, ...]
    state: str
    line: int
    offers: tuple[OfferedAnswer, ...]
    ending: str
    changes: tuple[RowChange, ...]
    waits: Waits | None = None
    other: str = ""
    problem: str = ""
    problem_turn: int = 0


def suite_to_try(checked: Checked, given: Given | None) -> Suite | None:
    """What a script is tried on: the tables that its tests are `given`, or else the rows of its sample.sql. None where
    it has errors, or its schema has."""
    flow, library = checked.flow, checked.library
    if flow is None:
        return None
    schema: Schema | None = None
    if library is not None and library.schema is not None:
        sample = library.sample.text if library.sample and given is None else ""
        try:
            schema = DIALECT.read_schema(library.schema.text, sample)
        except DatabaseNotMade:  # what check did not find wrong, and the database cannot do nevertheless
            return None
    return Suite(flow.path, flow, FlowMachine(flow), schema, given or Given(), ())


def failures_of(flow: Flow) -> tuple[TriedTurn, ...]:
    """What can be made to go wrong in calls of a script, or to take long where it says something then, as turns."""
    steps = [state.step for state in flow.states.values()]
    does = {
        LINE: any(step.rings() for step in steps),
        MESSAGE: any(step.message() for step in steps),
        RECORDING: any(step.records for step in steps),
        TRANSCRIBE: any(step.transcribes() for step in steps),
    }
    names = (*flow.queries, *flow.requests, SPEECH, MODEL, *(name for name, done in does.items() if done))
    failing: list[TriedTurn] = [("fails", name) for name in names]
    failing += [("unchanged", name) for name, query in flow.queries.items() if query.kind == "write"]
    told = [statement.name.text for step in steps if step.meanwhile() and (statement := step.executes())]
    return (*failing, *(("slow", name) for name in dict.fromkeys(told)))


def try_call(suite: Suite, turns: Sequence[TriedTurn], given: Given | None = None) -> TriedCall:
    """Play the turns. Whoever hangs up has heard by then what the call says before it listens."""
    turns = tuple(turns[:MOST_TURNS])
    with closing(TriedTables(suite)) as tried:
        played = play_on(tried.tables, suite, _case(turns, given or Given()))
        return _tried(suite, turns, played, tried.changes())


class TriedTables:
    """Fresh tables for one call, and what it has changed in them. Close them after use."""

    def __init__(self, suite: Suite) -> None:
        """`tables` is None for a script that has none."""
        image = suite.image(_case((), Given()))
        self._schema = suite.schema
        self.tables = DIALECT.tables(suite.schema, image) if suite.schema and image is not None else None
        self._before = self._rows()

    def changes(self) -> tuple[RowChange, ...]:
        """The rows that are other than they were."""
        before, after = self._before, self._rows()
        return tuple(
            RowChange(table, before.get((table, key), {}), after.get((table, key), {}))
            for table, key in dict.fromkeys([*before, *after])
            if before.get((table, key)) != after.get((table, key))
        )

    def close(self) -> None:
        """Let the memory go."""
        if self.tables is not None:
            self.tables.close()

    def _rows(self) -> dict[RowPlace, Mapping[str, object]]:
        return dict(_rows(self.tables, self._schema)) if self.tables and self._schema else {}


def rows_to_try(suite: Suite) -> dict[str, list[Mapping[str, object]]]:
    """The rows that every call of the suite begins with, by table."""
    found: dict[str, list[Mapping[str, object]]] = {}
    if suite.schema is not None:
        with closing(DIALECT.tables(suite.schema, suite.schema.image)) as tables:
            for (table, _), cells in _rows(tables, suite.schema):
                found.setdefault(table, []).append(cells)
    return found


def _case(turns: Sequence[TriedTurn], given: Given) -> Case:
    made = without_file([*turns, NEXT])
    nothing: Tables = {}
    return Case(Word("the call that is tried", made[0].span), given, made, (), nothing)


def _rows(tables: CallTables, schema: Schema) -> Iterator[tuple[RowPlace, Mapping[str, object]]]:
    for table in schema.tables.values():
        for row in tables.rows(table, MOST_ROWS):
            yield (table.name, row.identity), row.cells


def _tried(suite: Suite, turns: tuple[TriedTurn, ...], played: PlayedTest, changes: tuple[RowChange, ...]) -> TriedCall:
    problem = next((each for each in played.problems if each.code is not WRONG_ENDING), None)
    turn = problem.span.line - 1 if problem else 0
    record = next(event for event in played.events if isinstance(event, CallRecord))
    stopped = any(visit.outcome == "shut_down" for event in played.events for visit in visits(event))
    ending = "" if stopped else record.ending
    state = suite.flow.states[record.ended_in]
    waits = _waits(problem, state) if problem and turn == len(turns) else None
    return TriedCall(
        turns=tuple(_with_prompts(turns, played, ending)),
        lines=tuple(_lines(played, waits=waits is not None)),
        state=state.name,
        line=state.span.line,
        offers=tuple(_offers(state)) if waits else (),
        ending=ending,
        changes=changes,
        waits=waits,
        other=_other(played) if waits else "",
        problem=problem.message if problem and not waits else "",
        problem_turn=turn,
    )


def _waits(problem: Problem, state: State) -> Waits | None:
    """What a call waits for at a step, by what a test is told that lacks a turn for it."""
    if problem.code is NOT_PICKED_UP:
        return "ring"
    if problem.code is NOT_ANSWERED:
        return "talk" if state.step.rings() else "answer"
    return None


def _other(played: PlayedTest) -> str:
    """Who was rung last, as turns call them; empty where nobody was."""
    parts = (part for event in played.events if isinstance(event, Visit) for part in event.parts)
    rung = next((part for part in reversed([*parts]) if isinstance(part, SomebodyRung)), None)
    return (rung.contact or rung.targets[0]) if rung else ""


def _with_prompts(turns: Sequence[TriedTurn], played: PlayedTest, ending: str) -> Iterator[TriedTurn]:
    """The turns, with what was heard before each, unless they say that themselves; and how the call ended."""
    gone = False
    for number, turn in enumerate([*turns, ("ends", ending)]):
        said = [line for line in played.conversation if line.who in HEARD and line.turn == number]
        if said and not gone and turn[0] not in HEARD.values():
            yield from _hears(said)
        gone = gone or turn[0] == "hangs_up"
        if turn != ("ends", ""):
            yield turn


def _hears(said: Sequence[ConversationLine]) -> Iterator[TriedTurn]:
    """What a test hears of what the call said between two turns."""
    prompts = [line.text for line in said if line.who == "call:"]
    passed = len(prompts) - len(leading_to(prompts)) if prompts else 0
    for line in said:
        if line.who == "call:" and passed:
            passed -= 1
        else:
            yield HEARD[line.who], line.text


def _offers(state: State) -> Iterator[OfferedAnswer]:
    question = state.step.asks()
    if question is not None:
        options = question.settings.slot.spoken() if question.settings.slot else ()
        named = {*(answer.text for answer in question.answers), *(option.name for option in options)}
        for intent in question.settings.listener.intents:
            if intent.name in named:
                yield OfferedAnswer(intent.name, intent.phrases[:MOST_OFFERED], intent.press)


def _lines(played: PlayedTest, *, waits: bool) -> Iterator[TriedLine]:
    """What happened, in its order. What people do stands where they began, and not where it was understood."""
    turns = [line for line in played.conversation if line.who in PEOPLE and (line.who, line.text) != GONE]
    prompts = iter([line for line in played.conversation if line.who == "call:"])
    for line in _scene(played, waits=waits):
        while turns and (turns[0].at < line.at or (turns[0].at == line.at and turns[0].who == "other:")):
            yield _turn(turns.pop(0), line)
        prompt = None
        if line.who == "engine":
            prompt = next((each for each in prompts if line.words.startswith(each.text)), None)
        yield TriedLine(line, prompt.turn, prompt.text) if prompt else TriedLine(line, 0)
    for told in turns:
        yield _turn(told, None)


def _turn(told: ConversationLine, line: SceneLine | None) -> TriedLine:
    """What somebody did, before another line, if there is one."""
    place = (line.state, line.line) if line else ("", 0)
    return TriedLine(SceneLine(told.at, PEOPLE[told.who], told.text, *place), told.turn)


def _scene(played: PlayedTest, *, waits: bool) -> Iterator[SceneLine]:
    """The call as a screenplay, without what the caller says, and without how it is stopped where it waits."""
    happened = [entry for entry in as_read(played.events) if entry.event == "visit"]
    for visit in happened:
        for line in scene(visit, played.events[0].at):
            if line.who != "caller" and not (waits and visit is happened[-1] and line.who == "line"):
                yield line
