"""A call is a value: at any request it is kept as bytes, and goes on the same from them."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from callsheet.flow.machine import FlowMachine
from callsheet.flow.model import Flow
from callsheet.interpreter.interpreter import Interpreter
from callsheet.interpreter.keeping import NotAState, from_bytes, to_bytes
from callsheet.interpreter.live_call import LiveCall
from callsheet.interpreter.records import record_of
from callsheet.interpreter.state import CallData
from callsheet.ports.data import Written
from callsheet.ports.failures import ModelUnavailable, StepFailed
from callsheet.ports.line import Listening, Rung, RungOutcome, Spoken
from callsheet.ports.records import visits as visits_of
from callsheet.ports.requests import (
    WAS_DONE,
    AskModel,
    GiveWay,
    InWords,
    NotDone,
    PutIntoWords,
    PutQuestion,
    QuestionHeard,
    ReadRows,
    Recorded,
    RecordLine,
    RecordSpeech,
    Reply,
    Request,
    Ring,
    RowsFound,
    Speak,
    SpeakBeside,
    WriteRows,
)
from callsheet.ports.telephony import CallInfo, Heard, KeyPress, Silence, Utterance
from callsheet.ports.understanding import CHANGED, NOTED, UNCLEAR, Understood
from callsheet.ports.values import Row, Value
from callsheet.script.collected import KNOWN
from tests.calls.conftest import Stage
from tests.checking import check_file
from tests.fuzz.test_whole import FILES, sound_scripts, written

FLOWS = Path(__file__).parents[2] / "flows"
LANGUAGE = Path(__file__).parents[1] / "language"
INFO = CallInfo("c-1", "inbound", "+15550100", "+15559999")
ROW: dict[str, Value] = {
    "id": 1,
    "name": "Ann",
    "nickname": None,
    "message": "Come at nine.",
    "phone": "+15550100",
    "customer_id": 1,
    "what": "Eat.",
    "starts": time(9),
    "day": date(2026, 11, 23),
    "doctor": "Dr. Lee",
    "is_blocked": False,
    "owes_cents": 500,
    "tier": "gold",
}
HEARD: tuple[Heard, ...] = (
    *(Utterance(words) for words in ("yes", "no", "repeat", "hmm, maybe", "one moment", "no, Friday at nine")),
    *(KeyPress("1"), KeyPress("7"), Silence()),
)
COLLECTED: tuple[Heard, ...] = (
    *(Utterance(words) for words in ("yes", "no", "a cleaning", "Tuesday", "nine", "four", "my name is Ann")),
    *(
        Utterance(words)
        for words in ("a check-up on Friday, for two", "no, Wednesday", "no, the day", "change the time")
    ),
    *(Utterance("no, Thursday", 0.2), Utterance("is Monday free?"), KeyPress("1"), Silence()),
)
MOST_REQUESTS = 500
AT = datetime(2026, 11, 22, 15, 0, 3, tzinfo=UTC)
NOT_DONE = (
    NotDone("hung_up", spoken=Spoken(300, 900)),
    NotDone("shut_down"),
    NotDone("limit_reached", StepFailed("limit", "the call lasted longer than 600 s (limits: call)")),
    NotDone("failed", StepFailed("speech", "the voice is gone"), mutes=True),
    NotDone("fault", StepFailed("unknown_outcome", "nobody knows")),
)


class Still:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 22, 15, tzinfo=UTC) + timedelta(seconds=self.at)

    def monotonic(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("the interpreter waits for nothing")

    def working(self, at_most_seconds: float = 0.0) -> AbstractContextManager[None]:
        return nullcontext()


def reply_to(request: Request, chance: Random, heard: Sequence[Heard]) -> Reply:
    """One of the things that the world may say; mostly that it was done."""
    if chance.random() < 0.08:
        return chance.choice(NOT_DONE)
    match request:
        case Speak():
            return Spoken(900, 900, chance.choice([None, None, Utterance("wait", 0.9), KeyPress("1")]))
        case PutQuestion(listening=Listening(phrases=phrases)):
            hoped = phrases and chance.random() < 0.5
            return QuestionHeard(Spoken(900, 900), Utterance(chance.choice(phrases)) if hoped else chance.choice(heard))
        case AskModel(intents=intents):
            chosen = Understood(chance.choice(intents).name, "model", 0.9)
            answers: list[Reply] = [chosen, UNCLEAR, ModelUnavailable("timeout", "the model did not answer in time")]
            return chance.choice(answers)
        case ReadRows():
            due = chance.choice([None, datetime(2026, 11, 23, 8, tzinfo=UTC)])
            return RowsFound(tuple(Row({**ROW, "due": due}) for _ in range(chance.randrange(3))))
        case WriteRows():
            return Written(chance.randrange(2))
        case Ring():
            return Rung(chance.choice(["answered", chance.choice(get_args(RungOutcome))]), 5.0)
        case SpeakBeside():
            return Spoken(900, 900)
        case RecordSpeech():
            kept = Recorded(chance.choice(["", "2026-11-22/c-1-4.wav"]), 7.4, AT, Spoken(900, 900))
            cut_off: Reply = NotDone("hung_up", spoken=kept.spoken, kept=replace(kept, spoken=None))
            return cut_off if chance.random() < 0.3 else kept
        case RecordLine(stops=stops):
            return Recorded("2026-11-22/c-1-3.wav", 9.0 if stops else 0.0, AT)
        case PutIntoWords():
            return InWords(chance.choice(["", "This is Ann."]))
    return WAS_DONE


def resumed(script: tuple[Flow, FlowMachine], clock: Still, state: CallData, *, journaled: bool = True) -> Interpreter:
    """A call that goes on from its state."""
    flow, machine = script
    return Interpreter(machine, LiveCall(flow, clock, state), journaled=journaled)


def compiled(path: Path) -> tuple[Flow, FlowMachine]:
    """A script and its machine, which all calls of it share."""
    flow = check_file(path, path.name).flow
    assert flow is not None
    return flow, FlowMachine(flow)


def taken(
    script: tuple[Flow, FlowMachine], seed: int, heard: Sequence[Heard] = HEARD, outcomes: set[str] | None = None
) -> Iterator[Request]:
    """A call; at each request it goes on twice, as it is and out of its bytes, and both must be the same call. The
    `outcomes` of its steps are gathered."""
    (flow, machine), clock, chance = script, Still(), Random(seed)  # noqa: S311 - chance that can be repeated
    call = Interpreter.begin(flow, machine, clock, INFO)
    following, visits = call.proceed(), 0
    for _ in range(MOST_REQUESTS):
        kept = to_bytes(call.state)
        copied, restored = (resumed(script, clock, state) for state in (call.state.copy(), from_bytes(kept)))
        if isinstance(following, str):
            assert following in machine.endings
            assert record_of(restored, following, 1.0) == record_of(call, following, 1.0)
            if call.state.ending:
                return
            ending, following = following, call.after_call(following)
            assert restored.after_call(ending) == following
            continue
        untold = resumed(script, clock, call.state.copy(), journaled=False)
        assert to_bytes(from_bytes(kept)) == kept
        assert restored.proceed() == following
        reply = reply_to(following, chance, heard)
        clock.at += 1.5
        assert call.events is not None
        call.events.clear()
        asked, following = following, call.proceed(reply)
        assert (untold.proceed(reply), untold.place, untold.events) == (following, call.place, None)
        after = to_bytes(call.state)
        for other in (copied, restored):
            assert other.proceed(reply) == following
            assert to_bytes(other.state) == after
            assert other.events == call.events
        for visit in (visit for event in call.events for visit in visits_of(event)):
            kinds = [part.part for part in visit.parts]
            assert len(kinds) == len(set(kinds)), "a journal has one part of each kind for a visit"
        assert call.state.visits >= visits
        visits = call.state.visits
        if outcomes is not None:
            outcomes.update(visit.outcome for event in call.events for visit in visits_of(event))
        yield asked
    raise AssertionError("the call did not end")


def test_the_shipped_script_goes_on_from_every_request() -> None:
    script = compiled(FLOWS / "interactive_notifications.flow.yaml")
    kinds = {type(request).__name__ for seed in range(150) for request in taken(script, seed)}
    assert kinds == {"PickUp", "Speak", "PutQuestion", "AskModel", "ReadRows", "WriteRows", "LetGo"}


EVERY_VERB = Path(__file__).parents[1] / "checks" / "ok" / "clinic.flow.yaml"


def test_a_script_of_every_verb_goes_on_from_every_request() -> None:
    script = compiled(EVERY_VERB)
    for seed in range(100):
        for _ in taken(script, seed):
            pass


def test_the_scripts_of_the_language_come_to_every_request_and_go_on() -> None:
    kinds = set()
    for path in (*sorted(LANGUAGE.glob("*.flow.yaml")), EVERY_VERB):
        script = compiled(path)
        kinds |= {type(request) for seed in range(25) for request in taken(script, seed, HEARD + COLLECTED)}
    assert kinds == set(get_args(Request)) - {GiveWay}


def test_a_collect_goes_on_from_every_request_whatever_is_changed() -> None:
    script = compiled(LANGUAGE / "together.flow.yaml")
    outcomes: set[str] = set()
    for seed in range(200):
        for _ in taken(script, seed, COLLECTED, outcomes):
            pass
    assert outcomes >= {"given", KNOWN, NOTED, CHANGED, "unclear", "agree", "otherwise"}


@FILES
@given(text=sound_scripts(), seed=st.integers(0, 2**32))
def test_any_script_goes_on_from_every_request(text: str, seed: int) -> None:
    with written(text) as path:
        flow = check_file(path, "fuzz.flow.yaml").flow
    if flow is not None:
        for _ in taken((flow, FlowMachine(flow)), seed):
            pass


LOOP = """
- answer
- query: tasks
  with: {person_id: 1}
  as: tasks
