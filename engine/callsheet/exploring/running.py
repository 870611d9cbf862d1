"""One step of one call, run in a world that chooses: from a situation to the next."""

from collections.abc import Hashable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from callsheet.exploring.answers import answers, nothing_usable, unsaid
from callsheet.exploring.beginnings import Beginnings
from callsheet.exploring.choices import Choice, Chooser, Decided, Recalled, Replied
from callsheet.exploring.forgetting import LeftOpen, Memories, has_more_rounds, with_a_round_more
from callsheet.exploring.remembering import Memory, RememberingCall
from callsheet.exploring.setting import Setting
from callsheet.exploring.undecided import Cells, Copies
from callsheet.exploring.world import seconds
from callsheet.interpreter.interpreter import Interpreter
from callsheet.interpreter.state import CallData
from callsheet.ports.failures import StepFailed
from callsheet.ports.records import visits
from callsheet.ports.requests import WAS_DONE, Awaited, GiveWay, PutQuestion, Reply, Speak, SpeakBeside
from callsheet.ports.understanding import Understood
from callsheet.ports.values import Value
from callsheet.script.call import Asking
from callsheet.script.step import Step

C = TypeVar("C", bound=Choice)
NEW_STEP, SAME_STEP = 1, 0
# Whether a loop has more rounds than are told apart.
LAST_OR_NOT = (Recalled("loop", False), Recalled("loop", True))


