"""Calls that reach other people: rung, spoken to beside a talk, left; and nobody who talks is ever disturbed."""

import asyncio
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from callsheet.flow.machine import FlowMachine
from callsheet.interpreter.interpreter import Interpreter
from callsheet.ports.failures import StepFailed
from callsheet.ports.line import HungUp, Rung, Spoken
from callsheet.ports.records import NoteTaken, PromptSpoken, SomebodyRung
from callsheet.ports.requests import ReadRows, Ring, RowsFound
from callsheet.ports.telephony import CallInfo, Heard, Utterance
from callsheet.ports.values import Row
from callsheet.session.session import Session
from tests.calls.conftest import HEAD, Played, Stage, Voice
from tests.calls.test_state import Still

ANSWERED, UNANSWERED = Rung("answered", 4.0), Rung("unanswered", 30.0)
CONTACTS = (
    HEAD
    + """contacts:
  office: callee
  night: ["+15550124", "+15550125"]
steps:
"""
)
HANDLERS = """if_caller_hangs_up:
  - note: gone
if_something_fails:
  - say: Sorry.
  - ask: Shall somebody call you?
    answers:
      finished: []
    if_silent: []
    if_unclear: []
    otherwise: []
  - note: "{{ failure.kind }}"
  - disconnect
after_call:
  - note: "after {{ call.ending }}"
"""
TALK = (
    CONTACTS
    + """  - answer
  - connect: office
    if_unanswered: [disconnect]
  - whisper: A caller.
  - write: finish
    with: {task_id: 1, at: "{{ now }}"}
  - barge: One minute left.
  - leave
"""
    + HANDLERS
)
COME_BACK = (
    CONTACTS
    + """  - connect: night
    come_back: true
    as: rung
    if_unanswered:
      - note: "{{ rung.outcome }} after {{ rung.seconds }} s"
      - answer
  - say: Goodbye.
  - disconnect
"""
    + HANDLERS
)


def played(
    stage: Stage, script: str, *rings: Rung, meanwhile: Callable[[Session], None] | None = None, **voice: object
) -> tuple[Played, Voice]:
    voices: list[Voice] = []

    def line(info: CallInfo, _: object) -> Voice:
        voices.append(Voice(info, [], rings=list(rings), **voice))  # type: ignore[arg-type]  # fields of Voice, by name
        return voices[0]

    return stage.over(line, script, meanwhile=meanwhile, farewell="We are closing."), voices[0]


def notes(call: Played) -> list[str]:
    return [note.text for note in call.parts(NoteTaken)]


def test_somebody_picks_up_and_the_call_is_left_to_the_two(stage: Stage) -> None:
    call, voice = played(stage, TALK, ANSWERED)
    assert call.record.ending == "completed"
    assert call.states[0] == "done"
    assert voice.rung == [("callee",)]
    assert voice.beside == [("A caller.", "other"), ("One minute left.", "both")]
    assert (voice.left, voice.ended, voice.spoken) == (True, False, [])
    assert [part.to for part in call.parts(PromptSpoken)] == ["other", "both"]
    assert call.parts(SomebodyRung) == [SomebodyRung("office", ("callee",), "answered", 4.0)]


def test_who_is_rung_before_the_answer_answers_for_us(stage: Stage) -> None:
    call, voice = played(stage, COME_BACK, ANSWERED)
    assert call.record.ending == "completed"
    assert call.record.answered_at is not None
    assert (voice.rung, voice.spoken) == ([("+15550124", "+15550125")], ["Goodbye."])
    assert (voice.left, voice.ended) == (False, True)


@pytest.mark.parametrize("outcome", ["unanswered", "busy", "rejected"])
def test_the_script_goes_on_where_nobody_picks_up(stage: Stage, outcome: str) -> None:
    call, voice = played(stage, COME_BACK, Rung(outcome, 12.4))  # type: ignore[arg-type]  # these are outcomes
    assert notes(call)[0] == f"{outcome} after 12 s"
    assert (voice.spoken, call.record.ending) == (["Goodbye."], "completed")


