"""A call that is tried: its turns are played again each time, and are a test of it afterwards."""

from pathlib import Path
from random import Random

import pytest

from callsheet.diagnostics.diagnostic import FILE_START
from callsheet.script.words import Word
from callsheet.testing.cases import Given, Kind, TableRows, answered
from callsheet.testing.check import Suite
from callsheet.testing.play import play
from callsheet.testing.trial import failures_of, rows_to_try, suite_to_try, try_call
from callsheet.testing.tried import TriedCall
from callsheet.testing.writing import requests_after
from tests.checking import check_file
from tests.testing.conftest import Bench
from tests.testing.test_from_journal import case, turns_at_random

SAMPLE = """INSERT INTO people VALUES (1, 'Ann', '+15550100');
INSERT INTO tasks VALUES (1, 1, 'Water the plants.', 'open', NULL), (2, 1, 'Eat.', 'open', NULL);"""
CALLS = 40


@pytest.fixture
def tasks(bench: Bench) -> Suite:
    bench.write("sample.sql", SAMPLE)
    return suite(bench.folder / "tasks.flow.yaml")


def suite(path: Path, given: Given | None = None) -> Suite:
    made = suite_to_try(check_file(path, path.name), given)
    assert made is not None
    return made


def told(call: TriedCall) -> list[tuple[str, str]]:
    return [(line.scene.who, line.scene.words) for line in call.lines]


def test_the_call_goes_as_far_as_its_turns(tasks: Suite) -> None:
    call = try_call(tasks, [])
    assert told(call) == [
        ("line", "answered"),
        ("read", "person(phone=+15550100): 1 row"),
        ("engine", "Hello Ann."),
        ("read", "tasks(person_id=1): 2 rows"),
        ("engine", "Task 1. Water the plants. Is it done?"),
    ]
    assert (call.state, call.line, call.ending, call.problem) == ("for_each task/ask", 31, "", "")
    assert [(offer.intent, offer.phrases, offer.press) for offer in call.offers] == [
        ("finished", ("it is done", "done that"), "1"),
        ("later", ("later", "not yet"), "2"),
    ]
    assert call.changes == ()


def test_a_turn_more_is_one_more_answer_and_one_less_takes_it_back(tasks: Suite) -> None:
    first = try_call(tasks, [("says", "done that")])
    assert told(first)[5:] == [
        ("caller", "done that"),
        ("understood", "understood as finished, by phrase (1.00)"),
        ("written", "finish(task_id=1, at=2026-01-05T15:00:04Z): 1 row"),
        ("engine", "Good."),
        ("engine", "Task 2. Eat. Is it done?"),
    ]
    (change,) = first.changes
    assert (change.table, change.before["state"], change.after["state"]) == ("tasks", "open", "done")
    assert try_call(tasks, [("says", "done that"), ("presses", "2")]).ending == "completed"
    assert try_call(tasks, []).changes == ()


def test_each_line_knows_the_turns_before_it(tasks: Suite) -> None:
    call = try_call(tasks, [("silent", ""), ("says", "later")])
    turns = [(line.scene.words, line.turn) for line in call.lines if line.scene.who in ("engine", "caller")]
    assert turns == [
        ("Hello Ann.", 0),
        ("Task 1. Water the plants. Is it done?", 0),
        ("(says nothing)", 0),
        ("Hello?", 1),
        ("later", 1),
        ("All right.", 2),
        ("Task 2. Eat. Is it done?", 2),
    ]


def test_a_prompt_is_interrupted_where_the_turns_say_so(tasks: Suite) -> None:
    question = "Task 1. Water the plants. Is it done?"
    call = try_call(tasks, [("hears", question), ("interrupts", "done that")])
    assert [line.prompt for line in call.lines if "interrupted" in line.scene.words] == [question]
    assert call.state == "for_each task/ask"
    assert call.changes[0].after["state"] == "done"


def test_a_caller_hangs_up_where_the_turns_say_so(tasks: Suite) -> None:
    call = try_call(tasks, [("hears", "Hello Ann."), ("hangs_up", "")])
    assert (call.ending, call.state) == ("hung_up", "if_caller_hangs_up/write write_note")
    assert [(change.table, dict(change.before), change.after["what"]) for change in call.changes] == [
        ("notes", {}, "The caller hung up.")
    ]


