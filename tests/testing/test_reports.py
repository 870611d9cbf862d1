"""Each way in which a test can fail, and what its author is told; and what passes."""

import textwrap

import pytest

from tests.testing.conftest import FIRST, Bench

NOTED = "    rows_after: {notes: [{id: 1, what: The caller hung up.}]}\n"
# The first turn's line: `- name:` and `call:` stand above it.
AT = FIRST + 2
CALL = """
     -- the call is answered
     call:   Hello Ann.
     call:   Task 1. Water the plants. Is it done?"""

# the turns, then what is reported: the line of the turn (from 0) and the rest of the first line, the notes below it
FAILURES = [
    (
        ["hears: nothing"],
        (0, 16, 'the caller did not hear "nothing" [CS651 not-heard]'),
        [
            'expected: a prompt with "nothing" in it',
            'got: a question that listens, after "Task 1. Water the plants. Is it done?"',
        ],
    ),
    (
        ["hears: task 1", "hears: is it done"],
        (1, 16, 'the caller did not hear "is it done" [CS651 not-heard]'),
        [
            'expected: a prompt with "is it done" in it',
            'got: a question that listens, after "Task 1. Water the plants. Is it done?"',
            "help: each hears waits for a new prompt: put what one prompt says into one hears",
        ],
    ),
    (
        ["says: later", "hears: hello"],
        (1, 16, 'the caller did not hear "hello" [CS651 not-heard]'),
        ['expected: a prompt with "hello" in it', "got: a call that ended as completed"],
    ),
    (
        ["fails: tasks", "hears: task 1"],
        (1, 16, 'the caller did not hear "task 1" [CS651 not-heard]'),
        [
            'expected: a prompt with "task 1" in it',
            'got: a call that ended as failed in "query tasks": The test lets "tasks" fail.',
        ],
    ),
    (
        ["hears: task 1"],
        (0, 9, "a question listens, and nobody answers: there is no turn left [CS652 not-answered]"),
        [
            "expected: the end of the call",
            'got: a question that listens, after "Task 1. Water the plants. Is it done?"',
            "help: let the caller answer: says, presses or silent",
        ],
    ),
    (
        ["agent_hears: hello"],
        (0, 22, 'a question listens, and nobody answers before "agent_hears: hello" [CS652 not-answered]'),
        [
            'expected: a whisper, or a barge, with "hello" in it',
            'got: a question that listens, after "Task 1. Water the plants. Is it done?"',
            "help: let the caller answer: says, presses or silent",
        ],
    ),
    (
        ["hears: hello", "ends: completed"],
        (1, 15, "the call does not end here: a question listens, and nobody answers [CS652 not-answered]"),
        [
            "expected: the end of the call, as completed",
            'got: a question that listens, after "Task 1. Water the plants. Is it done?"',
            "help: let the caller answer: says, presses or silent",
        ],
    ),
    (
        ["says: later", 'presses: "1"'],
        (1, 18, 'the call ended before it came to "presses: 1" [CS653 turn-not-reached]'),
        ["expected: a question that listens", "got: a call that ended as completed"],
    ),
    (
        ["hears: goodbye", "silent: true"],
        (0, 16, 'the caller did not hear "goodbye" [CS651 not-heard]'),
        [
            'expected: a prompt with "goodbye" in it',
            'got: a question that listens, after "Task 1. Water the plants. Is it done?"',
        ],
    ),
    (
        ["says: later", "hears: goodbye", "silent: true"],
        (2, 17, 'the call ended before it came to "silent: true" [CS653 turn-not-reached]'),
        ["expected: a question that listens", "got: a call that ended as completed"],
    ),
    (
        ["hears: hello", "interrupts: later"],
        (1, 21, "this prompt cannot be interrupted: its step says interruptible: false [CS656 not-interruptible]"),
        [
            'expected: a prompt that the caller can interrupt with "later"',
            'got: "Hello Ann.", which is spoken to the end',
        ],
    ),
    (
        ["says: later", "hears: goodbye", "interrupts: wait", "interrupts: wait"],
        (3, 21, 'the call ended before it came to "interrupts: wait" [CS653 turn-not-reached]'),
        ["expected: a prompt that the caller interrupts", "got: a call that ended as completed"],
    ),
    (
        ["says: done that", "understood_as: finished"],
        (1, 24, 'no model was asked what "done that" means [CS653 turn-not-reached]'),
        [
            'expected: words that no phrase of the question has, understood as "finished"',
            "got: words that were understood by a phrase, or that nobody listened to",
            "help: leave the turn out, or let the caller say it in other words",
        ],
    ),
    (
        ["fails: finish", "says: later"],
        (0, 16, '"finish" was to fail, and the call never came to it [CS653 turn-not-reached]'),
        ['expected: a step that needs "finish"', "got: none"],
    ),
    (
        ["fails: model", "says: later"],
        (0, 16, '"model" was to fail, and the call never came to it [CS653 turn-not-reached]'),
        ['expected: a step that needs "model"', "got: none"],
    ),
    (
        ["unchanged: finish", "says: later"],
        (0, 20, '"finish" was to change nothing, and the call never came to it [CS653 turn-not-reached]'),
        ['expected: a step that needs "finish"', "got: none"],
    ),
    (
        ["says: later", "ends: hung_up"],
        (1, 15, "the call did not end as hung_up [CS654 wrong-ending]"),
        ["expected: a call that ends as hung_up", "got: a call that ended as completed"],
    ),
    (
        ["hears: hello", "hangs_up: true", "ends: completed"],
        (2, 15, "the call did not end as completed [CS654 wrong-ending]"),
        ["expected: a call that ends as completed", "got: a call that ended as hung_up"],
    ),
    (
        ["fails: tasks"],
        (0, 9, "the call ended as failed, and the test does not say so [CS654 wrong-ending]"),
        [
            "expected: a call that ends as completed",
            'got: a call that ended as failed in "query tasks": The test lets "tasks" fail.',
            'help: if that is meant, write "- ends: failed"',
        ],
    ),
]