def test_a_line_that_cannot_ring_is_a_failure(stage: Stage) -> None:
    call, voice = played(stage, TALK, Rung("failed", 0, "this line rings nobody"))
    assert (call.record.ending, call.record.failure_kind) == ("failed", "line")
    assert call.record.failure_message == "this line rings nobody"
    assert voice.spoken == ["Sorry.", "Shall somebody call you?"]
    assert voice.ended


@pytest.mark.parametrize(("point", "ending"), [("A caller", "failed"), ("One minute", "failed")])
def test_a_failure_disturbs_nobody_who_talks(stage: Stage, point: str, ending: str) -> None:
    call, voice = played(stage, TALK, ANSWERED, fails_at=point)
    assert call.record.ending == ending
    assert (voice.spoken, voice.left, voice.ended) == ([], True, False)
    assert notes(call) == ["speech", f"after {ending}"]
    assert [outcome for state, outcome in call.outcomes if state.startswith("if_something_fails")] == [
        *("left_out", "left_out", "done", "left_out")
    ]


def test_a_limit_disturbs_nobody_who_talks(stage: Stage) -> None:
    call, voice = played(stage, COME_BACK, ANSWERED, hangs_at="talk")
    assert call.record.ending == "limit_reached"
    assert (voice.spoken, voice.left, voice.ended) == ([], True, False)
    assert notes(call) == ["limit", "after limit_reached"]
    assert 600_000 <= call.record.took_ms < 640_000  # limits: call counts for as long as the script is there


def test_the_end_of_the_engine_disturbs_nobody_who_talks(stage: Stage) -> None:
    def stop(session: Session) -> None:
        asyncio.get_running_loop().call_later(20, session.shut_down)

    call, voice = played(stage, COME_BACK, ANSWERED, hangs_at="talk", meanwhile=stop)
    assert call.record.ending == "shut_down"
    assert (voice.spoken, voice.left, voice.ended) == ([], True, False)


def test_who_hangs_up_while_it_rings_is_told_as_such(stage: Stage) -> None:
    class Impatient(Voice):
        async def connect(self, targets: tuple[str, ...], ring_seconds: float) -> Rung:
            await asyncio.sleep(3)
            self.gone = True
            raise HungUp

    call = stage.over(lambda info, _: Impatient(info, []), TALK)
    assert call.record.ending == "hung_up"
    assert call.parts(SomebodyRung) == [SomebodyRung("office", ("callee",), "cancelled", 3.0)]
    assert notes(call) == ["gone", "after hung_up"]


def test_a_ring_is_cancelled_where_the_time_is_over(stage: Stage) -> None:
    cancelled = []

    class Ringing(Voice):
        async def connect(self, targets: tuple[str, ...], ring_seconds: float) -> Rung:
            try:
                await asyncio.Event().wait()
            finally:
                cancelled.append(targets)
            raise AssertionError

    call = stage.over(lambda info, _: Ringing(info, []), TALK)
    assert call.record.ending == "limit_reached"
    assert cancelled == [("callee",)]
    assert call.parts(SomebodyRung)[0].outcome == "cancelled"


def test_who_hangs_up_while_they_talk_has_ended_the_call(stage: Stage) -> None:
    call, voice = played(stage, TALK, ANSWERED, gone_at="One minute")
    assert call.record.ending == "hung_up"
    assert notes(call) == ["gone", "after hung_up"]
    assert voice.beside == [("A caller.", "other")]


def test_what_is_whispered_was_heard_as_far_as_it_came(stage: Stage) -> None:
    class Cut(Voice):
        async def speak_beside(self, text: str, to: object) -> Spoken:
            gone = HungUp()
            gone.spoken = Spoken(400, 900)
            raise gone

    call = stage.over(lambda info, _: Cut(info, [], rings=[ANSWERED]), TALK)
    assert call.parts(PromptSpoken) == [PromptSpoken("A caller.", 400, 900, interrupted=False, to="other")]


