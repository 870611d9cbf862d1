"""One mistake planted in a right test file gives one error, where the author made it, in words that help."""

import pytest

from callsheet.adapters.files.disk import Disk
from callsheet.testing.check import CheckedTests, check_tests
from tests.testing.conftest import Bench

TESTS = """flow: tasks.flow.yaml
given:
  now: "2026-11-22T10:00:00"
  caller_number: "+15550100"
  tables:
    people: [{id: 1, name: Ann, phone: "+15550100"}]
    tasks: [{id: 1, person_id: 1, what: Water the plants.}]
tests:
  - name: a call
    call:
      - hears: task 1
      - says: maybe
      - understood_as: later
      - ends: completed
    rows_after:
      tasks: [{id: 1, state: open}]
"""
HEARS = "- hears: task 1"
AFTER = "tasks: [{id: 1, state: open}]"

# what is planted: the text, what stands there instead, line:column, code, words of the message, words of the help
MISTAKES = [
    # The file
    ("flow: tasks.flow.yaml\n", "", "1:1", "CS124", 'a test file needs "flow"', "greeting.flow.yaml"),
    ("flow:", "flwo:", "1:1", "CS121", '"flwo"', '"flow"'),
    ("tasks.flow.yaml", "task.flow.yaml", "1:7", "CS602", 'no file "task.flow.yaml"', '"tasks.flow.yaml"'),
    ("tasks.flow.yaml", "tasks.yaml", "1:7", "CS126", '"tasks.yaml"', "ends in .flow.yaml"),
    ("given:", "givn:", "2:1", "CS121", '"givn"', '"given"'),
    ("tests:", "test:", "8:1", "CS121", '"test"', '"tests"'),
    ("  now:", "  says: hello\n  now:", "3:3", "CS121", '"says"', 'under "call"'),
    ('  now: "2026', '  now: "2025-11-22T10:00:00"\n  now: "2026', "4:3", "CS102", "second time", "keep one"),
    ("tasks.flow", "t" * 300 + ".flow", "1:7", "CS602", "no file", "tasks.flow.yaml"),
    # What is given
    ("  now:", "  time:", "3:3", "CS121", '"time"', '"now"'),
    ('"2026-11-22T10:00:00"', "noon", "3:8", "CS609", '"noon" is no date and time', "2026-11-22"),
    ('"+15550100"\n', "+15550100\n", "4:18", "CS108", "+15550100", "quotes"),
    ('"+15550100"\n', "5550100\n", "4:18", "CS126", "5550100", "withheld"),
    ('"+15550100"\n', "anonymous\n", "4:18", "CS126", '"anonymous"', "withheld"),
    ("2026-11-22", "9999-12-31", "3:8", "CS609", "9999-12-31", "2026"),
    ("2026-11-22", "0001-01-01", "3:8", "CS609", "0001-01-01", "2026"),
    ("people:", "peple:", "6:5", "CS603", 'no table "peple"', '"people"'),
    ("name: Ann", "nam: Ann", "6:22", "CS604", 'no column "nam"', '"name"'),
    ("name: Ann, ", "", "6:14", "CS606", '"name" must not be empty', ""),
    ("person_id: 1", "person_id: 7", "7:13", "CS606", 'a row of "people" that is not there', ""),
    ("{id: 1, name", "{id: one, name", "6:14", "CS606", "must be a whole number", ""),
    ("plants.}", "plants., state: lost}", "7:13", "CS606", "allows only state IN ('open', 'done')", ""),
    ("plants.}]", "plants.}, {id: 1, person_id: 1, what: x}]", "7:61", "CS606", 'the same "id"', ""),
    ("what: Water the plants.", "what: ~", "7:41", "CS109", '"~"', "quotes"),
    ("what: Water the plants.", "what: [1]", "7:41", "CS125", '"what"', "one text or number"),
    ('{id: 1, name: Ann, phone: "+15550100"}', "Ann", "6:14", "CS125", 'the text "Ann"', "{id: 1"),
    ("tasks: [{id: 1, person_id: 1, what: Water the plants.}]", "tasks: 1", "7:12", "CS125", "a list of rows", "- {"),
    # Tests
    ("- name: a call\n    call", "- call", "9:5", "CS124", '"name"', "the caller confirms"),
    ("    call:\n", "    cal:\n", "10:5", "CS121", '"cal"', '"call"'),
    ("  - name: a", "  - name: a call\n    call: [silent: true]\n  - name: a", "11:11", "CS607", "on line 9", "other"),
    ("    rows_after", "    tables: {}\n    rows_after", "15:5", "CS121", '"tables"', 'under "given"'),
    ("    rows_after", "    ends: failed\n    rows_after", "15:5", "CS121", '"ends"', 'under "call"'),
    ("    rows_after", "    given: {now: later}\n    rows_after", "15:18", "CS609", '"later"', "2026"),
    ("    rows_after", "    given: {tables: {x: []}}\n    rows_after", "15:22", "CS603", 'table "x"', "people"),
    # Turns
    (HEARS, "- heres: task 1", "11:9", "CS121", '"heres"', '"hears"'),
    (HEARS, "- listens: task 1", "11:9", "CS121", '"listens"', "hears:"),
    (HEARS, "- say: task 1", "11:9", "CS121", '"say"', '"says"'),
    (HEARS, "- hears", "11:9", "CS125", 'the text "hears"', 'write "- hears: …"'),
    (HEARS, "- silent", "11:9", "CS125", 'the text "silent"', 'write "- silent: true"'),
    (HEARS, "- silent: yes", "11:17", "CS126", 'the text "yes"', "write silent: true"),
    (HEARS, "- hangs up", "11:9", "CS125", '"hangs up"', 'write "- hangs_up: true"'),
    (HEARS, "- hears task 1", "11:9", "CS125", '"hears task 1"', 'write "- hears: task 1"'),
    (HEARS, "- hears: task # 1", "11:16", "CS110", "after #", '"task # 1"'),
    (HEARS, "- hears: 5", "11:16", "CS126", "the number 5", 'quotes: "5"'),
    (HEARS, "- presses: 1", "11:18", "CS126", "a key in quotes", 'quotes: "1"'),
    (HEARS, '- presses: "1a"', "11:18", "CS126", '"1a"', "a key in quotes"),
    (HEARS, "- hears: task 1\n        says: later", "12:9", "CS601", '"hears" and "says"', 'write "- " before "says"'),
    (HEARS, "- {}", "11:9", "CS126", "empty", "write a turn"),
    (HEARS, "- fails: finnish", "11:16", "CS611", '"finnish"', '"finish"'),
    (HEARS, "- fails: speach", "11:16", "CS611", '"speach"', '"speech"'),
    (HEARS, "- unchanged: finnish", "11:20", "CS202", 'no write "finnish"', '"finish"'),
    (HEARS, "- slow: finnish", "11:15", "CS202", 'no query, write or request "finnish"', '"finish"'),
    (HEARS, "- unchanged: tasks", "11:20", "CS209", '"tasks" reads', "given"),
    (HEARS, "- unknown: tasks", "11:18", "CS209", '"tasks" reads', "given"),
    (HEARS, "- unknown: finnish", "11:18", "CS202", 'no write "finnish"', '"finish"'),
    (HEARS, "- works_again: finish", "11:9", "CS608", 'keeps "finish" from working', 'below "fails"'),
    (HEARS, "- answered: yes", "11:19", "CS126", "yes", "answered: true"),
    ("as: later", "as: latr", "13:24", "CS204", '"latr"', '"later"'),
    ("      - says: maybe\n", "", "12:9", "CS608", "no words stand before it", '"says"'),
    ("completed", "complete", "14:15", "CS126", '"complete"', '"completed"'),
    ("completed", "completed\n      - says: later\n      - silent: true", "15:9", "CS608", "line 14", "last"),
    (HEARS, "- hangs_up: true", "12:9", "CS608", "has hung up, on line 11", '"ends"'),
    # What is never heard
    ("    rows_after", "    never_hears: good\n    rows_after", "15:18", "CS125", 'the text "good"', 'behind "- "'),
    ("    rows_after", "    never_hears: []\n    rows_after", "15:18", "CS126", "empty", 'behind "- "'),
    ("    rows_after", '    never_hears: [" "]\n    rows_after', "15:19", "CS126", "is empty", "must not hear"),
    ("    rows_after", "    never_hears: [3]\n    rows_after", "15:19", "CS126", "the number 3", 'quotes: "3"'),
    ("    rows_after", "    never_hear: [good]\n    rows_after", "15:5", "CS121", '"never_hear"', '"never_hears"'),
    (
        "    rows_after",
        "    never_hears: [Task]\n    rows_after",
        "15:19",
        "CS616",
        '"task 1", on line 11',
        "leave out",
    ),
    ("    rows_after", "    never_hears:\n      - no. # 1\n    rows_after", "16:9", "CS110", "after #", '"no. # 1"'),
    (HEARS, "- never_hears: good", "11:9", "CS121", '"never_hears"', 'beside "name"'),
    ("- says: maybe", "- says: may\u200bbe", "12:15", "CS004", "zero width space", "maybe"),
    ("    rows_after", "    never_hears: [g\u043eod]\n    rows_after", "15:19", "CS004", "cyrillic", "good"),
    # Rows afterwards
    (AFTER, "tasks: [{state: open}]", "16:15", "CS605", 'needs "id", the primary key of "tasks"', "add id:"),
    (AFTER, "visits: [{person_id: 1}]", "16:16", "CS605", 'needs "day"', "add day:"),
    (AFTER, "tasks: [{id: 1, at: {empty: 1}}]", "16:35", "CS126", "empty", "{empty: true}"),
    (AFTER, "tasks: [{id: {empty: false}}]", "16:15", "CS605", 'needs "id"', "add id:"),
    ("plants.}", "plants., at: {empty: false}}", "7:64", "CS126", '"at" holds before the call', "the value"),
    (AFTER, "tasks: [{id: 1, at: {}}]", "16:23", "CS124", '"empty"', "empty: true"),
    (AFTER, "tasks: [{id: 1, at: {nothing: true}}]", "16:28", "CS121", '"nothing"', ""),
    (AFTER, "tasks: [{id: 1, at: [x]}]", "16:27", "CS125", "a list", "{empty: true}"),
    (AFTER, "tasks: [{id: 1, sate: open}]", "16:23", "CS604", '"sate"', '"state"'),
    (AFTER, "task: [{id: 1}]", "16:7", "CS603", '"task"', '"tasks"'),
]
# What no author ever reads: the library's wording, Python's, JSON's.
NEVER = ("schema'", "property", "instance", "None", "True", "False", "{'", "['", "dict", "/definitions", "is not of")