@pytest.mark.parametrize(("turns", "first", "notes"), FAILURES, ids=lambda value: " ".join(map(str, value)))
def test_a_failure_is_shown_at_its_turn(
    turns: list[str], first: tuple[int, int, str], notes: list[str], bench: Bench
) -> None:
    ran = bench.call(*turns)
    turn, column, message = first
    assert ran.status == 1
    head, bar, line, caret, *rest = ran.out.splitlines()
    assert head == f'tasks.test.yaml:{AT + turn}:{column}: error: "a call" failed: {message}'
    assert bar == "   |"
    assert line == f"{AT + turn} |       - {turns[turn]}"
    assert caret.index("^") == len(f"{AT + turn} | ") + column - 1
    assert rest[: len(notes)] == [f"   = {note}" for note in notes]
    assert rest[len(notes) : len(notes) + 2] == ["", "   the call so far:"]
    assert rest[-1] == "1 test: 0 passed, 1 failed"


def test_the_whole_report_of_a_failed_call(bench: Bench) -> None:
    ran = bench.call("says: it is done", "hears: all right", "ends: completed")
    assert ran.out == textwrap.dedent(
        """\
        tasks.test.yaml:11:16: error: "a call" failed: the caller did not hear "all right" [CS651 not-heard]
           |
        11 |       - hears: all right
           |                ^^^^^^^^^
           = expected: a prompt with "all right" in it
           = got: a call that ended as completed

           the call so far:
             -- the call is answered
             call:   Hello Ann.
             call:   Task 1. Water the plants. Is it done?
             caller: it is done
             call:   Good.
             call:   Goodbye.
             -- the call is disconnected

        1 test: 0 passed, 1 failed
        """
    )


def test_the_conversation_shows_what_the_caller_does(bench: Bench) -> None:
    ran = bench.call(
        "hears: task 1",
        'interrupts: "9"',
        "fails: write_note",
        "hears: did not",
        "interrupts: wait",
        "hangs_up: true",
        "ends: completed",
    )
    assert ran.out.partition("the call so far:\n")[2].startswith(
        CALL.removeprefix("\n")
        + """
     caller: (interrupts, presses 9)
     call:   I did not understand.
     caller: (interrupts) wait
     caller: (hangs up)
     -- write_note fails
"""
    )