- for_each: task
  in: tasks
  do:
    - ask: "{{ task.what }}, by {{ task.due | date | default('some day') }}?"
      answers:
        finished: []
        later: []
      if_silent: [Are you still there?]
      otherwise: []
- disconnect
"""


def test_what_is_kept_in_the_middle_of_a_loop_and_a_question(stage: Stage) -> None:
    """Rows, moments on the script's clock, attempts: all of it comes back as it was."""
    flow = stage.flow(LOOP)
    machine, clock = FlowMachine(flow), Still()
    call = Interpreter.begin(flow, machine, clock, INFO)
    due = datetime(2026, 11, 23, 2, tzinfo=UTC)  # the day before, in New York
    rows = tuple(Row({"id": number, "what": f"Task {number}", "due": due}) for number in (1, 2))
    spoken = Spoken(900, 900)
    for reply in (
        None,
        WAS_DONE,
        RowsFound(rows),
        QuestionHeard(spoken, KeyPress("1")),
        QuestionHeard(spoken, Silence()),
    ):
        following = call.proceed(reply)
        call = resumed((flow, machine), clock, from_bytes(to_bytes(call.state)))
    assert isinstance(following, PutQuestion)
    assert following.text == "Are you still there?"
    (loop,) = call.state.loops
    assert (loop.row_name, loop.at, loop.rows) == ("task", 1, call.state.kept["tasks"])


@pytest.mark.parametrize(
    "kept",
    [b"", b"{}", b"[1]", b"\xff", b'{"CallState": []}', b'{"Path": ["/etc"]}', b'{"os.system": ["x"]}', b"[" * 10**5],
)
def test_bytes_that_are_no_call_are_refused(kept: bytes) -> None:
    with pytest.raises(NotAState):
        from_bytes(kept)
