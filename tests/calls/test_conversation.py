"""Whole calls of small scripts: what each verb does, and what comes next."""

import pytest

from callsheet.adapters.data.sqlite.create import create_database
from callsheet.ports.records import CallerHeard, IntentUnderstood, NoteTaken, RowsRead
from tests.calls.conftest import SAMPLE, SCHEMA, Stage

ASK = """- answer
- ask: Is it done?
  answers:
    finished:
      - say: Well done.
    later:
      - say: Later, then.
  if_silent: [Hello?, Are you there?]
  if_unclear: [Yes or no?, Please say yes or no.]
  otherwise:
    - say: Never mind.
- say: "{{ reply.intent }}, {{ reply.how }}, {{ reply.text }}"
- disconnect
"""

LOOP = """- answer
- query: person
  with: {phone: "{{ call.person_number }}"}
  as: person
  if_none:
    - say: Who are you?
    - disconnect
- query: tasks
  with: {person_id: "{{ person.id }}"}
  as: tasks
"""


def test_a_one_row_query_keeps_its_row_and_a_many_row_query_its_list(stage: Stage) -> None:
    played = stage.play(
        LOOP
        + '- say: "{{ person.name }} has {{ tasks | length }}, first {{ tasks[0].what | default(0) }}"\n- disconnect\n'
    )
    assert played.said == ["Ann has 3, first Water the plants."]
    assert played.record.ending == "completed"
    assert [(read.query, read.rows) for read in played.parts(RowsRead)] == [("person", 1), ("tasks", 3)]
    assert [len(read.found) for read in played.parts(RowsRead)] == [1, 3]


def test_if_none_runs_and_the_script_goes_on_behind_it(stage: Stage) -> None:
    script = """- answer
- query: person
  with: {phone: "+19999999"}
  as: person
  if_none:
    - say: Nobody.
- if: person
  then: [{say: Somebody.}]
  else: [{say: Missing.}]
- disconnect
"""
    assert stage.play(script).said == ["Nobody.", "Missing."]


def test_a_missing_row_without_if_none_is_missing(stage: Stage) -> None:
    script = """- answer
- query: person
  with: {phone: "+19999999"}
  as: person
- say: "{{ person.name | default('nobody') }}"
- disconnect
"""
    assert stage.play(script).said == ["nobody"]


def test_a_withheld_number_is_missing(stage: Stage) -> None:
    script = """- answer
- if: call.person_number
  then: [{say: Known.}]
  else: [{say: "{{ call.caller_number | default('Withheld') }}."}]
- disconnect
"""
    assert stage.play(script).said == ["Known."]
    assert stage.play(script, caller="").said == ["Withheld."]


def test_a_withheld_number_finds_nobody(stage: Stage) -> None:
    nameless = SCHEMA + SAMPLE + "INSERT INTO people (name, phone) VALUES ('Nobody', '');"
    create_database(stage.database, nameless)
    script = """- answer
- query: person
  with: {phone: "{{ call.person_number }}"}
  as: person
  if_none: [{say: Who are you?}, disconnect]
- say: "{{ person.name }}"
- disconnect
"""
    played = stage.play(script, caller="")
    assert played.said == ["Who are you?"]
    assert played.parts(RowsRead)[0].values == {"phone": None}


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        (["yes"], ["Well done.", "finished, phrase, yes"]),
        (["#1"], ["Well done.", "finished, key, 1"]),
        (["Not yet!"], ["Later, then.", "later, phrase, Not yet!"]),
        (["", "yes"], ["Hello?", "Well done.", "finished, phrase, yes"]),
        (["<silence>", "", ""], ["Hello?", "Are you there?", "Never mind.", "silent, silent,"]),
        (["hm", "", "yes"], ["Yes or no?", "Hello?", "Well done.", "finished, phrase, yes"]),
        (["#7", "hm", "hm"], ["Yes or no?", "Please say yes or no.", "Never mind.", "unclear, unclear, hm"]),
        (["hm", "", "hm"], ["Yes or no?", "Hello?", "Never mind.", "unclear, unclear, hm"]),
    ],
)
def test_a_question_climbs_its_ladders(stage: Stage, turns: list[str], said: list[str]) -> None:
    played = stage.play(ASK, *turns)
    assert played.said == ["Is it done?", *said]
    assert played.record.ending == "completed"


