"""A write puts into a column only what its declared type allows, however it comes to the value."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time

import pytest

from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.adapters.data.sqlite.guard import Guard
from callsheet.adapters.data.sqlite.typed import Typed, TypedSchema
from callsheet.ports.data import DataFailed, Written
from callsheet.ports.values import Cell
from tests.effort import effort
from tests.unit.data.conftest import Bench, query, unit

VISITS = """
CREATE TABLE visits (
  id INTEGER PRIMARY KEY, day DATE, starts TIME, at DATETIME, ok BOOLEAN NOT NULL DEFAULT 0,
  places INTEGER DEFAULT 'many', score REAL, what TEXT, `o'clock "now` TIME
);
CREATE TABLE log (visit INTEGER, day DATE);
CREATE TRIGGER moved AFTER UPDATE OF what ON visits BEGIN INSERT INTO log VALUES (NEW.id, NEW.what); END;
CREATE VIEW open_visits AS SELECT id, day FROM visits WHERE ok = 0;
CREATE TRIGGER opened INSTEAD OF INSERT ON open_visits BEGIN
  INSERT INTO visits (id, day, places) VALUES (NEW.id, NEW.day, 1);
END;
CREATE VIRTUAL TABLE words USING fts5(word);
INSERT INTO visits (id, day, places) VALUES (1, '2026-11-22', 3), (2, 'long ago', 3);
"""


@pytest.fixture
def visits(bench: Bench) -> Bench:
    with closing(sqlite3.connect(bench.path)) as connection:
        connection.executescript(VISITS)
    return bench


def write(bench: Bench, sql: str, value: Cell = None) -> Written:
    statement = query(sql, *(["v"] if ":v" in sql else []), kind="write", name="change")
    values = {"v": value} if ":v" in sql else {"none": 0}
    return bench.run(lambda database: database.write(unit(1, statement, **values)))


MISFITS: list[tuple[str, Cell]] = [
    ("day", "tomorrow"),
    ("day", "2026-11-22 + 1 day"),
    ("day", "2026-02-30"),
    ("day", ""),
    ("day", 20261122),
    ("day", datetime(2026, 11, 22, 9, tzinfo=UTC)),
    ("starts", "9 o'clock"),
    ("starts", date(2026, 11, 22)),
    ("starts", datetime(2026, 11, 22, 9, tzinfo=UTC)),
    ("at", "soon"),
    ("at", time(9)),
    ("at", 1795000000),
    ("ok", "maybe"),
    ("ok", 2),
    ("places", "a few"),
    ("places", date(2026, 11, 22)),
    ("score", "high"),
    ("`o'clock \"now`", "secret"),
]


@pytest.mark.parametrize(("column", "value"), MISFITS)
@pytest.mark.parametrize(
    "statement", ["UPDATE visits SET {} = :v WHERE id = 1", "INSERT INTO visits (places, {}) VALUES (1, :v)"]
)
def test_what_a_read_would_refuse_is_not_written(visits: Bench, statement: str, column: str, value: Cell) -> None:
    if "INSERT" in statement and column == "places":
        statement = "INSERT INTO visits ({}) VALUES (:v)"
    before = visits.rows("SELECT * FROM visits")
    with pytest.raises(DataFailed) as failure:
        write(visits, statement.format(column), value)
    assert failure.value.kind == "bad_value"
    assert failure.value.message.startswith('"change" wrote nothing: "')
    assert " is declared " in failure.value.message
    assert str(value) == "" or str(value) not in failure.value.message
    assert visits.rows("SELECT * FROM visits") == before


@pytest.mark.parametrize(
    ("column", "value", "stored"),
    [
        ("day", date(2026, 11, 22), "2026-11-22"),
        ("day", "2026-11-22", "2026-11-22"),
        ("day", None, None),
        ("starts", time(9, 5), "09:05:00"),
        ("starts", "09:05", "09:05"),
        ("at", datetime(2026, 11, 22, 9, tzinfo=UTC), "2026-11-22T09:00:00Z"),
        ("at", "2026-11-22T09:00:00-05:00", "2026-11-22T09:00:00-05:00"),
        ("at", date(2026, 11, 22), "2026-11-22"),
        ("ok", True, 1),
        ("places", "12", 12),
        ("places", 1.5, 1.5),
        ("score", 2, 2.0),
        ("what", "2026-11-22", "2026-11-22"),
    ],
)
def test_what_a_read_takes_is_written(visits: Bench, column: str, value: Cell, stored: object) -> None:
    assert write(visits, f"UPDATE visits SET {column} = :v WHERE id = 1", value) == Written(1)
    assert visits.rows(f"SELECT {column} FROM visits WHERE id = 1") == [(stored,)]


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO visits (day) VALUES ('2026-11-22')",  # whose default is no number
        "INSERT OR IGNORE INTO visits (places, day) VALUES (1, 'x')",
        "INSERT OR REPLACE INTO visits (id, places, day) VALUES (1, 1, 'x')",
        "REPLACE INTO visits (id, places, day) VALUES (1, 1, 'x')",
        "INSERT INTO visits (id, places) VALUES (1, 1) ON CONFLICT DO UPDATE SET day = 'x'",
        "UPDATE OR IGNORE visits SET day = 'x'",
        "UPDATE visits SET day = date(day, '+1 day') || '!' WHERE id = 1",
        "UPDATE visits SET what = 'x' WHERE id = 1",  # which a trigger of the table puts into a DATE
        "INSERT INTO open_visits (id, day) VALUES (3, 'x')",
        "INSERT INTO log SELECT id, day FROM visits",
        "WITH n(day) AS (VALUES ('x')) UPDATE visits SET day = (SELECT day FROM n)",
    ],
)
def test_it_does_not_matter_where_the_value_comes_from(visits: Bench, sql: str) -> None:
    before = visits.rows("SELECT * FROM visits"), visits.rows("SELECT * FROM log")
    with pytest.raises(DataFailed) as failure:
        write(visits, sql)
    assert failure.value.kind == "bad_value"
    assert (visits.rows("SELECT * FROM visits"), visits.rows("SELECT * FROM log")) == before


def test_what_was_there_before_is_left_alone(visits: Bench) -> None:
    assert write(visits, "UPDATE visits SET places = 4") == Written(2)
    assert visits.rows("SELECT day, places FROM visits WHERE id = 2") == [("long ago", 4)]


def test_a_table_of_full_text_is_written_to(visits: Bench) -> None:
    assert write(visits, "INSERT INTO words (word) VALUES ('parcel')") == Written(1)


def test_a_primary_key_of_another_kind_is_a_bad_value(visits: Bench) -> None:
    with pytest.raises(DataFailed) as failure:
        write(visits, "INSERT INTO visits (id, places) VALUES (:v, 1)", "first")
    assert failure.value.kind == "bad_value"


def test_types_are_kept_in_a_table_that_came_later_and_after_a_failure(visits: Bench) -> None:
    later = query("INSERT INTO later VALUES (:day)", "day", kind="write")
    wrong = query("UPDATE visits SET day = :day", "day", kind="write")

    async def main(database: SqliteDatabase) -> list[str]:
        kinds: list[str] = []
        await database.write(unit(1))
        with closing(sqlite3.connect(visits.path)) as connection:
            connection.execute("CREATE TABLE later (day DATE)")
        for number, statement in enumerate((wrong, later, later)):
            with pytest.raises(DataFailed) as failure:
                await database.write(unit(number + 2, statement, day="x"))
            kinds.append(failure.value.kind)
        await database.write(unit(9, later, day="2026-11-22"))
        return kinds

    assert visits.run(main) == ["bad_value"] * 3
    assert visits.rows("SELECT day FROM later") == [("2026-11-22",)]


def test_what_a_reference_hands_on_is_looked_at_too(bench: Bench) -> None:
    with closing(sqlite3.connect(bench.path)) as connection:
        connection.executescript("""
            CREATE TABLE days (day TEXT PRIMARY KEY);
            CREATE TABLE held (day DATE REFERENCES days ON UPDATE CASCADE);
            INSERT INTO days VALUES ('2026-11-22');
            INSERT INTO held VALUES ('2026-11-22');
        """)
    with pytest.raises(DataFailed) as failure:
        write(bench, "UPDATE days SET day = :v", "tomorrow")
    assert failure.value.kind == "bad_value"
    assert write(bench, "UPDATE days SET day = :v", "2026-11-23") == Written(1)
    assert bench.rows("SELECT day FROM held") == [("2026-11-23",)]


def test_a_write_costs_by_the_tables_that_it_changes_and_not_by_those_that_there_are() -> None:
    def cost(tables: int) -> tuple[int, int]:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            for number in range(tables):
                connection.execute(f"CREATE TABLE t{number} (day DATE, at DATETIME, n INTEGER)")
            guard = Guard()
            connection.set_authorizer(guard)

            def change() -> None:
                typed = Typed(connection, guard, TypedSchema())
                for _ in range(3):
                    typed.change("INSERT INTO t0 (day) VALUES (:day)", {"day": "2026-11-22"})

            calls = effort(change)
            made = connection.execute("SELECT count(*) FROM sqlite_temp_master WHERE type = 'trigger'").fetchone()[0]
            return calls, made

    assert cost(3) == cost(300)


def test_nothing_of_it_is_in_the_file(visits: Bench) -> None:
    write(visits, "UPDATE visits SET places = 4")
    names = {name for (name,) in visits.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert names == {"moved", "opened"}
