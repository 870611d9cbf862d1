"""What `interrupts` does in a test: it comes where it can count, and where it counts for nothing the call goes on."""

import pytest

from tests.testing.conftest import HEAD, Bench

SCRIPT = """callsheet: 1
flow: tasks
timezone: America/New_York
data: data.sql
steps:
  - answer
  - query: tasks
    with: {person_id: 1}
    as: tasks
  - for_each: task
    in: tasks
    do:
      - ask: "QUESTION"
        answers:
          agree:
            - write: finish
              with: {task_id: "{{ task.id }}", at: "{{ now }}"}
            - say: That is noted.
          refuse: []
        if_silent: []
        if_unclear: []
        otherwise:
          - say: Never mind.
  - say: Thank you.
  - ask: Press 1 for tea, 2 for coffee.
    answers:
      agree:
        - say: Tea.
      refuse:
        - say: Coffee.
    if_silent: []
    if_unclear: []
    otherwise: []
  - disconnect
"""
PASSED = "passed"
DONE = "    rows_after:\n      tasks: [{id: 1, state: done}]\n"
OPEN = "    rows_after:\n      tasks: [{id: 1, state: open}]\n"


def call(bench: Bench, question: str, turns: str, after: str) -> str:
    """What a test with these turns says of a script that asks so; `PASSED` where nothing is wrong."""
    bench.write("tasks.flow.yaml", SCRIPT.replace("QUESTION", question))
    bench.write("tasks.test.yaml", HEAD + f"  - name: a call\n    call: [{turns}]\n{after}")
    ran = bench.run("tasks.test.yaml")
    return ran.out + ran.err if ran.status else PASSED


@pytest.mark.parametrize("question", ["{{ task.what }} Is it done?", "Is it done: {{ task.what }}", "{{ task.what }}"])
@pytest.mark.parametrize("does", ['"1"', '"yes"'])
def test_an_interruption_comes_when_the_data_has_been_heard(bench: Bench, question: str, does: str) -> None:
    turns = f"{{hears: Water}}, {{interrupts: {does}}}, {{hears: noted}}, {{hears: Tea}}, {{silent: true}}"
    assert call(bench, question, turns, DONE) == PASSED


@pytest.mark.parametrize("does", ['"1"', '"2"', '"7"', '"yes"', "okay", "stop it"])
def test_what_counts_for_nothing_lets_the_call_go_on(bench: Bench, does: str) -> None:
    """Between this text and the menu a loop goes on: no key over it reaches the menu."""
    turns = (
        f'{{hears: Water}}, {{says: "yes"}}, {{hears: noted}}, {{interrupts: {does}}}, {{hears: for tea}}, '
        '{presses: "2"}, {hears: coffee}'
    )
    assert call(bench, "{{ task.what }} Is it done?", turns, DONE) == PASSED


def test_a_backchannel_into_a_question_answers_nothing(bench: Bench) -> None:
    turns = "{hears: Water}, {interrupts: okay}, {silent: true}, {hears: never mind}, {hears: tea}, {silent: true}"
    assert call(bench, "{{ task.what }} Is it done?", turns, OPEN) == PASSED


def test_a_key_over_the_text_before_a_menu_answers_the_menu(bench: Bench) -> None:
    turns = '{hears: Water}, {says: "no"}, {hears: Thank you}, {interrupts: "2"}, {hears: Coffee}'
    assert call(bench, "{{ task.what }} Is it done?", turns, OPEN) == PASSED
