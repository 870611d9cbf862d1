"""Rows that are made for what a call reads and writes: whatever the SQL, SQLite finds with them what is wanted."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, time

import pytest

from callsheet.dialects import DIALECT
from callsheet.ports.data import PreparedQuery
from callsheet.ports.tables import Fixture, Impossible
from callsheet.ports.values import Cell, Row

SCHEMA = """
CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE people (
  id INTEGER PRIMARY KEY,
  team_id INTEGER NOT NULL REFERENCES teams (id),
  chief_id INTEGER REFERENCES people (id),
  name TEXT NOT NULL,
  phone TEXT NOT NULL UNIQUE CHECK (length(phone) = 12),
  pin TEXT NOT NULL CHECK (length(pin) BETWEEN 4 AND 6 AND pin NOT LIKE '%0%'),
  tries INTEGER NOT NULL DEFAULT 0,
  is_away BOOLEAN NOT NULL DEFAULT 0,
  born DATE
);
CREATE TABLE tasks (
  code TEXT PRIMARY KEY CHECK (length(code) = 3),
  person_id INTEGER REFERENCES people (id),
  title TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'lost')),
  hours REAL,
  due DATE NOT NULL,
  at TIME,
  seen DATETIME
);
CREATE UNIQUE INDEX one_open_title ON tasks (person_id, title) WHERE state = 'open';
CREATE VIEW open_tasks AS SELECT code, title AS what, person_id FROM tasks WHERE state = 'open';
CREATE TABLE notes (task_code TEXT NOT NULL REFERENCES tasks (code), text TEXT, UNIQUE (task_code, text));
"""
MANY = 100
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DAY = date(2026, 3, 2)
Values = Mapping[str, Cell]
Found = list[dict[str, Cell]]


@contextmanager
def fixture(schema: str = SCHEMA, most_seconds: float = 20.0) -> Iterator[Fixture]:
    with closing(DIALECT.fixture(DIALECT.read_schema(schema), most_seconds)) as found:
        yield found


def rows(found: Found) -> list[Row]:
    return [Row(cells) for cells in found]


def query(sql: str, values: Values, name: str = "the_query", **types: str) -> PreparedQuery:
    return PreparedQuery(name, "many", tuple(values), sql, types)


# (query, its values, what it is to find)
READS: list[tuple[str, Values, Found]] = [
    ("SELECT id, name FROM teams", {}, []),
    ("SELECT id, name FROM teams ORDER BY name", {}, [{"name": "Zeta"}]),
    ("SELECT id, name FROM teams ORDER BY name", {}, [{}, {}, {}]),
    ("SELECT name FROM teams ORDER BY id DESC", {}, [{"name": "b"}, {"name": "a"}, {"name": "c"}]),
    ("SELECT id, name FROM people WHERE phone = :phone", {"phone": "+15550100000"}, [{"name": "Ann"}]),
    ("SELECT p.name AS who, t.name FROM people p JOIN teams AS t ON t.id = p.team_id", {}, [{"who": "A", "name": "x"}]),
    ("SELECT p.name FROM people p, teams t WHERE p.team_id = t.id AND t.name = 'ops'", {}, [{}, {}]),
    ("SELECT title FROM tasks JOIN people ON people.id = person_id WHERE born = :b", {"b": DAY}, [{"title": "x"}, {}]),
    ("SELECT p.name, b.name AS chief FROM people p JOIN people b ON b.id = p.chief_id", {}, [{"chief": "B"}]),
    ("SELECT p.name, k.title FROM people p LEFT JOIN tasks k ON k.person_id = p.id", {}, [{"title": None}]),
    ("SELECT p.name, k.title FROM people p LEFT JOIN tasks k ON k.person_id = p.id", {}, [{"title": "x"}]),
    ("SELECT code FROM tasks WHERE due >= :day ORDER BY due LIMIT 2", {"day": DAY}, [{}, {}]),
    ("SELECT code, due FROM tasks WHERE due > :day ORDER BY due DESC", {"day": DAY}, [{}, {}, {}]),
    ("SELECT due FROM tasks WHERE due BETWEEN :a AND date(:a, '+2 days')", {"a": DAY}, [{}, {}]),
    ("SELECT due FROM tasks WHERE date(due, '+1 day') < :a", {"a": DAY}, [{}]),
    ("SELECT title FROM tasks WHERE seen < :now AND seen IS NOT NULL", {"now": NOW}, [{}]),
    ("SELECT title, seen FROM tasks WHERE seen IS NULL", {}, [{"title": "a"}]),
    ("SELECT title, seen FROM tasks", {}, [{"seen": NOW}, {"seen": None}]),
    ("SELECT at FROM tasks WHERE at < :at", {"at": time(9)}, [{}]),
    ("SELECT code FROM tasks WHERE state IN ('done', 'lost') AND state <> 'done'", {}, [{}]),
    ("SELECT state FROM tasks WHERE state != 'open'", {}, [{"state": "lost"}, {"state": "done"}]),
    ("SELECT code FROM tasks WHERE (state = 'done' OR hours > 5) AND title LIKE 'call %'", {}, [{}]),
    ("SELECT code FROM tasks WHERE state = 'done' AND (title = :t OR code = :t)", {"t": "abc"}, [{}]),
    ("SELECT name FROM people WHERE NOT is_away AND tries < 5", {}, [{"name": "A"}, {"name": "B"}]),
    ("SELECT name FROM people WHERE is_away AND tries >= 5", {}, [{}]),
    ("SELECT name FROM people WHERE lower(name) = lower(:name)", {"name": "ANN"}, [{}]),
    ("SELECT name FROM people WHERE name = :name COLLATE NOCASE", {"name": "ANN"}, [{}]),
    ("SELECT name FROM people WHERE born IS :born", {"born": None}, [{}]),
    ("SELECT name FROM people WHERE id NOT IN (SELECT person_id FROM tasks WHERE state = 'open')", {}, [{}]),
    ("SELECT name FROM people WHERE id IN (SELECT person_id FROM tasks WHERE state = 'lost')", {}, [{"name": "A"}]),
    (
        "SELECT name FROM people WHERE EXISTS (SELECT 1 FROM tasks WHERE person_id = people.id AND title = :t)",
        {"t": "x"},
        [{"name": "A"}],
    ),
    ("SELECT count(*) AS number FROM tasks WHERE state = 'open'", {}, [{"number": 0}]),
    ("SELECT count(*) AS number FROM tasks WHERE state = 'done'", {}, [{"number": 3}]),
    ("SELECT max(due) AS last FROM tasks", {}, [{"last": DAY}]),
    ("SELECT sum(hours) AS hours FROM tasks WHERE state = 'done'", {}, [{"hours": 2.5}]),
    ("SELECT EXISTS (SELECT 1 FROM people WHERE phone = :p) AS known", {"p": "+15550100000"}, [{"known": 1}]),
    ("SELECT EXISTS (SELECT 1 FROM people WHERE phone = :p) AS known", {"p": "+15550100000"}, [{"known": 0}]),
    (
        "SELECT state, count(*) AS n FROM tasks GROUP BY state",
        {},
        [{"state": "done", "n": 2}, {"state": "lost", "n": 1}],
    ),
    ("SELECT name FROM teams UNION SELECT name FROM people", {}, [{"name": "a"}, {"name": "b"}]),
    (
        "WITH mine AS (SELECT code, due FROM tasks WHERE state = 'done') SELECT code FROM mine",
        {},
        [{"code": "abc"}, {}],
    ),
    ("SELECT what FROM open_tasks WHERE person_id = :p", {"p": 3}, [{"what": "x"}]),
    ("SELECT d.title FROM (SELECT title FROM tasks WHERE hours > 2) AS d", {}, [{"title": "x"}]),
    ("SELECT k.title, n.text FROM tasks AS k JOIN notes n ON task_code = code", {}, [{"title": "x", "text": "y"}]),
    ("SELECT text FROM tasks JOIN (SELECT task_code AS code, text FROM notes) USING (code)", {}, [{"text": "y"}]),
    ("SELECT text FROM notes WHERE task_code = :c", {"c": "abc"}, [{"text": None}, {"text": "x"}]),
    ("SELECT name FROM people WHERE pin = :pin AND length(name) = 3", {"pin": "1234"}, [{}]),
    ("SELECT hours FROM tasks WHERE hours * 2 > 8", {}, [{}]),
]


def test_what_a_query_is_to_find_it_finds() -> None:
    failed = []
    for sql, values, wanted in READS:
        types = {"due": "DATE", "last": "DATE", "seen": "DATETIME", "at": "TIME"}
        with fixture() as made:
            try:
                found = made.read(query(sql, values, **types), values, rows(wanted), most_rows=MANY)
            except Impossible as error:
                failed.append(f"{sql}: {error.message}")
                continue
            assert len(found) == len(wanted), sql
            for row, cells in zip(found, wanted, strict=True):
                assert {name: row.columns[name] for name in cells} == cells, sql
    assert not failed, "\n".join(failed)


def test_rows_are_those_before_the_call() -> None:
    by_phone = query("SELECT id, name, tries FROM people WHERE phone = :phone", {"phone": ""}, "by_phone")
    account = query(
        "SELECT id FROM people WHERE id = :id AND pin = :pin AND tries < 5", {"id": 0, "pin": ""}, "account"
    )
    wrong = query("UPDATE people SET tries = tries + 1 WHERE id = :id AND tries < 5", {"id": 0}, "wrong_pin")
    phone = {"phone": "+15550100000"}
    with fixture() as made:
        [caller] = made.read(by_phone, phone, [Row({"name": "Ann"})], most_rows=1)
        caller_id = caller.columns["id"]
        assert isinstance(caller_id, int)
        made.read(account, {"id": caller_id, "pin": "1234"}, [], most_rows=1)
        made.write(wrong, {"id": caller_id}, changes=True)
        made.read(by_phone, phone, [Row({"tries": 5})], most_rows=1)
        made.write(wrong, {"id": caller_id}, changes=False)
        [person] = made.rows["people"]
        assert (person["name"], person["tries"], person["phone"]) == ("Ann", 4, "+15550100000")
        assert len(made.rows["teams"]) == 1
        with pytest.raises(Impossible, match=r"with which account finds 1 row$"):
            made.read(account, {"id": caller_id, "pin": "1234"}, [Row({})], most_rows=1)
        assert made.rows["people"] == [person]


# (write, its values, whether it changes rows) one after the other, and how many rows each table begins with
WRITES: list[tuple[list[tuple[str, Values, bool]], dict[str, int]]] = [
    ([("UPDATE tasks SET state = 'done' WHERE code = :c AND state = 'open'", {"c": "abc"}, True)], {"tasks": 1}),
    ([("UPDATE tasks AS t SET state = 'done' WHERE t.code = :c", {"c": "abc"}, True)], {"tasks": 1}),
    ([("UPDATE tasks SET state = 'done' WHERE code = :c AND state = 'open'", {"c": "abc"}, False)], {}),
    ([("DELETE FROM tasks WHERE due < :day", {"day": DAY}, True)], {"tasks": 1}),
    ([("DELETE FROM tasks WHERE due < :day", {"day": DAY}, True)] * 2, {}),
    ([("INSERT INTO teams (name) VALUES (:n) ON CONFLICT DO NOTHING", {"n": "ops"}, True)], {}),
    ([("INSERT INTO teams (name) VALUES (:n) ON CONFLICT DO NOTHING", {"n": "ops"}, False)], {"teams": 1}),
    ([("INSERT INTO notes (task_code, text) VALUES (:c, 'x')", {"c": "abc"}, True)], {"tasks": 1}),
    (
        [
            (
                "INSERT INTO teams (name) SELECT :n WHERE NOT EXISTS (SELECT 1 FROM tasks WHERE title = :n)",
                {"n": "ops"},
                False,
            )
        ],
        {"tasks": 1},
    ),
    (
        [("INSERT INTO notes (task_code, text) SELECT code, title FROM tasks WHERE hours > :h", {"h": 3}, True)],
        {"tasks": 1},
    ),
    (
        [
            ("UPDATE tasks SET state = 'lost' WHERE code = :c AND state = 'open'", {"c": "abc"}, True),
            ("UPDATE tasks SET state = 'done' WHERE code = :c AND state = 'lost'", {"c": "abc"}, True),
            ("UPDATE tasks SET state = 'done' WHERE code = :c AND state = 'open'", {"c": "abc"}, False),
        ],
        {"tasks": 1},
    ),
]


def test_writes_change_rows_or_none() -> None:
    for writes, tables in WRITES:
        with fixture() as made:
            try:
                for number, (sql, values, changes) in enumerate(writes):
                    made.write(query(sql, values, f"write_{number}"), values, changes=changes)
            except Impossible as error:
                assert not tables, (sql, error.message)  # noqa: PT017 - which of them can be is part of the table
                continue
            assert {name: len(rows) for name, rows in made.rows.items()} == tables, sql


def test_what_cannot_be_is_told_and_ends() -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0"
    impossible: list[tuple[str, Values, Found]] = [
        ("SELECT name FROM teams WHERE name = 'a'", {}, [{}, {}]),
        ("SELECT state FROM tasks WHERE state = 'open'", {}, [{"state": "done"}]),
        ("SELECT state FROM tasks", {}, [{"state": "never"}]),
        ("SELECT 1 AS one", {}, []),
        ("SELECT id FROM missing", {}, [{}]),
        ("SELECT due FROM tasks", {}, [{"due": "no date"}]),
        ("SELECT id FROM people WHERE id = :id", {"id": "x"}, [{}]),
        (endless, {}, [{}]),
        ("SELECT title FROM tasks WHERE " + "(title = 'a' AND " * 400 + "1" + ")" * 400, {}, [{"title": "b"}]),
        ("SELECT title FROM tasks WHERE " + "(" * 400 + "title = 'a'" + ")" * 400, {}, [{"title": "b"}]),
        (
            "SELECT id FROM people WHERE id IN "
            + "(SELECT person_id FROM tasks WHERE code IN " * 9
            + "('x')"
            + ")" * 9,
            {},
            [{}],
        ),
        ("SELECT a.id FROM teams a" + "".join(f", teams a{n}" for n in range(60)) + " WHERE a.id = -a.id", {}, [{}]),
        ("SELECT max(length(randomblob(1000000000))) AS n FROM teams", {}, [{"n": 5}]),
    ]
    for sql, values, wanted in impossible:
        with fixture(most_seconds=0.5) as made:
            with pytest.raises(Impossible, match=r"^no rows were found with which the_query finds (no|\d) rows?$"):
                made.read(query(sql, values, due="DATE"), values, rows(wanted), most_rows=MANY)
            assert not made.rows


def test_tables_that_refer_to_each_other_in_a_circle() -> None:
    schema = """
    CREATE TABLE a (id INTEGER PRIMARY KEY, b_id INTEGER NOT NULL REFERENCES b (id));
    CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER NOT NULL REFERENCES a (id));
    """
    with fixture(schema) as made, pytest.raises(Impossible):
        made.read(query("SELECT id FROM a", {}), {}, [Row({})], most_rows=MANY)