def test_wrong_rows_are_all_shown(bench: Bench) -> None:
    ran = bench.call(
        "says: it is done",
        more="    rows_after:\n"
        "      tasks: [{id: 1, state: open, what: Water the plants.}, {id: 7, state: open}]\n"
        "      people: [{id: 1, name: 5}]\n",
    )
    assert [line for line in ran.out.splitlines() if line.startswith(("tasks.test.yaml", "   = "))] == [
        'tasks.test.yaml:12:30: error: "a call" failed: after the call, state is wrong in the row of tasks with id 1'
        " [CS655 wrong-row]",
        '   = expected: "open"',
        '   = got: "done"',
        'tasks.test.yaml:12:62: error: "a call" failed: tasks has no row with id 7 after the call [CS655 wrong-row]',
        "   = expected: a row with id 7",
        "   = got: id 1",
        'tasks.test.yaml:13:30: error: "a call" failed: after the call, name is wrong in the row of people with id 1'
        " [CS655 wrong-row]",
        "   = expected: 5",
        '   = got: "Ann"',
    ]


def test_a_column_with_nothing_in_it(bench: Bench) -> None:
    ran = bench.call("says: later", more="    rows_after:\n      tasks: [{id: 1, at: x}]\n")
    assert '   = expected: "x"\n   = got: nothing\n' in ran.out


def test_rows_are_compared_as_their_columns_hold_them(bench: Bench) -> None:
    given = '    given: {tables: {people: [{id: 1, name: 5, phone: "+15550100"}]}}\n'
    ran = bench.call("says: later", more=given + '    rows_after: {people: [{ID: 1, name: 5}, {id: "1", name: "5"}]}\n')
    assert ran.status == 0


def test_a_key_of_two_columns(bench: Bench) -> None:
    given = '    given: {tables: {visits: [{person_id: 1, day: "2026-11-22"}]}}\n'
    ran = bench.call("says: later", more=given + "    rows_after: {visits: [{day: 2026-11-22, person_id: 1}]}\n")
    assert ran.status == 0
    ran = bench.call("says: later", more=given + "    rows_after: {visits: [{day: 2026-11-23, person_id: 1}]}\n")
    assert 'visits has no row with day "2026-11-23" and person_id 1 after the call' in ran.out


def test_a_table_without_rows(bench: Bench) -> None:
    ran = bench.call("says: later", more="    rows_after: {notes: [], visits: []}\n")
    assert ran.status == 0
    ran = bench.call("says: later", more="    rows_after: {tasks: []}\n")
    assert 'tasks.test.yaml:11:18: error: "a call" failed: tasks is not empty after the call [CS655' in ran.out
    assert "   = expected: no row\n   = got: 1 row\n" in ran.out


def test_a_column_that_is_to_be_empty(bench: Bench) -> None:
    ran = bench.call("says: later", more="    rows_after: {tasks: [{id: 1, at: {empty: true}}]}\n")
    assert ran.status == 0
    ran = bench.call("says: later", more="    rows_after: {tasks: [{id: 1, what: {empty: true}}]}\n")
    assert '   = expected: nothing\n   = got: "Water the plants."\n' in ran.out
    given = "    given: {tables: {tasks: [{id: 1, person_id: 1, what: x, state: {empty: true}}]}}\n"
    assert 'does not take this row: "state" must not be empty' in bench.call("says: later", more=given).out


def test_a_column_that_is_to_hold_something(bench: Bench) -> None:
    ran = bench.call("says: later", more="    rows_after: {tasks: [{id: 1, what: {empty: false}}]}\n")
    assert ran.status == 0
    ran = bench.call("says: later", more="    rows_after: {tasks: [{id: 1, at: {empty: false}}]}\n")
    assert "after the call, at is wrong in the row of tasks with id 1" in ran.out
    assert "   = expected: something\n   = got: nothing\n" in ran.out
    given = "    given: {tables: {notes: [{what: a}]}}\n"
    ran = bench.call("says: later", more=given + "    rows_after: {notes: [{what: {empty: false}}, {what: b}]}\n")
    assert 'notes has no row with what "b" after the call' in ran.out


