"""Nobody confirms what they have not heard: data that holds nothing to hear, in questions and before them."""

import sqlite3
from contextlib import closing

import pytest

from callsheet.ports.failures import StepFailed
from callsheet.ports.records import CallerHeard, PromptSpoken
from callsheet.ports.telephony import KeyPress
from tests.calls.conftest import SAMPLE, SCHEMA, Stage

LOOP = """- answer
- query: tasks
  with: {person_id: 1}
  as: tasks
- for_each: task
  in: tasks
  do:
"""
ASKED = """    - ask: "%s"
      answers:
        finished:
          - write: finish
            with: {task_id: "{{ task.id }}", at: "{{ now }}"}
      if_silent: []
      if_unclear: ["Once more? %s"]
      otherwise: []
- disconnect
"""


def with_task(stage: Stage, what: str) -> None:
    """The first task is this one."""
    with closing(sqlite3.connect(stage.database)) as connection, connection:
        connection.executescript(SCHEMA + SAMPLE)
        connection.execute("UPDATE tasks SET what = ? WHERE id = 1", [what])


@pytest.mark.parametrize("what", ["...", "", "\u200b", "<p></p>", "\ue000"])
@pytest.mark.parametrize(
    "steps",
    [
        ASKED % ("{{ task.what }} Is it done?", "{{ task.what }}"),
        ASKED % ("Task {{ loop.number }}: {{ task.what }} Is it done?", "{{ task.what }}"),
        '    - say: "{{ task.what }}"\n' + ASKED % ("Is it done?", ""),
        '    - say: "Task {{ loop.number }}. {{ task.what }}"\n' + ASKED % ("Is it done?", ""),
    ],
)
def test_what_nobody_hears_is_not_asked_about(stage: Stage, steps: str, what: str) -> None:
    with_task(stage, what)
    played, voice = stage.voice(LOOP + steps, KeyPress("1"))
    assert voice.spoken == []
    assert (played.record.ending, played.record.failure_kind) == ("failed", "speech")
    assert "task.what has nothing in it that can be spoken" in played.record.failure_message
    assert (played.parts(CallerHeard), played.parts(PromptSpoken), played.states[0]) == ([], [], "open")
    assert [part.kind for part in played.parts(StepFailed)] == ["speech"]


def test_a_line_of_a_ladder_needs_what_it_is_about_as_well(stage: Stage) -> None:
    with_task(stage, "—")
    played, voice = stage.voice(LOOP + ASKED % ("May I?", "{{ task.what }} Is it done?"), KeyPress("9"))
    assert voice.spoken == ["May I?"]
    assert (played.record.failure_kind, played.states[0]) == ("speech", "open")


def test_where_empty_is_meant_the_question_is_put(stage: Stage) -> None:
    with_task(stage, "")
    asked = ASKED % ("{{ task.what | default('') }} {{ 'Again.' if loop.number > 9 else '' }} Is it done?", "")
    played, voice = stage.voice(LOOP + asked, KeyPress("1"), KeyPress("2"), KeyPress("2"))
    assert voice.spoken[0] == "Is it done?"
    assert played.states == ["done", "open", "open"]


def test_a_name_that_the_script_empties_itself_may_be_empty(stage: Stage) -> None:
    with_task(stage, "Water the plants.")
    steps = '    - set: {again: ""}\n' + ASKED % ("{{ again }} {{ task.what }} Is it done?", "")
    played, voice = stage.voice(LOOP + steps, KeyPress("1"), KeyPress("2"), KeyPress("2"))
    assert voice.spoken[0] == "Water the plants. Is it done?"
    assert played.states[0] == "done"


def test_an_empty_word_in_a_sentence_that_is_only_said_is_left_out(stage: Stage) -> None:
    with_task(stage, "")
    said = '    - say: "Your task {{ task.what }} is open."\n    - stop_loop\n- disconnect\n'
    played, voice = stage.voice(LOOP + said)
    assert (played.record.ending, voice.spoken) == ("completed", ["Your task is open."])


def test_a_handler_says_what_is_left(stage: Stage) -> None:
    with_task(stage, "...")
    script = LOOP + ASKED % ("{{ task.what }} Is it done?", "") + 'if_something_fails:\n  - say: "{{ note }} Sorry."\n'
    script = script.replace("- answer\n", "- answer\n- query: tasks\n  with: {person_id: 1}\n  as: all\n", 1)
    played, voice = stage.voice(script.replace("{{ note }}", "{{ all[0].what | default('') }}"))
    assert voice.spoken == ["... Sorry."]
    assert played.record.failure_kind == "speech"