def checked(bench: Bench, text: str) -> CheckedTests:
    return check_tests(bench.write("tasks.test.yaml", text), "tasks.test.yaml", {}, Disk.around([bench.folder]))


def test_the_file_without_mistakes_is_sound(bench: Bench) -> None:
    assert checked(bench, TESTS).errors == []


@pytest.mark.parametrize(("text", "instead", "place", "code", "message", "help_"), MISTAKES)
def test_a_mistake_is_reported_once_and_in_its_place(
    text: str, instead: str, place: str, code: str, message: str, help_: str, bench: Bench
) -> None:
    assert text in TESTS
    found = checked(bench, TESTS.replace(text, instead, 1))
    assert found.suite is None
    assert [(f"{one.span.line}:{one.span.column}", one.code.id) for one in found.errors] == [(place, code)], found
    (one,) = found.errors
    assert message in one.message
    assert help_ in one.help
    assert not any(word in one.message + one.help for word in NEVER)


def test_all_mistakes_at_once_in_the_order_of_the_file(bench: Bench) -> None:
    text = TESTS.replace("now:", "nwo:").replace("name: Ann", "nam: Ann").replace("hears", "heres")
    text = text.replace("state: open", "sate: open").replace("as: later", "as: latr")
    found = checked(bench, text).errors
    assert [(one.span.line, one.code.id) for one in found] == [
        (3, "CS121"),
        (6, "CS604"),
        (11, "CS121"),
        (13, "CS204"),
        (16, "CS604"),
    ]