def test_rows_without_a_primary_key_are_found_by_what_is_named(bench: Bench) -> None:
    given = "    given: {tables: {notes: [{what: a}, {what: a}, {what: b}]}}\n"

    def after(rows: str) -> str:
        return bench.call("says: later", more=given + f"    rows_after: {{notes: {rows}}}\n").out

    assert "1 test: passed" in after("[{what: b}, {what: a}, {what: a}]")
    assert 'notes has no row with what "c" after the call' in after("[{what: c}]")
    assert 'notes has no row with what "b" after the call' in after("[{what: b}, {what: b}]")


def test_moments_are_compared_as_moments(bench: Bench) -> None:
    for at in ("2026-11-22T10:00:00-05:00", "2026-11-22T15:00:00Z", "2026-11-22 10:00", "2026-11-22T16:00:00+01:00"):
        given = f'    given: {{tables: {{tasks: [{{id: 1, person_id: 1, what: x, at: "{at}"}}]}}}}\n'
        for same in ("2026-11-22T15:00:00Z", "2026-11-22T10:00:00"):
            ran = bench.call("says: later", more=given + f'    rows_after: {{tasks: [{{id: 1, at: "{same}"}}]}}\n')
            assert ran.status == 0, ran.out
        ran = bench.call("says: later", more=given + '    rows_after: {tasks: [{id: 1, at: "2026-11-22T15:00:01Z"}]}\n')
        assert '   = expected: "2026-11-22T15:00:01Z"\n   = got: "2026-11-22T15:00:00Z"\n' in ran.out


@pytest.mark.parametrize(
    ("table", "row", "reason"),
    [
        ("tasks", "{id: 1, person_id: 1, what: x, at: soon}", '"at" of "tasks" is declared DATETIME'),
        ("visits", "{person_id: 1, day: tomorrow}", '"day" of "visits" is declared DATE'),
        ("tasks", "{id: 1, person_id: Ann, what: x}", '"person_id" of "tasks" is declared INTEGER'),
    ],
)
def test_a_given_row_holds_what_its_columns_take(bench: Bench, table: str, row: str, reason: str) -> None:
    ran = bench.call("says: later", more=f"    given: {{tables: {{{table}: [{row}]}}}}\n")
    assert f"does not take this row: {reason}" in ran.out


def test_the_model_can_only_choose_an_answer_of_the_question(bench: Bench) -> None:
    script = (bench.folder / "tasks.flow.yaml").read_text()
    ask = "  - ask: Are you well?\n    answers: {agree: []}\n    otherwise: []\n"
    bench.write("tasks.flow.yaml", script.replace("  - query: tasks\n", ask + "  - query: tasks\n"))
    ran = bench.call("says: maybe", "understood_as: finished", "says: later")
    assert '"a call" failed: "finished" is no answer of this question [CS657 wrong-intent]' in ran.out
    assert "   = got: a question with the answers agree, repeat\n" in ran.out


def test_what_is_never_heard_fails_the_test_at_once(bench: Bench) -> None:
    never = "    never_hears:\n      - that cannot be done\n      - GOOD.\n"
    ran = bench.call("says: it is done", "hears: goodbye", "ends: completed", more=never)
    assert ran.out == textwrap.dedent(
        """\
        tasks.test.yaml:15:9: error: "a call" failed: the caller heard "GOOD." [CS658 heard-nevertheless]
           |
        15 |       - GOOD.
           |         ^^^^^
           = expected: no prompt with "GOOD." in it
           = got: "Good."

           the call so far:
             -- the call is answered
             call:   Hello Ann.
             call:   Task 1. Water the plants. Is it done?
             caller: it is done
             call:   Good.

        1 test: 0 passed, 1 failed
        """
    )


