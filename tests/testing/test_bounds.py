"""Checking test files ends, in work that grows no faster than they do: counted in calls, not in seconds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from callsheet.adapters.files.disk import Disk
from callsheet.diagnostics.few import MOST_MISTAKES
from callsheet.testing.check import CheckedTests, Scripts, check_tests
from tests.effort import effort
from tests.testing.conftest import HEAD, Bench

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
ONE_TEST = "tests: [{name: a, call: [ends: completed]}]\n"


def turns(size: int, turn: Callable[[int], str]) -> str:
    return HEAD + "  - name: a\n    call:\n" + "".join(f"      - {turn(number)}\n" for number in range(size))


def answers_that_nothing_has(size: int) -> str:
    return turns(size, lambda number: f"says: x\n      - understood_as: other{number}")


def failures_of_nothing(size: int) -> str:
    return turns(size, lambda number: f"fails: other{number}")


def many_with_the_same_rows(size: int) -> str:
    rows = "".join(f"      - what: n{number}\n" for number in range(size))
    tests = "".join(f"  - {{name: n{number}, call: [ends: completed]}}\n" for number in range(size))
    return f"flow: tasks.flow.yaml\ngiven:\n  tables:\n    notes:\n{rows}tests:\n{tests}"


def many_with_their_own_rows(size: int) -> str:
    given = "{tables: {notes: [{what: a}]}}"
    return HEAD + "".join(f"  - {{name: n{n}, given: {given}, call: [ends: completed]}}\n" for n in range(size))


def tables_that_are_not_there(size: int) -> str:
    tables = "".join(f"    other{number}: []\n" for number in range(size))
    return f"flow: tasks.flow.yaml\ngiven:\n  tables:\n{tables}{ONE_TEST}"


def rows_that_refer_to_nothing(size: int) -> str:
    rows = "".join(f"      - {{id: {number}, person_id: 7, what: x}}\n" for number in range(size))
    return f"flow: tasks.flow.yaml\ngiven:\n  tables:\n    tasks:\n{rows}{ONE_TEST}"


def check(bench: Bench, text: str, scripts: Scripts | None = None) -> CheckedTests:
    path = bench.write("a.test.yaml", text)
    return check_tests(path, "a.test.yaml", scripts if scripts is not None else {}, Disk.around([path]))


def checking(bench: Bench, text: str) -> int:
    """The work of checking a test file whose script has been checked."""
    scripts: Scripts = {}
    check(bench, text, scripts)
    return effort(lambda: check(bench, text, scripts))


FILES = [
    answers_that_nothing_has,
    failures_of_nothing,
    many_with_the_same_rows,
    many_with_their_own_rows,
    tables_that_are_not_there,
    rows_that_refer_to_nothing,
]


@pytest.mark.parametrize("file", FILES)
def test_twice_the_file_is_not_three_times_the_work(bench: Bench, file: Callable[[int], str]) -> None:
    small, large = checking(bench, file(150)), checking(bench, file(300))
    assert large < 3 * small


@pytest.mark.parametrize("file", [answers_that_nothing_has, failures_of_nothing, tables_that_are_not_there])
def test_of_many_mistakes_of_a_kind_the_first_are_told(bench: Bench, file: Callable[[int], str]) -> None:
    found = check(bench, file(MOST_MISTAKES + 50)).errors
    assert len(found) == MOST_MISTAKES + 1
    assert len({item.code for item in found}) == 1
    assert found[-1].message == "there are more mistakes from here on, which are not listed"


def test_a_test_names_a_hundred_texts_that_are_never_heard(bench: Bench) -> None:
    def told(size: int) -> list[str]:
        parts = "".join(f"      - part {number}\n" for number in range(size))
        return [f"{one.code.id} {one.message}; {one.help}" for one in check(bench, f"{ENDS}{parts}").errors]

    assert told(100) == []
    assert told(101) == ['CS126 "never_hears" has more than 100 items; keep those that matter']


ENDS = HEAD + "  - name: a\n    call: [ends: completed]\n    never_hears:\n"


@pytest.mark.parametrize(
    "rule",
    [
        f"CREATE TABLE slow (a); CREATE TRIGGER t AFTER INSERT ON slow BEGIN INSERT INTO slow {ENDLESS}; END;",
        f"CREATE TABLE slow (a); CREATE TRIGGER t AFTER INSERT ON slow BEGIN SELECT ({ENDLESS}); END;",
    ],
)
def test_rows_that_keep_the_database_busy_are_refused(bench: Bench, rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are tried once, however many tests are given more of them."""
    monkeypatch.setattr("callsheet.testing.filling.MOST_SECONDS", 0.01)
    bench.write("schema.sql", (bench.folder / "schema.sql").read_text() + rule)
    tests = "".join(
        f"  - {{name: n{number}, given: {{tables: {{slow: [{{a: {number}}}]}}}}, call: [ends: completed]}}\n"
        for number in range(20)
    )
    [told] = check(bench, f"flow: tasks.flow.yaml\ntests:\n{tests}").errors
    busy = "the database does not take this row: the rows up to here keep the database busy for too long"
    assert (told.code.id, told.message, told.span.line) == ("CS606", busy, 3)