def test_whatever_a_test_can_let_fail_can_be_tried(tasks: Suite) -> None:
    failures = failures_of(tasks.flow)
    assert failures == (
        *(("fails", name) for name in ("person", "tasks", "finish", "write_note", "speech", "recognition", "model")),
        *(("unchanged", name) for name in ("finish", "write_note")),
    )
    calls = [try_call(tasks, [failure, ("says", "done that")]) for failure in failures]
    prompts = [[line.scene.words for line in call.lines if line.scene.who == "engine"] for call in calls]
    assert prompts[0] == ["I cannot look you up."]
    assert "I could not write that down." in prompts[2]
    assert "That cannot be done." in prompts[7]
    assert [call.ending for call in calls] == ["completed", "failed", "", "", "failed", "failed", "", "", ""]


def test_a_turn_that_cannot_be_played_says_why(tasks: Suite) -> None:
    call = try_call(tasks, [("says", "later"), ("hears", "Good-bye for ever"), ("says", "later")])
    assert (call.problem, call.problem_turn) == ('the caller did not hear "Good-bye for ever"', 1)
    assert (call.ending, call.offers) == ("", ())
    call = try_call(tasks, [("says", "the weather"), ("understood_as", "sunshine")])
    assert (call.problem, call.problem_turn) == ('"sunshine" is no answer of this question', 1)


def test_it_is_tried_on_what_tests_are_given(bench: Bench) -> None:
    bench.write("sample.sql", SAMPLE)
    nobody = TableRows(Word("people", FILE_START), ())
    empty = suite(bench.folder / "tasks.flow.yaml", Given(tables={"people": nobody}))
    assert try_call(empty, [], Given(caller_number="+15550177")).ending == "completed"
    assert rows_to_try(empty, Given()) == {}


def test_the_rows_of_the_sample_can_be_given_to_a_test(tasks: Suite) -> None:
    rows = rows_to_try(tasks, Given())
    assert {name: len(found) for name, found in rows.items()} == {"people": 1, "tasks": 2}
    assert rows["people"] == [{"id": 1, "name": "Ann", "phone": "+15550100"}]


def test_a_script_without_data_is_tried_without(bench: Bench) -> None:
    path = bench.write(
        "hello.flow.yaml", "callsheet: 1\nflow: hello\nsteps:\n  - answer\n  - say: Hello.\n  - disconnect\n"
    )
    call = try_call(suite(path), [])
    assert (call.ending, call.changes, call.turns) == ("completed", (), (("hears", "Hello."), ("ends", "completed")))


def test_a_script_with_errors_is_not_tried(bench: Bench) -> None:
    path = bench.write("hello.flow.yaml", "callsheet: 1\nflow: hello\nsteps:\n  - run: nowhere\n")
    assert suite_to_try(check_file(path, path.name), None) is None


def test_what_was_tried_is_a_test_that_passes(tasks: Suite) -> None:
    tried = 0
    for seed in range(CALLS):
        turns = turns_at_random(Random(seed), tasks)[:3]  # noqa: S311 - not for secrets
        call = try_call(tasks, turns)
        while not (call.ending or call.problem):
            turns.append(("silent", ""))
            call = try_call(tasks, turns)
        if call.problem:
            continue
        tried += 1
        again = play(tasks, case(call.turns, Given()))
        assert not again.problems, (turns, again.problems)
    assert tried > CALLS / 3


CONNECTING = Path(__file__).parents[1] / "language" / "connecting.flow.yaml"
NOBODY: list[tuple[Kind, str]] = [("does_not_pick_up", "office"), ("says", "support")]


def test_a_call_waits_for_the_other_side_and_says_for_whom() -> None:
    connecting = suite(CONNECTING)
    found = [try_call(connecting, turns) for turns in ([], NOBODY[:1], NOBODY, [*NOBODY, ("picks_up", "support")])]
    assert [(call.waits, call.other, call.problem, call.ending) for call in found] == [
        ("ring", "office", "", ""),
        ("answer", "office", "", ""),
        ("ring", "support", "", ""),
        ("talk", "support", "", ""),
    ]
    assert ("fails", "line") in failures_of(connecting.flow)