def test_a_ladder_without_a_next_line_gives_up(stage: Stage) -> None:
    script = ASK.replace("  if_silent: [Hello?, Are you there?]\n", "")
    assert stage.play(script, "").said == ["Is it done?", "Never mind.", "silent, silent,"]


def test_attempts_are_a_limit_of_the_script(stage: Stage) -> None:
    from tests.calls.conftest import HEAD

    script = HEAD + "limits: {attempts: 2}\nsteps:\n" + ASK
    assert stage.play(script, "", "").said == ["Is it done?", "Hello?", "Never mind.", "silent, silent,"]


def test_defaults_close_questions_that_do_not_close_themselves(stage: Stage) -> None:
    from tests.calls.conftest import HEAD

    defaults = "defaults:\n  if_silent: [Anybody?]\n  otherwise: [{say: Default.}]\nsteps:\n"
    script = """- answer
- ask: One?
  answers: {finished: []}
- ask: Two?
  answers: {finished: []}
  if_silent: []
- disconnect
"""
    assert stage.play(HEAD + defaults + script, "", "", "").said == ["One?", "Anybody?", "Default.", "Two?", "Default."]


def test_repeat_costs_no_attempt_three_times_and_is_unclear_then(stage: Stage) -> None:
    played = stage.play(ASK, "say that again", "repeat that please", "pardon", "say that again", "yes")
    assert played.said == [*["Is it done?"] * 4, "Yes or no?", "Well done.", "finished, phrase, yes"]


def test_who_asks_for_a_moment_loses_no_attempt_once(stage: Stage) -> None:
    played = stage.play(ASK, "one moment, please", "the weather", "hold on", "the weather")
    lines = ["Yes or no?", "Yes or no?", "Please say yes or no."]
    assert played.said == ["Is it done?", *lines, "Never mind.", "unclear, unclear, the weather"]


def test_repeat_as_an_answer_is_the_authors_own(stage: Stage) -> None:
    script = ASK.replace("    later:\n", "    repeat:\n")
    assert stage.play(script, "say that again").said[:2] == ["Is it done?", "Later, then."]


def test_the_journal_tells_what_was_heard_and_how_it_was_understood(stage: Stage) -> None:
    played = stage.play(ASK, "", "#1")
    assert [(part.kind, part.text) for part in played.parts(CallerHeard)] == [("silence", ""), ("key", "1")]
    assert [(part.intent, part.how, part.confidence) for part in played.parts(IntentUnderstood)] == [
        ("silent", "silent", 0.0),
        ("finished", "key", 1.0),
    ]
    assert [outcome for state, outcome in played.outcomes if state == "ask"] == ["silent", "finished"]


def test_as_keeps_a_copy_of_a_reply(stage: Stage) -> None:
    script = """- answer
- ask: One?
  answers: {finished: []}
  otherwise: []
  as: first
- ask: Two?
  answers: {later: []}
  otherwise: []
- say: "{{ first.intent }} {{ reply.intent }}"
- disconnect
"""
    assert stage.play(script, "yes", "no").said[-1] == "finished later"


def test_a_loop_goes_through_its_rows_and_knows_where_it_is(stage: Stage) -> None:
    script = (
        LOOP
        + """- for_each: task
  in: tasks
  do:
    - say: "{{ loop.number }}/{{ loop.total }} {{ loop.first }} {{ loop.last }} {{ task.what }}"
- disconnect
"""
    )
    assert stage.play(script).said == [
        "1/3 yes no Water the plants.",
        "2/3 no no Feed the cat.",
        "3/3 no yes Post the letter.",
    ]


def test_next_item_and_stop_loop_leave_the_innermost_loop_also_from_a_section(stage: Stage) -> None:
    from tests.calls.conftest import HEAD

    steps = (
        LOOP
        + """- for_each: task
  in: tasks
  do:
    - for_each: letter
      in: letters
      do:
        - if: letter == "b"
          then: [{run: leave}]
        - say: "{{ task.id }}{{ letter }}"
    - if: task.id == 1
      then: [next_item]
    - say: "after {{ task.id }}"
    - stop_loop
- say: End.
- disconnect
sections:
  leave:
    - stop_loop
"""
    )
    script = HEAD + "values:\n  letters: [a, b, c]\nsteps:\n" + steps
    assert stage.play(script).said == ["1a", "2a", "after 2", "End."]