def test_a_row_is_refused_beside_other_mistakes(bench: Bench) -> None:
    found = checked(bench, TESTS.replace("name: Ann, ", "").replace("hears", "heres")).errors
    assert [(one.span.line, one.code.id) for one in found] == [(6, "CS606"), (11, "CS121")]


def test_a_script_with_errors_is_reported_instead_of_played(bench: Bench) -> None:
    script = (bench.folder / "tasks.flow.yaml").read_text()
    bench.write("tasks.flow.yaml", script.replace("query: person", "query: persn"))
    bench.write("tasks.test.yaml", TESTS)
    bench.write("more.test.yaml", TESTS)
    ran = bench.run()
    assert ran.status == 1
    assert ran.out.count("[CS202 unknown-query]") == 1  # two test files, one mistake
    assert ran.out.endswith("\n2 files with errors, not played\n")


def test_tables_need_a_schema(bench: Bench) -> None:
    (bench.folder / "schema.sql").unlink()
    (found,) = checked(bench, TESTS).errors
    assert (found.code.id, found.span.line) == ("CS610", 1)
    assert "no schema.sql" in found.message


def test_a_script_without_data_has_no_tables(bench: Bench) -> None:
    bench.write("tasks.flow.yaml", "callsheet: 1\nflow: a\nsteps:\n  - answer\n  - say: Task 1.\n  - disconnect\n")
    (found,) = checked(bench, TESTS.replace("      - understood_as: later\n", "")).errors
    assert found.code.id == "CS610"
    assert "has no data" in found.message


def test_yaml_is_read_as_in_scripts(bench: Bench) -> None:
    (found,) = checked(bench, TESTS.replace(HEARS, "- hears: *task")).errors
    assert found.code.id == "CS103"
    (found,) = checked(bench, "").errors
    assert found.code.id == "CS109"
    (found,) = check_tests(bench.folder / "none.test.yaml", "none.test.yaml", {}, Disk.around([bench.folder])).errors
    assert found.code.id == "CS001"