def test_what_the_other_side_does_and_hears_is_told_in_its_place() -> None:
    call = try_call(suite(CONNECTING), [("picks_up", "office")])
    assert told(call)[:6] == [
        ("line", "rings office: answered after 5.0 s"),
        ("other", "(picks up)"),
        ("engine", "(to the other side) Somebody who knows you."),
        ("engine", "(to both) You are connected."),
        ("line", "leaves the call to the two"),
        ("note", "whisper: Somebody who knows you. call: You are connected."),
    ]
    assert [line.turn for line in call.lines if line.scene.who == "other"] == [0]
    assert call.turns == (
        ("picks_up", "office"),
        ("agent_hears", "Somebody who knows you."),
        ("hears", "You are connected."),
        ("ends", "completed"),
    )
    back = try_call(suite(CONNECTING), [*NOBODY, ("picks_up", "support"), ("they_hang_up", "")])
    assert told(back)[-4:-2] == [("other", "(hangs up)"), ("engine", "You are back. Goodbye.")]


HELP = """callsheet: 1
flow: help
language: en-US
requests: office.http
steps:
  - answer
  - request: waiting_time
    with: {queue: support}
    as: queue
    if_none:
      - say: Nobody waits.
    if_fails: []
  - if: queue
    then:
      - say: You would wait {{ queue.minutes }} minutes.
  - record: Please leave a message.
    as: said
    if_none: [disconnect]
    if_fails: [disconnect]
  - message: We have your message, {{ said.seconds }} seconds of it.
    if_fails: []
  - request: tell_the_team
    with: {caller: "{{ call.person_number }}"}
    if_fails: []
  - disconnect
after_call:
  - message: Goodbye.
    if_fails: []
"""
OFFICE = """### waiting_time(queue)
# How long callers wait.
# gives: minutes INTEGER
# none: 404
GET {{ $URL }}/waiting?queue={{ queue }}

### tell_the_team(caller)!
# Tells the team whom to call.
POST {{ $URL }}/tell?caller={{ caller }}
"""


@pytest.fixture
def elsewhere(bench: Bench) -> Suite:
    bench.write("office.http", OFFICE)
    return suite(bench.write("help.flow.yaml", HELP))


def test_a_call_waits_for_what_another_system_answers(elsewhere: Suite) -> None:
    waiting = try_call(elsewhere, [])
    assert (waiting.waits, waiting.other, waiting.problem) == ("request", "waiting_time", "")
    assert told(waiting) == [("line", "answered")]
    for answer, heard in [({"minutes": 12}, "You would wait 12 minutes."), (None, "Nobody waits.")]:
        call = try_call(elsewhere, [], Given(requests={"waiting_time": answered("waiting_time", answer)}))
        assert (call.waits, next(line.prompt for line in call.lines if line.prompt)) == ("recording", heard)
    assert try_call(elsewhere, [("fails", "waiting_time")]).waits == "recording"
    assert {("fails", "waiting_time"), ("fails", "message"), ("fails", "recording")} <= {*failures_of(elsewhere.flow)}


def test_what_was_sent_is_told_and_looked_for_in_a_test(elsewhere: Suite) -> None:
    call = try_call(elsewhere, [("fails", "waiting_time"), ("says", "please call me back soon")])
    assert [words for who, words in told(call) if who == "sent"] == [
        "sms to +15550100: We have your message, 2 seconds of it.",
        "tell_the_team(caller=+15550100): status 200",
        "sms to +15550100: Goodbye.",
    ]
    assert call.turns[-3:] == (
        ("receives", "We have your message, 2 seconds of it."),
        ("ends", "completed"),
        ("receives", "Goodbye."),
    )
    assert requests_after(call.sent) == {"tell_the_team": [{"caller": "+15550100"}]}
    gone = try_call(elsewhere, [("fails", "waiting_time"), ("says", "please call me back soon"), ("hangs_up", "")])
    assert gone.ending == "hung_up"