@pytest.mark.parametrize(
    ("turns", "text"),
    [
        (["says: later"], "hello  ANN"),  # before the first turn
        (["says: later", "hears: all right"], "goodbye"),  # after the last turn
        (["hears: task 1", "interrupts: later"], "is   it done"),  # of a prompt that is interrupted
        (["fails: finish", "says: it is done"], "write that down"),  # where something fails
    ],
)
def test_no_prompt_of_the_call_is_left_out(turns: list[str], text: str, bench: Bench) -> None:
    ran = bench.call(*turns, more=f'    never_hears: ["{text}"]\n')
    assert ran.status == 1
    assert "[CS658 heard-nevertheless]" in ran.out
    ran = bench.call(*turns, more='    never_hears: ["hello Ben", "task 12"]\n')
    assert ran.status == 0, ran.out


def test_what_the_caller_no_longer_hears_is_not_heard(bench: Bench) -> None:
    ran = bench.call("says: it is done", "hangs_up: true", more="    never_hears: [good, goodbye]\n")
    assert ran.status == 0, ran.out
    ran = bench.call("fails: speech", "ends: failed", more="    never_hears: [hello]\n")
    assert ran.status == 0, ran.out


def test_a_write_that_finds_nothing_leaves_the_rows_alone(bench: Bench) -> None:
    ran = bench.call(
        "unchanged: finish", "says: done that", "hears: what", more="    rows_after: {tasks: [{id: 1, state: done}]}\n"
    )
    assert "     -- finish finds nothing to change\n     call:   That cannot be done.\n" in ran.out
    ran = bench.call("unchanged: finish", "says: done that", more="    rows_after: {tasks: [{id: 1, state: open}]}\n")
    assert ran.status == 0


PASSING = [
    ["hears: hello ann", "hears: TASK  1", "says: done that", "hears: good", "hears: goodbye", "ends: completed"],
    ['presses: "2"'],
    ["silent: true", "hears: hello?", "silent: true", "hears: did not understand"],
    ["says: maybe", "hears: did not understand"],
    ["says: maybe", "understood_as: finished", "hears: good"],
    ["says: maybe", "understood_as: unclear", "hears: did not understand"],
    ["fails: model", "says: maybe", "hears: did not understand"],
    ["hears: task", "interrupts: later", "hears: all right"],
    ["hears: task", 'interrupts: "2"', "hears: all right"],
    ["hears: task", "interrupts: maybe", "understood_as: finished", "hears: good"],
    ["says: later", "interrupts: wait", "hears: goodbye"],
    ["hangs_up: true"],
    ["hears: hello", "hangs_up: true", "ends: hung_up"],
    ["says: later", "hears: goodbye", "hangs_up: true"],
    ["hears: task", "hangs_up: true", "fails: write_note", "ends: hung_up"],
    ["fails: person", "hears: cannot look you up", "ends: completed"],
    ["fails: finish", "says: done that", "hears: could not write that down"],
    ["says: done that", "fails: finish", "hears: could not write that down"],
    ["unchanged: finish", "says: done that", "hears: cannot be done", "hears: good"],
    ["hears: task 1", "hangs_up: true", "unchanged: write_note", "ends: hung_up"],
    ["fails: tasks", "ends: failed"],
    ["fails: speech", "ends: failed"],
    ["answered: true", "hears: hello", "hangs_up: true", "ends: hung_up"],
    ["answered: true", "hangs_up: true", "ends: hung_up"],
    ["hears: task 1", "fails: recognition", "ends: failed"],
    ["fails: finish", "says: done that", "works_again: finish", "hears: could not write that down"],
    ["says: done that", "unknown: finish", "ends: failed"],
    ["hears: task 1", "hangs_up: true", "unknown: write_note", "ends: hung_up"],
    ["hears: task 1", "hangs_up: true", "fails: write_note", "works_again: write_note", "ends: hung_up"],
]


