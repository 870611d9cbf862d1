"""What came of a call that somebody tries: what was said and done, what it waits for, and the turns of a test of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from callsheet.diagnostics.catalogue import NOT_ANSWERED, NOT_GIVEN, NOT_PICKED_UP, WRONG_ENDING
from callsheet.flow.model import Flow, State
from callsheet.journal.reading import as_read
from callsheet.journal.screenplay import SceneLine, Who, scene
from callsheet.ports.records import CallRecord, RequestSent, SomebodyRung, Visit, visits
from callsheet.testing.cases import Kind
from callsheet.testing.conversation import HANGS_UP, ConversationLine, Problem, Speaker
from callsheet.testing.play import PlayedTest
from callsheet.testing.prompts import leading_to

# Phrases that are offered for an answer.
MOST_OFFERED = 3

TriedTurn = tuple[Kind, str]
# What a test hears of what the call says and sends, and who else does something, by who a conversation has it of.
HEARD: Mapping[Speaker, Kind] = {"call:": "hears", "aside:": "agent_hears", "sent:": "receives"}
PEOPLE: Mapping[Speaker, Who] = {"caller:": "caller", "other:": "other"}
# The journal tells that the caller has hung up.
GONE = ("caller:", HANGS_UP)
# What a call waits for: the caller's answer, what they want to have recorded, what comes of a ring, the end of a talk,
# what another system answers.
Waits = Literal["answer", "recording", "ring", "talk", "request"]


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
    """What came of the turns: the call `waits` at `state`, also for somebody or something `other` than the caller, or
    has ended there with `ending`.

    `sent` are the requests that have changed something elsewhere. `turns` are those of a test that is this call, with
    what is heard before each. Where there is a `problem`, it says why the turn of that number, from 0, could not be
    played, and they are not.
    """

    turns: tuple[TriedTurn, ...]
    lines: tuple[TriedLine, ...]
    state: str
    line: int
    offers: tuple[OfferedAnswer, ...]
    ending: str
    changes: tuple[RowChange, ...]
    sent: tuple[RequestSent, ...]
    waits: Waits | None = None
    other: str = ""
    problem: str = ""
    problem_turn: int = 0


def tried_call(
    flow: Flow, turns: tuple[TriedTurn, ...], played: PlayedTest, changes: tuple[RowChange, ...]
) -> TriedCall:
    """What came of these turns, of a call that was played with them."""
    problem = next((each for each in played.problems if each.code is not WRONG_ENDING), None)
    turn = problem.span.line - 1 if problem else 0
    record = next(event for event in played.events if isinstance(event, CallRecord))
    stopped = any(visit.outcome == "shut_down" for event in played.events for visit in visits(event))
    ending = "" if stopped else record.ending
    state = _waiting(flow, played, problem) or flow.states[record.ended_in]
    waits = _waits(problem, state, behind=turn == len(turns)) if problem else None
    return TriedCall(
        turns=tuple(_with_prompts(turns, played, ending)),
        lines=tuple(_lines(played, waits_at=state.name if waits else "")),
        state=state.name,
        line=state.span.line,
        offers=tuple(_offers(state)) if waits else (),
        ending=ending,
        changes=changes,
        sent=tuple(changes_sent(flow, played)),
        waits=waits,
        other=_other(played, state) if waits else "",
        problem=problem.message if problem and not waits else "",
        problem_turn=turn,
    )


def _waiting(flow: Flow, played: PlayedTest, problem: Problem | None) -> State | None:
    """The step that asks another system for what nobody has said; None where there is none. The call was stopped only
    behind it."""
    if problem is None or problem.code is not NOT_GIVEN:
        return None
    came = [flow.states[visit.state] for event in played.events for visit in visits(event)]
    return next((state for state in reversed(came) if _request(flow, state)), None)


def _request(flow: Flow, state: State) -> str:
    """The request that a step sends; empty where it sends none."""
    statement = state.step.executes()
    return statement.name.text if statement and statement.name.text in flow.requests else ""


def _waits(problem: Problem, state: State, *, behind: bool) -> Waits | None:
    """What a call waits for at a step, by what a test is told that lacks a turn for it, `behind` all those it has."""
    if problem.code is NOT_GIVEN:
        return "request"
    if problem.code is NOT_PICKED_UP and behind:
        return "ring"
    if problem.code is NOT_ANSWERED and behind:
        return "talk" if state.step.rings() else "recording" if state.step.records else "answer"
    return None


def _other(played: PlayedTest, state: State) -> str:
    """The request that it waits for; or who was rung last, as turns call them; empty where nobody was."""
    if statement := state.step.executes():
        return statement.name.text
    parts = (part for event in played.events if isinstance(event, Visit) for part in event.parts)
    rung = next((part for part in reversed([*parts]) if isinstance(part, SomebodyRung)), None)
    return (rung.contact or rung.targets[0]) if rung else ""


def changes_sent(flow: Flow, played: PlayedTest) -> Iterator[RequestSent]:
    """What was sent that changes something."""
    for event in played.events:
        for part in event.parts if isinstance(event, Visit) else ():
            if isinstance(part, RequestSent) and flow.requests[part.request].changes:
                yield part


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
    yield from _hears([line for line in played.conversation if line.who == "sent:" and line.turn > len(turns)])


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


def _lines(played: PlayedTest, waits_at: str) -> Iterator[TriedLine]:
    """What happened, in its order. What people do stands where they began, and not where it was understood."""
    turns = [line for line in played.conversation if line.who in PEOPLE and (line.who, line.text) != GONE]
    prompts = iter([line for line in played.conversation if line.who == "call:"])
    for line in _scene(played, waits_at):
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


def _scene(played: PlayedTest, waits_at: str) -> Iterator[SceneLine]:
    """The call as a screenplay, without what the caller says, and without how it is stopped where it waits."""
    happened = [entry for entry in as_read(played.events) if entry.event == "visit"]
    stopped = next((visit for visit in reversed(happened) if visit.text("state") == waits_at), None)
    for visit in happened:
        for line in scene(visit, played.events[0].at):
            if line.who != "caller" and not (visit is stopped and line.who in ("line", "failed")):
                yield line
        if visit is stopped:
            return
