"""`callsheet test --cov`: which steps of a script, and which ways on from them, no test has come to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from callsheet.adapters.files.disk import Disk
from callsheet.checks.check import check_file
from callsheet.picture.drawn import DrawnStep, Marking, Marks
from callsheet.picture.outline import drawn
from callsheet.script.script import Script, read_script
from callsheet.source.reader import read_document
from callsheet.steps import VERBS
from callsheet.testing.coverage import coverage_of
from callsheet.testing.marking import marks
from callsheet.testing.play import play
from tests.testing.conftest import HEAD, Bench
from tests.testing.test_from_journal import suite_of

CHECKED, LANGUAGE = (Path(__file__).parents[1] / folder for folder in ("checks/ok", "language"))
# The steps of a collect, and the rounds of a loop, run where it does.
ALWAYS = [("collect", "collect"), ("loop", "do")]

LATER = "  - name: later\n    call: [says: later]\n"
ALL = """
  - name: finished
    call: [says: done that, silent: true, says: later]
    given: {tables: {tasks: [{id: 1, person_id: 1, what: Eat.}, {id: 2, person_id: 1, what: Run.}]}}
  - name: nobody
    given: {caller_number: withheld}
    call: [hears: stranger]
  - name: failing
    call: [fails: person, hears: cannot look]
  - name: nothing
    given: {tables: {tasks: []}}
    call: [hears: Goodbye]
  - name: unchanged
    given: {tables: {tasks: [{id: 1, person_id: 1, what: Sleep.}]}}
    call: [says: done that, hears: cannot be done]
  - name: failed
    call: [fails: finish, says: done that, hears: could not write]
  - name: noise
    call: [says: the weather, hears: did not understand]
  - name: gone
    call: [hears: Hello Ann, hangs_up: true]
"""
MISSING = """tasks.flow.yaml: 9 of 19 steps, 3 of 12 ways: 38 %
  17  query person (line 14): no test where it finds nothing
  18  say: no test comes here
  19  disconnect: no test comes here
  20  query person (line 14): no test where it fails
  21  say: no test comes here
  22  disconnect: no test comes here
  28  for_each task: no test where there are no rows
  33  ask (line 31): no test where the caller says "finished"
  34  write finish: no test comes here
  37  say: no test comes here
  39  say: no test comes here
  40  say: no test comes here
  43  ask (line 31): no test where the caller is silent
  45  ask (line 31): no test where there is no answer in the end
  46  say: no test comes here
  50  write write_note: no test comes here
"""
TOP = "callsheet: 1\nflow: a\nlanguage: en-US\n"


def covered(bench: Bench, script: str, *calls: str) -> list[str]:
    """What is told of a script after these calls: their turns, a bracket, and what else is said of the test."""
    bench.write("a.flow.yaml", script)
    tests = "".join(f"  - {{name: call {number}, call: [{call}}}\n" for number, call in enumerate(calls))
    bench.write("a.test.yaml", f"flow: a.flow.yaml\ntests:\n{tests}")
    ran = bench.run("a.test.yaml", "--cov")
    assert (ran.status, ran.err) == (0, ""), ran.out
    return [line.strip() for line in ran.out.splitlines()[1:]]


def test_all_that_no_test_has_come_to_is_told_with_its_line(bench: Bench) -> None:
    bench.write("tasks.test.yaml", HEAD + LATER)
    ran = bench.run("--cov")
    assert (ran.status, ran.out, ran.err) == (0, "1 test: passed\n" + MISSING, "")
    assert bench.run().out == "1 test: passed\n"


def test_all_test_files_of_a_script_count_together(bench: Bench) -> None:
    bench.write("tasks.test.yaml", HEAD + LATER)
    bench.write("more/other.test.yaml", (HEAD + ALL).replace("tasks.flow.yaml", "../tasks.flow.yaml"))
    assert bench.run("--cov").out == "9 tests: all passed\ntasks.flow.yaml: 19 of 19 steps, 12 of 12 ways: 100 %\n"


# Steps behind `answer`, from line 10; calls, of which the first leaves some ways out and all together none; what is
# told after the first.
EVERY_VERB = """
  - connect: office
    come_back: true
    if_unanswered: []
    if_fails: []
