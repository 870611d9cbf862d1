"""How calls end: hang-ups at every point, failures, limits, shut-downs. Nothing is lost, and nothing is left open."""

import asyncio
from collections.abc import Mapping

import pytest

from callsheet.ports.data import (
    DataFailed,
    FailureKind,
    LostCall,
    OpenedCall,
    PreparedQuery,
    WriteKey,
    WriteUnit,
    Written,
)
from callsheet.ports.failures import StepFailed
from callsheet.ports.records import NoteTaken
from callsheet.ports.telephony import Silence, Utterance
from callsheet.ports.values import Cell, Row
from callsheet.session.session import Session
from tests.calls.conftest import HEAD, Stage, Voice

SCRIPT = """- answer
- query: tasks
  with: {person_id: 1}
  as: tasks
- say: Welcome.
- for_each: task
  in: tasks
  do:
    - ask: "{{ task.what }}"
      answers:
        finished:
          - write: finish
            with: {task_id: "{{ task.id }}", at: "{{ now }}"}
          - say: Noted.
        later: []
      if_silent: [Hello?]
      otherwise: []
- say: Goodbye.
- disconnect
if_caller_hangs_up:
  - note: "{{ tasks | default([]) | length }} tasks"
if_something_fails:
  - note: "{{ failure.step }}: {{ failure.kind }}"
  - say: Sorry.
  - disconnect
"""
YES = Utterance("yes")


# Hang-ups


@pytest.mark.parametrize(
    ("point", "states"),
    [
        ("answer", ["open", "open", "open"]),
        ("Welcome", ["open", "open", "open"]),
        ("Water", ["open", "open", "open"]),
        ("listen 1", ["open", "open", "open"]),
        ("Noted", ["done", "open", "open"]),
        ("listen 2", ["done", "open", "open"]),
        ("Goodbye", ["done", "done", "done"]),
    ],
)
def test_a_hang_up_keeps_what_was_answered_and_runs_the_handler_once(
    stage: Stage, point: str, states: list[str]
) -> None:
    played, voice = stage.voice(SCRIPT, YES, YES, YES, gone_at=point)
    assert played.record.ending == "hung_up"
    assert played.states == states
    handler = [visit for visit in played.visits if visit.state.startswith("if_caller_hangs_up")]
    assert len(handler) == 1
    assert [outcome for _, outcome in played.outcomes].count("hung_up") == 1
    assert "Sorry." not in voice.spoken


def test_an_answer_in_the_air_is_written_and_its_silent_steps_run(stage: Stage) -> None:
    """The caller says yes and hangs up: the line is gone at the next prompt."""
    played, voice = stage.voice(SCRIPT, YES, gone_at="Noted")
    assert played.writes == [("finish", 1)]
    assert voice.spoken == ["Welcome.", "Water the plants."]


def test_the_ending_stays_hung_up_where_its_handler_fails(stage: Stage) -> None:
    script = SCRIPT.replace(
        '- note: "{{ tasks | default([]) | length }} tasks"', "- write: add\n    with: {task_id: 1, what: twice}"
    )
    played = stage.play(script, "<hangup>")
    assert played.record.ending == "hung_up"
    assert played.record.failure_kind == ""
    assert [part.kind for part in played.parts(StepFailed)] == ["database_refused"]


def test_the_end_of_the_input_is_a_hang_up_only_where_a_question_listens(stage: Stage) -> None:
    assert stage.play("- answer\n- say: One.\n- say: Two.\n- disconnect\n").record.ending == "completed"
    assert stage.play(SCRIPT).record.ending == "hung_up"


# Failures