def test_what_fails_once_works_again(bench: Bench) -> None:
    tasks = "{id: 1, person_id: 1, what: A.}, {id: 2, person_id: 1, what: B.}, {id: 3, person_id: 1, what: C.}"
    given = f"    given: {{tables: {{tasks: [{tasks}]}}}}\n"
    rows = "    rows_after: {tasks: [{id: 1, state: open}, {id: 2, state: done}, {id: 3, state: open}]}\n"
    turns = [
        *("fails: finish", "says: done that", "works_again: finish", "hears: could not write that down"),
        *("hears: task 2", "says: done that", "hears: good"),
        *("hears: task 3", "unchanged: finish", "says: done that", "hears: cannot be done", "works_again: finish"),
    ]
    ran = bench.call(*turns, more=given + rows)
    assert ran.out == "1 test: passed\n"
    ran = bench.call("says: done that", "works_again: finish", more=given)
    assert "nothing that stands above it keeps" in ran.out


def test_what_nobody_knows_was_done(bench: Bench) -> None:
    done = "    rows_after: {tasks: [{id: 1, state: done}]}\n    never_hears: [good]\n"
    ran = bench.call("unknown: finish", "says: done that", "ends: failed", more=done)
    assert ran.out == "1 test: passed\n"
    ran = bench.call("unknown: finish", "says: done that", "hears: good")
    assert "     -- nobody knows whether finish was done\n" in ran.out


@pytest.mark.parametrize("turns", PASSING, ids=" ".join)
def test_what_passes(turns: list[str], bench: Bench) -> None:
    ran = bench.call(*turns)
    assert ran.out == "1 test: passed\n"
    assert ran.status == 0


def test_a_write_that_changes_nothing(bench: Bench) -> None:
    given = "    given: {tables: {tasks: [{id: 1, person_id: 1, what: Sleep.}]}}\n"
    ran = bench.call(
        "says: done that", "hears: cannot be done", more=given + "    rows_after: {tasks: [{id: 1, state: open}]}\n"
    )
    assert ran.out == "1 test: passed\n"


def test_what_is_written_after_the_hang_up_is_there(bench: Bench) -> None:
    schema = (bench.folder / "schema.sql").read_text()
    bench.write("schema.sql", schema.replace("notes (", "notes (id INTEGER PRIMARY KEY, "))
    ran = bench.call("hears: task", "hangs_up: true", more=NOTED)
    assert ran.out == "1 test: passed\n"


def test_a_limit_is_an_ending(bench: Bench) -> None:
    script = (bench.folder / "tasks.flow.yaml").read_text()
    bench.write("tasks.flow.yaml", script + "limits: {call: 5s}\n")
    assert bench.call("silent: true", "ends: limit_reached").status == 0
    assert "does not say so" in bench.call("silent: true").out


def test_a_tests_circumstances_go_before_the_files(bench: Bench) -> None:
    ran = bench.tests(
        """\
  - name: another number
    given: {caller_number: "+15550199"}
    call: [hears: stranger]
  - name: a withheld number, at another time
    given: {caller_number: withheld, now: 2026-11-22T17:30:00+00:00}
    call: [hears: it is 12:30 PM]
  - name: another table, and the people of the file
    given: {tables: {tasks: []}}
    call: [hears: hello ann, hears: goodbye]
  - name: other people
    given: {tables: {people: [{id: 1, name: Ben, phone: "+15550100"}]}}
    call: [hears: hello ben, says: later]
  - name: each test has its own tables
    call: [says: it is done, hears: good]
  - name: in which nothing is done yet
    call: [says: it is done, hears: good]
"""
    )
    assert ran.out == "6 tests: all passed\n"


def test_without_circumstances_the_call_is_on_a_monday_at_ten(bench: Bench) -> None:
    test = "  - name: a\n    call: [hears: stranger. it is 10 am]\n"
    bench.write("tasks.test.yaml", f"flow: tasks.flow.yaml\ntests:\n{test}")
    assert bench.run("tasks.test.yaml").out == "1 test: passed\n"


def test_a_script_without_data(bench: Bench) -> None:
    bench.write("tasks.flow.yaml", "callsheet: 1\nflow: a\nsteps:\n  - answer\n  - say: Hello.\n  - disconnect\n")
    bench.write("tasks.test.yaml", "flow: tasks.flow.yaml\ntests:\n  - name: a\n    call: [hears: hello]\n")
    assert bench.run("tasks.test.yaml").out == "1 test: passed\n"