def test_data_may_name_a_contact_and_no_number_that_nobody_allows(stage: Stage) -> None:
    script = (
        CONTACTS
        + """  - answer
  - query: person
    with: {phone: "{{ call.person_number }}"}
    as: person
    if_none: [disconnect]
  - connect: "{{ person.name }}"
    as: rung
    if_unanswered: [disconnect]
    if_fails:
      - note: "{{ rung.outcome }}"
      - disconnect
  - leave
"""
    )
    call, voice = played(stage, script, ANSWERED)
    assert (notes(call), voice.rung, call.record.ending) == (["failed"], [], "completed")
    assert [part.message for part in call.parts(StepFailed)] == [
        "what connect names is no contact, and no number that may be rung"
    ]


def test_in_the_terminal_somebody_plays_the_other_side(stage: Stage) -> None:
    call = stage.play(COME_BACK, "they pick up", "they hang up")
    assert call.screen == [
        "-- rings +15550124, +15550125",
        "other:  (picks up)",
        "other:  (hangs up)",
        "call:   Goodbye.",
        "-- the call is disconnected",
    ]
    assert stage.play(COME_BACK, "").screen[:3] == [
        "-- rings +15550124, +15550125",
        "other:  (does not pick up)",
        "-- the call is answered",
    ]
    assert stage.play(COME_BACK, "<busy>").screen[:3] == [
        "-- rings +15550124, +15550125",
        "other:  (is busy)",
        "-- the call is answered",
    ]
    assert stage.play(COME_BACK, "yes", "<hangup>").record.ending == "hung_up"
    assert stage.play(COME_BACK).record.ending == "hung_up"
    talk = stage.play(TALK, "yes").screen
    assert talk[-3:] == ["whisper: A caller.", "barge:  One minute left.", "-- the two talk on"]


def test_whom_a_caller_means_is_put_through(stage: Stage) -> None:
    script = (
        CONTACTS.replace("intents:", "intents:\n  office:\n    phrases: [the office]")
        + """  - answer
  - ask: Whom do you want?
    answers:
      office: []
    if_silent: []
    if_unclear: []
    otherwise: [disconnect]
  - connect: "{{ reply.intent }}"
    if_unanswered: [disconnect]
  - leave
"""
    )
    voices: list[Voice] = []

    def line(info: CallInfo, _: object) -> Voice:
        heard: list[Heard] = [Utterance("the office")]
        voices.append(Voice(info, heard, rings=[ANSWERED]))
        return voices[0]

    assert stage.over(line, script).record.ending == "completed"
    assert voices[0].rung == [("callee",)]


def test_what_is_whispered_is_ready_when_somebody_picks_up(stage: Stage) -> None:
    _, voice = played(stage, TALK, ANSWERED)
    assert "A caller." in voice.prepared


@pytest.mark.parametrize(("may_ring", "asked"), [((), "LetGo"), (("+1555*",), "Ring")])
def test_a_number_out_of_data_is_rung_where_an_operator_allows_it(
    stage: Stage, may_ring: tuple[str, ...], asked: str
) -> None:
    script = (
        CONTACTS
        + """  - query: person
    with: {phone: "{{ call.person_number }}"}
    as: person
    if_none: [disconnect]
  - connect: "{{ person.name }}"
    if_unanswered: [disconnect]
    if_fails: [disconnect]
  - leave
"""
    )
    flow = replace(stage.flow(script), may_ring=may_ring)
    call = Interpreter.begin(flow, FlowMachine(flow), Still(), CallInfo("c-1", "inbound", "+15550100", ""))
    assert isinstance(call.proceed(), ReadRows)
    following = call.proceed(RowsFound((Row({"id": 1, "name": "+15550177", "nickname": None}),)))
    assert type(following).__name__ == asked
    if isinstance(following, Ring):
        assert (following.contact, following.targets) == ("", ("+15550177",))