@pytest.mark.parametrize("values", ["hex(randomblob(400000000))", "randomblob(1900000) FROM many x, many y"])
def test_what_a_rule_makes_of_a_row_has_a_size(bench: Bench, values: str) -> None:
    rule = (
        "CREATE TABLE blobs (a); CREATE VIEW many AS VALUES (1), (2), (3), (4), (5), (6), (7), (8);"
        f"CREATE TRIGGER t AFTER INSERT ON notes BEGIN INSERT INTO blobs SELECT {values}; END;"
    )
    bench.write("schema.sql", (bench.folder / "schema.sql").read_text() + rule)
    given = "{tables: {notes: [{what: x}]}}"
    [told] = check(bench, f"{HEAD}  - {{name: a, given: {given}, call: [ends: completed]}}\n").errors
    assert told.code.id == "CS606"
    assert told.message.endswith("this row: with what schema.sql makes of it, it is too large")


@pytest.mark.parametrize(
    "rule", ["", "CREATE TRIGGER t AFTER INSERT ON notes BEGIN UPDATE tasks SET at = 'noon'; END;"]
)
def test_columns_are_kept_to_their_types_whoever_writes_them(bench: Bench, rule: str) -> None:
    bench.write("schema.sql", (bench.folder / "schema.sql").read_text() + rule)
    wrong = "{notes: [{what: x}]}" if rule else "{tasks: [{id: 1, person_id: 1, what: x, at: noon}]}"
    [told] = check(bench, f"{HEAD}  - {{name: a, given: {{tables: {wrong}}}, call: [ends: completed]}}\n").errors
    assert told.code.id == "CS606"
    assert '"at" of "tasks" is declared DATETIME' in told.message


def test_a_rule_that_undoes_everything_undoes_no_other_test(bench: Bench) -> None:
    bench.write(
        "schema.sql", (bench.folder / "schema.sql").read_text() + "CREATE TABLE once (a UNIQUE ON CONFLICT ROLLBACK);"
    )
    given = "{tables: {once: [{a: 1}, {a: 1}, {a: 2}]}}"
    right = "{tables: {once: [{a: 1}, {a: 2}]}}"
    tests = "".join(
        f"  - {{name: n{number}, given: {each}, call: [ends: completed]}}\n"
        for number, each in enumerate([given, right])
    )
    [told] = check(bench, f"flow: tasks.flow.yaml\ntests:\n{tests}").errors
    assert (told.span.line, told.message) == (3, 'the database does not take this row: another row has the same "a"')


def test_a_row_that_a_trigger_leaves_alone_is_told_at_one_that_may_have_set_it_off(bench: Bench) -> None:
    rule = (
        "CREATE TABLE sets (a);"
        "CREATE TRIGGER t AFTER INSERT ON sets BEGIN INSERT INTO tasks (person_id, what) VALUES (9, 'x'); END;"
    )
    bench.write("schema.sql", (bench.folder / "schema.sql").read_text() + rule)
    given = "{tables: {sets: [{a: 1}]}}"
    [told] = check(
        bench, f"flow: tasks.flow.yaml\ntests:\n  - {{name: a, given: {given}, call: [ends: completed]}}\n"
    ).errors
    assert (told.code.id, told.span.line) == ("CS606", 3)
    assert told.message.endswith('it refers to a row of "people" that is not there')


def test_databases_are_made_when_tests_are_played_and_what_tests_share_once(bench: Bench, tmp_path: Path) -> None:
    own = "  - {name: own, given: {tables: {notes: [{what: x}]}}, call: [hears: hello ann, ends: hung_up]}\n"
    shared = "".join(f"  - {{name: n{number}, call: [hears: hello ann, ends: hung_up]}}\n" for number in range(2))
    suite = check(bench, HEAD + shared + own).suite
    assert suite is not None
    first, second, other = [suite.image(test) for test in suite.tests]
    assert first is second
    assert first is not None
    assert other is not None
    assert first != other