class Stopped:
    """Implements `Timekeeper`: it stands still, as nobody waits in a call that is only thought of."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        """The moment that was chosen."""
        return self._now

    def monotonic(self) -> float:
        """It stands still."""
        return 0.0


class Ran(Struct, frozen=True):
    """What came of it: the call behind the step (`state.place` is an ending where it has ended), the step's outcome,
    what was spoken, how long it took, and why the step failed."""

    state: CallData
    now: datetime
    settled: frozenset[str]
    outcome: str
    prompts: tuple[str, ...]
    seconds: float
    failure: StepFailed | None


class Runner:
    """Runs the steps of a flow. `usual` is a call before its first step. `rare` replies are offered too while it is so;
    `again` tells whether callers may also say what makes a question be put again. `unsaid` are answers that no words
    were found for, by line."""

    def __init__(self, setting: Setting, memories: Memories) -> None:
        self._flow = setting.flow
        self._machine = setting.machine
        self._world = setting.world
        self._samples = setting.samples
        self._relevance = setting.relevance
        self._beginnings = Beginnings(setting)
        self._forgotten = LeftOpen()
        self._values = memories
        self._memories: dict[Hashable, Memory] = {}
        self._missing_seen: set[tuple[str, str, str]] = set()
        self._missing_now: set[tuple[str, str, str]] = set()
        self._chooser: Chooser
        self._place = ""
        self.usual = self._beginnings.usual()
        self.rare = False
        self.again = True
        self.unsaid: dict[tuple[int, str], None] = {}

    def begin_walk(self, forgotten: LeftOpen) -> None:
        """Walk anew, with this forgotten. What was understood before is understood the same."""
        self._forgotten = forgotten
        self._missing_seen.clear()
        self._missing_now.clear()

    def begin_situation(self) -> None:
        """What is missing is read as missing in one situation of a place: it makes the same difference in all."""
        self._missing_seen |= self._missing_now
        self._missing_now.clear()

    def run(self, before: CallData, now: datetime, settled: frozenset[str], chooser: Chooser) -> Ran:
        """Run the step at the place of a call, which stays as it is."""
        self._chooser, self._place = chooser, before.place
        state = _copy(before)
        settled -= self._forgotten.begun
        now, settled = self._beginnings.settle(state, now, settled, chooser)
        self._recall(state)
        call = RememberingCall(self._flow, Stopped(now), state, self._memories)
        interpreter = Interpreter(self._machine, call)
        prompts: list[str] = []
        took = 0.0
        following = interpreter.proceed(WAS_DONE if state.request is not None else None, steps=NEW_STEP)
        while not isinstance(following, str | GiveWay):
            reply = self._world.again(chooser.choose(partial(self._replies, following, call)).reply, self.decide)
            if isinstance(following, Speak | PutQuestion | SpeakBeside):
                prompts.append(following.text)
            took += seconds(following, reply)
            following = interpreter.proceed(reply, steps=SAME_STEP)
        if isinstance(following, str):
            following = interpreter.after_call(following, steps=SAME_STEP)
            if isinstance(following, str):
                state.place = following
        return _ran(interpreter, now, settled, prompts, took)

    def _recall(self, state: CallData) -> None:
        """Choose what was forgotten, as far as the step depends on it."""
        place, forgotten = state.place, self._forgotten
        if forgotten.names:
            for name in sorted(self._relevance.read_at(place) & forgotten.names & state.kept.keys()):
                options = self._values.options(name, state.kept[name])
                state.kept[name] = Copies().of(self._chooser.choose(partial(list, options)).value)
        goes_on = forgotten.rounds and self._flow.states[place].step.advances_loop and has_more_rounds(state)
        if goes_on and self._chooser.choose(lambda: LAST_OR_NOT).value:
            with_a_round_more(state)

    def decide(self, cells: Cells, column: str) -> Value:
        """What stands in a column that somebody reads."""
        classes = self._world.classes(cells.source, column)
        if self._place in self._relevance.deciding:
            there = [value for value in classes if value is not None] if column in cells.there else classes
            cells.decided[column] = self._choose(cells, column, there)
            return cells.decided[column]
        usual = self._world.usual(cells, column)
        if not cells.may_be_missing(column) or column in cells.there:
            return usual
        read = self._place, cells.source, column
        if read not in self._missing_seen:
            self._missing_now.add(read)
            if self._choose(cells, column, (usual, None)) is None:
                cells.decided[column] = None
                return None
        cells.there.add(column)
        return usual

    def _choose(self, cells: Cells, column: str, values: Sequence[Value]) -> Value:
        options = [Decided(cells.source, cells.number, column, value) for value in values]
        return self._chooser.choose(lambda: options).value

    def _replies(self, request: Awaited, call: RememberingCall) -> Sequence[Replied]:
        if isinstance(request, PutQuestion):
            replies = self._answered(call)
        else:
            replies = self._world.replies(request, self.decide, rare=self.rare)
        return [Replied(request, reply) for reply in replies]

    def _answered(self, call: RememberingCall) -> Iterator[Reply]:
        step = call.point.state.step
        question = step.asks()
        if question is None:
            raise AssertionError("whoever puts a question has one")
        listened = call.listened(question.settings)
        memory = listened.memory
        if memory.answers is None or memory.unusable is None:
            name = next((word.text for word in step.keeps()), "")
            memory.answers = answers(question, name, listened, self._samples)
            memory.unusable = nothing_usable(listened)
            self.unsaid.update(((step.span.line, text), None) for text in unsaid(question, memory.answers))
        asking = call.asking or Asking(0)
        fresh = not (asking.silences or asking.unclears or asking.repeats)
        usable = [each for each in memory.answers if (self.again and fresh) or not _delays(step, each.understood)]
        yield from self._world.answered(usable, memory.unusable, again=self.again, rare=self.rare)


def _delays(step: Step, understood: Understood) -> bool:
    """Whether it asks for the question once more, or for a moment: both once, as often does nothing else."""
    return understood.how == "wait" or step.is_asked_again(understood.intent)


def _copy(state: CallData) -> CallData:
    """The same call again, with rows of its own."""
    copies = Copies()
    return replace(
        state,
        kept={name: copies.of(value) for name, value in state.kept.items()},
        loops=tuple(replace(loop, rows=copies.of(loop.rows)) for loop in state.loops),
        asking=replace(state.asking) if state.asking else None,
        keys=replace(state.keys),
        parts=[],
    )


def _ran(interpreter: Interpreter, now: datetime, settled: frozenset[str], prompts: list[str], took: float) -> Ran:
    visit = next(visit for event in interpreter.events or () for visit in visits(event))
    failure = next((part for part in visit.parts if isinstance(part, StepFailed)), None)
    return Ran(interpreter.state, now, settled, visit.outcome, tuple(prompts), took, failure)