> picks_up: office, they_hang_up: true]
> is_busy: office]
> fails: line]
12  connect office (line 10): no test where nobody picks up
13  connect office (line 10): no test where it fails
===
  - connect: office
    come_back: true
    if_unanswered: []
> is_busy: office]
> picks_up: office, hangs_up: true]
> picks_up: office, they_hang_up: true]
10  connect office: no test where somebody picks up, and the caller comes back
===
  - record: Say it.
    as: told
    if_none: []
    if_fails: []
  - note: "{{ told.file | default(0) }}"
> silent: true]
> says: It is me.]
> fails: recording, says: It is me.]
10  record: no test where somebody speaks, and stays
13  record (line 10): no test where it fails
===
  - say: This call is recorded.
    interruptible: false
  - record_call: start
    if_fails: []
  - record_call: stop
  - record: Say it.
    as: told
    if_none: [disconnect]
  - transcribe: told
    as: words
    if_fails: []
  - note: "{{ words | default(told.file) }}"
> says: It is me.]
> silent: true]
> fails: recording, silent: true]
> fails: transcribe, says: It is me.]
13  record_call (line 12): no test where it fails
17  record (line 15): no test where nobody speaks
17  disconnect: no test comes here
20  transcribe (line 18): no test where it fails
===
  - request: wait
    as: queue
    if_none: []
    if_fails: []
  - note: "{{ queue.minutes | default(0) }}"
> fails: wait]
> hears: Goodbye], given: {requests: {wait: none}}
> hears: Goodbye], given: {requests: {wait: {minutes: 3}}}
10  request wait: no test where it is answered
12  request wait (line 10): no test where it is answered with nothing
===
  - message: You have called.
    if_fails: []
> receives: You have called]
> fails: message]
11  message (line 10): no test where it fails
===
  - loop: 2
    do:
      - ask: Is that all?
        answers: {agree: [stop_loop], refuse: []}
        if_silent: [Hello?]
        if_unclear: [What?]
        otherwise: []
    otherwise: []
> says: yes]
> says: no, silent: true, says: the weather, silent: true]
13  ask (line 12): no test where the caller says "refuse"
14  ask (line 12): no test where the caller is silent
15  ask (line 12): no test where the caller is not understood
16  ask (line 12): no test where there is no answer in the end
17  loop (line 10): no test where all rounds are over
===
  - ask: Is that all?
    answers: {agree: [], refuse: [ask_again: Then what?]}
    if_silent: []
    if_unclear: []
    otherwise: [disconnect]
> says: no, says: yes]
> says: no, says: no, says: no]
14  ask (line 10): no test where there is no answer in the end
14  disconnect: no test comes here
===
  - ask: How many?
    for: number
    as: many
    confirm: "{{ many }}?"
    if_given: [note: kept]
    answers: {refuse or goodbye: []}
    if_silent: []
    if_unclear: []
    otherwise: [disconnect]
  - note: "{{ many | default(0) }}"
> says: two, says: yes]
> says: two, says: no, says: three, says: yes]
> says: no]
> says: goodbye]
> silent: true]
13  ask (line 10): no test where the caller says that it is wrong
15  ask (line 10): no test where the caller says "refuse"
15  ask (line 10): no test where the caller says "goodbye"
18  ask (line 10): no test where there is no answer in the end
18  disconnect: no test comes here
===
  - collect:
      - ask: How many?
        for: number
        as: many
        if_silent: []
        if_unclear: []
        otherwise: [disconnect]
    confirm: "{{ many }}?"
    if_silent: [Right?]
    if_unclear: []
    otherwise: []