class Failing:
    """A database that fails where it is told to. What it is told to is what the port promises."""

    def __init__(self, kind: FailureKind, *, hangs: bool = False) -> None:
        self.kind = kind
        self.hangs = hangs
        self.closed: list[tuple[str, str]] = []

    async def read(self, query: PreparedQuery, values: Mapping[str, Cell], *, most_rows: int) -> tuple[Row, ...]:
        raise DataFailed(self.kind, "the database failed")

    async def write(self, unit: WriteUnit) -> Written:
        raise DataFailed(self.kind, "the database failed")

    async def open_sending(self, key: WriteKey, name: str) -> None:
        raise DataFailed(self.kind, "the database failed")

    async def close_sending(self, key: WriteKey, outcome: str) -> None:
        raise DataFailed(self.kind, "the database failed")

    async def open_call(self, call: OpenedCall) -> bool:
        raise DataFailed(self.kind, "the database failed")

    async def close_call(self, call_id: str, ending: str, failure_kind: str, at: object) -> None:
        self.closed.append((ending, failure_kind))

    async def take_lost_calls(self) -> tuple[LostCall, ...]:
        return ()

    async def close(self) -> None:
        pass


WRITING = """- answer
- write: finish
  with: {task_id: 1, at: "{{ now }}"}
  if_fails:
    - say: It is certainly not done.
- disconnect
if_something_fails:
  - say: "{{ failure.kind }} in {{ failure.step }}."
"""


@pytest.mark.parametrize(
    ("kind", "said", "ending"),
    [
        ("database_locked", "It is certainly not done.", "completed"),
        ("database_full", "It is certainly not done.", "completed"),
        ("unknown_outcome", "unknown_outcome in write finish.", "failed"),
        ("write_mismatch", "write_mismatch in write finish.", "failed"),
    ],
)
def test_if_fails_runs_only_where_the_write_certainly_did_not_happen(
    stage: Stage, kind: FailureKind, said: str, ending: str
) -> None:
    database = Failing(kind)
    played = stage.play(WRITING, database=database)
    assert played.said == [said]
    assert (played.record.ending, played.record.writes) == (ending, 0)
    assert database.closed == [(ending, kind if ending == "failed" else "")]


def test_a_failure_without_if_fails_runs_the_handler_and_fails_the_call(stage: Stage) -> None:
    played = stage.play(SCRIPT, database=Failing("database_corrupt"))
    assert played.said == ["Sorry."]
    assert (played.record.ending, played.record.failure_kind) == ("failed", "database_corrupt")
    assert [part.text for part in played.parts(NoteTaken)] == ["query tasks: database_corrupt"]


def test_a_failed_query_leaves_its_name_missing(stage: Stage) -> None:
    script = """- answer
- set: {row: before}
- query: person
  with: {phone: "+1"}
  as: row
  if_fails: []
- if: row
  then: [{say: There.}]
  else: [{say: Missing.}]
- disconnect
"""
    assert stage.play(script, database=Failing("database_slow")).said == ["Missing."]


def test_a_second_failure_or_a_hang_up_in_the_handler_ends_the_call_as_failed(stage: Stage) -> None:
    twice = SCRIPT.replace(
        "  - say: Sorry.\n", '  - write: finish\n    with: {task_id: 1, at: "{{ now }}"}\n  - say: Never said.\n'
    )
    played = stage.play(twice, database=Failing("database_locked"))
    assert (played.said, played.record.ending) == ([], "failed")
    asking = SCRIPT.replace(
        "  - say: Sorry.\n", "  - ask: Shall we call?\n    answers: {agree: []}\n    otherwise: []\n"
    )
    played = stage.play(asking, database=Failing("database_locked"))
    assert (played.said, played.record.ending) == (["Shall we call?"], "failed")


def test_where_speech_fails_the_handlers_prompts_are_skipped(stage: Stage) -> None:
    played, voice = stage.voice(SCRIPT, fails_at="Welcome")
    assert (played.record.ending, played.record.failure_kind) == ("failed", "speech")
    assert voice.spoken == []
    assert [outcome for state, outcome in played.outcomes if state == "if_something_fails/say"] == ["done"]


def test_where_one_text_cannot_be_spoken_the_handler_says_so(stage: Stage) -> None:
    played, voice = stage.voice(SCRIPT, cannot_speak="Welcome")
    assert (played.record.ending, played.record.failure_kind) == ("failed", "speech")
    assert voice.spoken == ["Sorry."]