def test_for_each_over_nothing_runs_if_none(stage: Stage) -> None:
    script = (
        LOOP
        + """- for_each: task
  in: tasks
  if_none:
    - say: Nothing to do.
  do:
    - say: Something.
- disconnect
"""
    )
    assert stage.play(script, caller="+15550101").said == ["Nothing to do."]


def test_set_keeps_types_and_later_values_see_earlier_ones(stage: Stage) -> None:
    script = """- answer
- set: {n: 2, text: "2", yes_or_no: true, words: "n is {{ 1 + 1 }}"}
- set: {n: "{{ n + 1 }}", double: "{{ n + n }}"}
- if: n == 3 and text == "2" and yes_or_no
  then: [{say: "{{ words }}, {{ double }}"}]
- disconnect
"""
    assert stage.play(script).said == ["n is 2, 6"]


@pytest.mark.parametrize(
    ("value", "said"),
    [('"gold"', "is gold"), ("3", "is 3"), ("2.5", "is 2.5"), ("true", "is true"), ('"other"', "else")],
)
def test_switch_reads_its_cases_with_the_type_of_the_value(stage: Stage, value: str, said: str) -> None:
    script = f"""- answer
- set: {{x: {value}}}
- switch: x
  cases:
    gold: [{{say: is gold}}]
    3: [{{say: is 3}}]
    2.5: [{{say: is 2.5}}]
    true: [{{say: is true}}]
  else: [{{say: else}}]
- disconnect
"""
    assert stage.play(script, unchecked=True).said == [said]


def test_branch_takes_the_first_that_holds(stage: Stage) -> None:
    script = """- answer
- branch:
    - if: 1 > 2
      then: [{say: first}]
    - if: 2 > 1
      then: [{say: second}]
    - if: 3 > 1
      then: [{say: third}]
- branch:
    - if: 1 > 2
      then: [{say: first}]
- disconnect
"""
    assert stage.play(script).said == ["second"]


def test_a_section_sees_the_names_of_the_place_where_it_is_run(stage: Stage) -> None:
    from tests.calls.conftest import HEAD

    steps = (
        LOOP
        + """- set: {last: 'none'}
- for_each: task
  in: tasks
  do:
    - run: tell
- say: "{{ last }}"
- disconnect
sections:
  tell:
    - say: "{{ person.name }}: {{ task.what }}"
    - set: {last: "{{ task.id }}"}
"""
    )
    assert stage.play(HEAD + "steps:\n" + steps).said[-2:] == ["Ann: Post the letter.", "3"]


def test_notes_reasons_and_pauses_are_in_the_journal_and_pauses_take_virtual_time(stage: Stage) -> None:
    script = '- answer\n- note: "{{ call.direction }}"\n- pause: 1.5s\n- say: "{{ now }}"\n- disconnect: all done\n'
    played = stage.play(script)
    assert [note.text for note in played.parts(NoteTaken)] == ["inbound", "all done"]
    assert [visit.took_ms for visit in played.visits if visit.verb == "pause"] == [1500]


def test_line_breaks_and_braces_of_data_are_only_words(stage: Stage) -> None:
    stage.play("- answer\n- disconnect\n")
    import sqlite3

    with sqlite3.connect(stage.database) as connection:
        connection.execute("UPDATE people SET name = '{{ call.id }}  <hangup>\n{% raw %}\x1b[2J' WHERE id = 1")
    connection.close()
    played = stage.play(LOOP + "- say: Hello {{ person.name }}.\n- disconnect\n")
    assert played.said == ["Hello {{ call.id }} <hangup> {% raw %}\\x1b[2J."]


def test_steps_that_end_without_disconnect_complete_the_call(stage: Stage) -> None:
    played = stage.play("- answer\n- say: Bye.\n", unchecked=True)
    assert played.record.ending == "completed"
    assert played.screen[-1] == "-- the call is disconnected"


def test_state_names_are_the_authors_path(stage: Stage) -> None:
    script = (
        LOOP
        + """- for_each: task
  in: tasks
  do:
    - ask: Done?
      answers:
        finished:
          - write: finish
            with: {task_id: "{{ task.id }}", at: "{{ now }}"}
      otherwise: []
    - say: One.
    - say: Two.
- disconnect
"""
    )
    states = [state for state, _ in stage.play(script, "yes", "yes", "yes").outcomes]
    assert states[3:10] == [
        "for_each task",
        "for_each task/ask",
        "for_each task/ask/finished/write finish",
        "for_each task/say",
        "for_each task/say 2",
        "for_each task/next",
        "for_each task/ask",
    ]