> says: two, says: yes]
> says: two, silent: true, says: no, says: three, silent: true, silent: true]
> silent: true]
16  ask (line 11): no test where there is no answer in the end
16  disconnect: no test comes here
17  collect (line 10): no test where the caller says that it is wrong
18  collect (line 10): no test where the caller is silent
20  collect (line 10): no test where there is no answer in the end
===
  - ask: Which day?
    one_of: {monday: [], tuesday: [], friday: []}
    as: day
    if_silent: []
    if_unclear: []
    otherwise: [disconnect]
  - switch: day
    cases: {monday: [], tuesday: []}
    else: []
  - branch:
      - if: day == "monday"
        then: []
      - if: day == "tuesday"
        then: []
  - if: day == "monday"
    then: []
> says: monday]
> says: tuesday]
> says: friday]
> silent: true]
15  ask (line 10): no test where there is no answer in the end
15  disconnect: no test comes here
17  switch (line 16): no test where it is "tuesday"
18  switch (line 16): no test where it is none of them
19  branch: no test where nothing of it holds
23  branch (line 19): no test where "day == "tuesday"" holds
24  if: no test where it does not hold
"""


def test_every_way_on_from_every_verb_is_told_until_a_test_takes_it(bench: Bench) -> None:
    bench.write("a.http", "### wait()\n# The minutes.\n# gives: minutes INTEGER\n# none: 404\nGET https://a.org/\n")
    top = f"{TOP}\n\nrequests: a.http\ncontacts: {{office: callee}}\nsteps:\n  - answer\n"
    for case in EVERY_VERB.strip("\n").split("===\n"):
        lines = case.splitlines()
        steps = "\n".join(line for line in lines if line.startswith("  "))
        calls = [line.removeprefix("> ") for line in lines if line.startswith(">")]
        script = f"{top}{steps}\n  - say: Goodbye.\n  - disconnect\n"
        missing = [line for line in lines if line[0].isdecimal()]
        assert covered(bench, script, calls[0])[1:] == missing
        (told,) = covered(bench, script, *calls)
        assert told.endswith(" 100 %")


def test_a_section_counts_once_and_so_do_the_defaults(bench: Bench) -> None:
    question = "    - ask: Is it done?\n      answers: {agree: [], refuse: []}\n"
    script = (
        f"{TOP}defaults:\n  if_silent: [Hello?]\n  if_unclear: []\n  otherwise: [disconnect]\n  answers:\n"
        "    goodbye: [disconnect]\nsteps:\n  - answer\n  - run: one\n  - run: two\n  - run: one\n  - disconnect\n"
        f"sections:\n  one:\n{question}  two:\n{question}"
    )
    assert covered(bench, script, "says: yes, says: yes, says: no]") == [
        "a.flow.yaml: 7 of 9 steps, 3 of 7 ways: 62 %",
        "5  defaults: no test where the caller is silent",
        "7  defaults: no test where there is no answer in the end",
        "7  disconnect: no test comes here",
        '9  defaults: no test where the caller says "goodbye"',
        "9  disconnect: no test comes here",
        '22  ask (line 21): no test where the caller says "refuse"',
    ]
    silent = "says: no, silent: true, says: no, silent: true, silent: true]"
    assert covered(bench, script, "says: yes, says: yes, says: goodbye]", silent) == [
        "a.flow.yaml: 8 of 9 steps, 7 of 7 ways: 93 %",
        "15  disconnect: no test comes here",
    ]


def test_what_runs_at_a_limit_counts_with_what_runs_at_a_failure(bench: Bench) -> None:
    steps = "  - loop: 9\n    do: [note: here]\n  - disconnect\n"
    script = f"{TOP}limits: {{steps: 3}}\nsteps:\n{steps}if_something_fails: [note: over]\n"
    assert covered(bench, script, "ends: limit_reached]") == [
        "a.flow.yaml: 3 of 4 steps: 75 %",
        "8  disconnect: no test comes here",
    ]


def test_a_step_that_was_left_out_has_not_run(bench: Bench) -> None:
    script = (
        f"{TOP}data: data.sql\ncontacts: {{office: callee}}\nsteps:\n  - answer\n  - connect: office\n"
        "    if_unanswered: [disconnect]\n  - write: write_note\n    with: {what: Hello.}\n  - leave\n"
        "if_something_fails:\n  - note: over\n  - say: Sorry.\n"
    )
    assert covered(bench, script, "picks_up: office, fails: write_note, ends: failed]") == [
        "a.flow.yaml: 4 of 7 steps, 1 of 2 ways: 55 %",
        "9  connect office (line 8): no test where nobody picks up",
        "9  disconnect: no test comes here",
        "12  leave: no test comes here",
        "15  say: no test comes here",
    ]


def test_a_way_that_no_call_can_take_is_not_missed(bench: Bench) -> None:
    script = (
        f'{TOP}data: data.sql\nsteps:\n  - query: tasks\n    with: {{person_id: "1"}}\n    as: tasks\n'
        "    if_none: [disconnect]\n  - for_each: task\n    in: tasks\n    do: [note: here]\n  - disconnect\n"
    )
    tables = "{people: [{id: 1, name: Ann, phone: '1'}], tasks: [{id: 1, person_id: 1, what: Eat.}]}"
    full = f"ends: completed], given: {{tables: {tables}}}"
    assert covered(bench, script, full, "ends: completed]") == ["a.flow.yaml: 5 of 5 steps, 3 of 3 ways: 100 %"]


def test_scripts_without_tests_count_where_their_folder_is_named(bench: Bench) -> None:
    bench.write("tasks.test.yaml", HEAD + LATER)
    bench.write("b.flow.yaml", f"{TOP}steps:\n  - answer\n  - if: call.caller_number\n    then: []\n  - disconnect\n")
    bench.write("c.flow.yaml", "callsheet: 1\nflow: c\nsteps: [nonsense]\n")
    without = (
        "b.flow.yaml: 0 of 3 steps, 0 of 2 ways: 0 %\n  5  answer: no test comes here\n  6  if: no test comes here\n"
        "  8  disconnect: no test comes here\n"
    )
    ran = bench.run("--cov")
    assert ran.out == f"1 test: passed\n{without}{MISSING}2 scripts: 9 of 22 steps, 3 of 14 ways: 33 %\n"
    assert ran.err == "callsheet test: c.flow.yaml has mistakes, and does not count; callsheet check lists them\n"
    assert bench.run("tasks.test.yaml", "--cov").out == "1 test: passed\n" + MISSING


def test_too_little_is_a_failure(bench: Bench) -> None:
    bench.write("tasks.test.yaml", HEAD + LATER)
    assert bench.run("tasks.test.yaml", "--fail-under", "38").status == 0
    ran = bench.run("tasks.test.yaml", "--fail-under", "39")
    assert (ran.status, ran.out) == (1, "1 test: passed\n" + MISSING)
    assert ran.err == (
        "callsheet test: the tests come to 38 % of all steps and ways, and --fail-under wants 39 %;"
        " the lines above say what is missing\n"
    )
    for wrong in ("0", "101", "most", "-1", "9" * 5000):
        with pytest.raises(SystemExit) as ended:
            bench.run("--fail-under", wrong)
        assert ended.value.code == 2
        assert "Traceback" not in bench.capsys.readouterr().err


def test_hundred_percent_is_all_of_it(bench: Bench) -> None:
    notes = "  - note: here\n" * 198
    script = f"{TOP}steps:\n  - answer\n{notes}  - if: call.caller_number\n    then: []\n  - disconnect\n"
    assert covered(bench, script, "ends: completed]")[0] == "a.flow.yaml: 201 of 201 steps, 1 of 2 ways: 99 %"


def test_of_much_that_is_missing_the_first_is_shown(bench: Bench) -> None:
    script = f"{TOP}steps:\n  - answer\n  - disconnect\nif_caller_hangs_up:\n" + "  - note: here\n" * 103
    told = covered(bench, script, "ends: completed]")
    assert told[1:3] == ["8  note: no test comes here", "9  note: no test comes here"]
    assert told[100:] == ["107  note: no test comes here", "and 3 more, not shown"]


def test_what_an_author_wrote_does_nothing_to_the_terminal(bench: Bench) -> None:
    script = f'{TOP}steps:\n  - switch: call.caller_number\n    cases: {{"\\x1b[2J{"x" * 90}": []}}\n  - disconnect\n'
    assert covered(bench, script, "ends: completed]")[1:] == [
        '6  switch (line 5): no test where it is "\\x1b[2J' + "x" * 55 + '…"'
    ]


LCOV = """TN:
SF:tasks.flow.yaml
BRDA:14,0,0,1
BRDA:14,0,1,0
BRDA:14,0,2,0
BRDA:28,0,0,1
BRDA:28,0,1,0
BRDA:31,0,0,0
BRDA:31,0,1,1
BRDA:31,0,2,0
BRDA:31,0,3,0
BRDA:34,0,0,-
BRDA:34,0,1,-
BRDA:34,0,2,-
BRF:12
BRH:3
"""


def test_lcov_has_steps_and_ways_as_lines_and_branches(bench: Bench) -> None:
    bench.write("tasks.test.yaml", HEAD + LATER)
    assert bench.run("--lcov", "lcov.info").out == "1 test: passed\n" + MISSING
    written = (bench.folder / "lcov.info").read_text()
    branches, _, rest = written.partition("DA:13,")
    assert branches == LCOV
    lines = dict(line.removeprefix("DA:").split(",") for line in f"DA:13,{rest}".splitlines() if line[0] == "D")
    assert {line for line, times in lines.items() if times == "0"} == {
        *("17", "18", "19", "20", "21", "22", "33", "34", "36", "37", "38", "39", "40", "43", "45", "46", "50")
    }
    assert {lines[line] for line in ("13", "14", "25", "30", "31", "41", "42")} == {"1"}
    assert written.endswith(f"LF:{len(lines)}\nLH:{len(lines) - 17}\nend_of_record\n")
    ran = bench.run("--lcov", "no/lcov.info")
    assert (ran.status, ran.err) == (2, "callsheet test: no/lcov.info cannot be written: look at the folder\n")


def script_at(path: Path) -> Script:
    document, _ = read_document(path.name, path.read_bytes())
    assert document is not None
    return read_script(document, VERBS)[0]


def steps_of(script: Script, left: Marks) -> Iterator[DrawnStep]:
    waiting = [step for part in drawn(script, left) for step in part.steps]
    while waiting:
        step = waiting.pop()
        yield step
        waiting += [inner for way in step.ways for inner in way.steps]


def never(step: DrawnStep) -> bool:
    return any(mark.whole for mark in step.marks)


def test_every_way_that_a_picture_shows_is_one_that_tests_can_miss() -> None:
    path = CHECKED / "clinic.flow.yaml"  # it has every verb, with every option
    checked = check_file(path, path.name, Disk.around([path]))
    assert checked.flow is not None
    assert checked.library is not None
    coverage = coverage_of(checked.flow, checked.library, ())
    left = {step.span: [Marking(tried.way.span, "untried", "", "") for tried in step.ways] for step in coverage.steps}
    steps = steps_of(script_at(path), Marks("", left))
    known = [(step.verb, way.label) for step in steps for way in step.ways if not (way.marks or way.borrowed)]
    assert sorted(known) == ALWAYS


def test_a_way_was_taken_where_the_first_step_behind_it_ran_and_nowhere_else() -> None:
    ways = 0
    for path in sorted(LANGUAGE.glob("*.test.yaml")):
        suite = suite_of(path)
        script = script_at(path.with_name(path.name.replace(".test.", ".flow.")))
        for test in suite.tests:
            marked = marks(coverage_of(suite.flow, suite.library, [play(suite, test).events]))
            for step in steps_of(script, marked):
                for way in step.ways:
                    several = " or " in way.label  # of which perhaps one was said
                    if not way.steps or several or (step.verb, way.label) in ALWAYS:
                        continue
                    ways += 1
                    place = f"{test.name.text}, line {way.line}"
                    assert never(way.steps[0]) == (never(step) or bool(way.marks)), place
    assert ways > 500