def test_a_missing_value_fails_the_step_and_not_the_engine(stage: Stage) -> None:
    script = """- answer
- query: person
  with: {phone: "{{ call.person_number }}"}
  as: person
- say: Hello {{ person.nickname }}.
- disconnect
"""
    played = stage.play(script, unchecked=True)
    assert (played.record.ending, played.record.failure_kind) == ("failed", "missing_value")
    assert "person.nickname" in played.record.failure_message


def test_speaking_before_the_call_is_answered_fails(stage: Stage) -> None:
    played = stage.play("- say: Hello.\n- disconnect\n", unchecked=True)
    assert (played.record.ending, played.record.failure_kind) == ("failed", "line")


def test_an_engine_fault_ends_one_call_politely(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    class Broken(Failing):
        async def read(self, query: PreparedQuery, values: Mapping[str, Cell], *, most_rows: int) -> tuple[Row, ...]:
            raise ZeroDivisionError("secret words")

    played = stage.play(SCRIPT, database=Broken("database_locked"))
    assert (played.record.ending, played.record.failure_kind) == ("failed", "engine_fault")
    assert played.said == ["Sorry."]
    assert "secret words" not in caplog.text + played.record.failure_message


# Limits


def test_a_row_too_many_is_a_limit_and_never_cut_off(stage: Stage) -> None:
    played = stage.play(HEAD + "limits: {rows: 2}\nsteps:\n" + SCRIPT)
    assert (played.record.ending, played.said) == ("limit_reached", ["Sorry."])
    assert "limits: rows" in played.record.failure_message


def test_a_list_too_long_for_a_loop_is_a_limit(stage: Stage) -> None:
    head = HEAD + "limits: {rows: 2}\nvalues: {letters: [a, b, c]}\nsteps:\n"
    script = "- answer\n- for_each: letter\n  in: letters\n  do:\n    - say: x\n- disconnect\n"
    assert stage.play(head + script).record.ending == "limit_reached"


def test_steps_without_end_are_a_limit(stage: Stage) -> None:
    head = HEAD + "limits: {steps: 40}\nvalues: {letters: [a, b, c, d, e, f]}\nsteps:\n"
    script = """- answer
- for_each: one
  in: letters
  do:
    - for_each: two
      in: letters
      do:
        - set: {x: "{{ one ~ two }}"}
- disconnect
if_something_fails:
  - say: Too much.
"""
    played = stage.play(head + script)
    assert (played.record.ending, played.said) == ("limit_reached", ["Too much."])


TIMED = """limits: {call: 30s}
steps:
  - answer
  - say: Welcome.
  - ask: Ready?
    answers: {finished: []}
    otherwise: []
  - disconnect
if_something_fails:
  - say: Sorry.
  - disconnect
"""


@pytest.mark.parametrize("point", ["Welcome", "listen 1"])
def test_the_time_of_a_call_is_a_limit_also_in_mid_prompt(stage: Stage, point: str) -> None:
    played, voice = stage.voice(HEAD + TIMED, database=Failing("database_missing"), hangs_at=point)
    assert played.record.ending == "limit_reached"
    assert played.record.took_ms == 31_000  # the limit, and the handler's prompt
    assert voice.spoken[-1] == "Sorry."
    assert voice.ended


def test_at_a_limit_the_handler_has_thirty_seconds(stage: Stage) -> None:
    script = HEAD + TIMED.replace("Welcome", "Sorry, wait")
    played, voice = stage.voice(script, database=Failing("database_missing"), hangs_at="Sorry")
    assert played.record.ending == "limit_reached"
    assert played.record.ended_in == "if_something_fails (at a limit)/say"
    assert played.record.took_ms == 60_000
    assert voice.ended


# Shut-down


def test_a_shut_down_ends_the_call_at_the_line_and_keeps_what_was_written(stage: Stage) -> None:
    def stop_later(session: Session) -> None:
        asyncio.get_running_loop().call_later(3.5, session.shut_down)

    voices: list[Voice] = []

    def line(info: object, clock: object) -> Voice:
        voices.append(Voice(info, [YES, YES, YES]))  # type: ignore[arg-type]  # the stage's
        return voices[0]

    played = stage.over(line, SCRIPT, meanwhile=stop_later)
    assert played.record.ending == "shut_down"
    assert played.states == ["done", "open", "open"]
    assert voices[0].ended


def three_answers(info: object, clock: object) -> Voice:
    return Voice(info, [YES, YES, YES])  # type: ignore[arg-type]  # the stage's


def test_after_a_shut_down_what_stands_under_after_call_is_done(stage: Stage) -> None:
    def stop_later(session: Session) -> None:
        asyncio.get_running_loop().call_later(3.5, session.shut_down)

    after = 'after_call:\n  - write: finish\n    with: {task_id: 3, at: "{{ now }}"}\n  - note: "{{ call.ending }}"\n'
    played = stage.over(three_answers, SCRIPT + after, meanwhile=stop_later)
    assert played.record.ending == "shut_down"
    assert played.states == ["done", "open", "done"]
    assert played.outcomes[-2:] == [("after_call/write finish", "done"), ("after_call/note", "done")]


def test_after_the_call_nothing_lasts_longer_than_its_limit(stage: Stage) -> None:
    rounds = "after_call:\n" + "  - loop: 100\n    do:\n" + "      - loop: 100\n        do: [{note: again}]\n"
    played = stage.over(three_answers, SCRIPT + rounds)
    assert played.record.ending == "completed"
    assert played.record.failure_kind == ""
    assert played.outcomes[-1][1] == "limit_reached"  # of steps: a thousand


def test_what_goes_wrong_after_the_call_changes_nothing_of_it(stage: Stage) -> None:
    late = 'sections:\n  late:\n    - note: "{{ call.transcript | date }}"\n    - note: never\n'
    after = f"after_call:\n  - run: late\n{late}"
    played = stage.over(three_answers, SCRIPT + after)
    assert (played.record.ending, played.record.failure_kind) == ("completed", "")
    assert played.outcomes[-1] == ("after_call/run late/note", "failed")


def test_a_cancelled_session_lets_go_of_the_line_and_writes_its_record(stage: Stage) -> None:
    voices: list[Voice] = []

    def line(info: object, clock: object) -> Voice:
        voices.append(Voice(info, [], hangs_at="listen"))  # type: ignore[arg-type]  # the stage's
        return voices[0]

    def cancel_later(session: Session) -> None:
        task = asyncio.current_task()
        assert task is not None
        asyncio.get_running_loop().call_later(5, task.cancel)

    with pytest.raises(asyncio.CancelledError):
        stage.over(line, SCRIPT, meanwhile=cancel_later)
    assert voices[0].ended


# Interruptions


def test_a_prompt_that_may_not_be_interrupted_tells_the_line_so(stage: Stage) -> None:
    script = SCRIPT.replace("- say: Welcome.", "- say: Welcome.\n  interruptible: false")
    _, voice = stage.voice(script, Silence(), YES, YES, YES)
    assert voice.interruptible[:3] == [False, True, True]
    head = HEAD + "defaults: {interruptible: false}\nsteps:\n"
    _, voice = stage.voice(head + SCRIPT, Silence(), YES, YES, YES)
    assert voice.interruptible == [False, False]  # nothing is open any more: Welcome, Goodbye


def test_a_question_listens_as_the_script_says(stage: Stage) -> None:
    script = SCRIPT.replace(
        "      otherwise: []", "      otherwise: []\n      timeout: 2.5s\n      speech_pause: 900ms"
    )
    played, voice = stage.voice(script, Silence(), YES, YES, YES)
    listening = voice.listened[0]
    assert (listening.timeout_seconds, listening.pause_seconds) == (2.5, 0.9)
    assert {"it is done", "later"} <= set(listening.phrases)
    assert [visit.took_ms for visit in played.visits if visit.outcome == "silent"] == [3500]  # a prompt and the silence
