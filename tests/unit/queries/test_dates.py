"""SQL's date functions on moments, the database's clock in schema.sql, and the columns that parameters meet."""

import pytest

from callsheet.ports.dialect import ParameterUse
from tests.unit.queries.conftest import SCHEMA, Load, place

READ = "-- name: q()\n-- x\n"

# (select, column of the function, its name). The SQL begins on line 3.
DATES = [
    ("SELECT id FROM visits WHERE date(at) = '2026-11-22'", 29, "date"),
    ("SELECT max(date(at)) AS day FROM visits", 12, "date"),
    ("SELECT time(v.at) AS hour FROM visits AS v", 8, "time"),
    ("SELECT datetime(\"at\", '+1 hour') AS later FROM visits", 8, "datetime"),
    ("SELECT strftime('%w', at) AS day FROM visits", 8, "strftime"),
    ("SELECT julianday(coalesce(at, '2026-11-22')) AS day FROM visits", 8, "julianday"),
    ("SELECT unixepoch(VISITS.AT) AS day FROM visits", 8, "unixepoch"),
    ("SELECT v.id FROM visits v JOIN customers c ON c.id = customer_id WHERE DATE (at) > c.born", 72, "date"),
    ("SELECT day FROM (SELECT date(at) AS day FROM visits) AS v", 25, "date"),
    ("WITH later AS (SELECT at FROM visits) SELECT date(later.at) AS day FROM later", 46, "date"),
]


@pytest.mark.parametrize(("sql", "column", "function"), DATES)
def test_a_date_function_on_a_moment(load: Load, sql: str, column: int, function: str) -> None:
    _, [found] = load({"a.sql": READ + sql})
    assert place(found) == f"a.sql:3:{column}: CS411"
    assert f"SQL's {function}() looks at " in found.message
    assert "day_begins" in found.help


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id FROM visits WHERE at >= '2026-11-22T05:00:00Z' ORDER BY at",
        "SELECT substr(at, 1, 10) AS day FROM visits",
        "SELECT date(substr(at, 1, 10), '+1 day') AS day FROM visits",
        "SELECT date(born) AS born FROM customers",
        "SELECT strftime('%Y', born) AS born, max(at) AS at FROM customers, visits",
        "SELECT 'date(at)' AS at FROM visits -- date(at)",
    ],
)
def test_what_is_right_is_silent(load: Load, sql: str) -> None:
    assert load({"a.sql": READ + sql})[1] == []


def test_the_moment_of_a_parameter_is_for_the_script_to_tell(load: Load) -> None:
    text = READ.replace("q()", "q(now, day)") + "SELECT id FROM visits WHERE time(:now) > '9' AND date(:day) > at"
    library, found = load({"a.sql": text})
    assert found == []
    assert library.queries["q"].dated == {"now": "time", "day": "date"}


SCHEMAS = [
    ("CREATE TABLE t (id INTEGER PRIMARY KEY, at DATETIME DEFAULT CURRENT_TIMESTAMP);", [("3:61", "CS408")]),
    (
        "CREATE TABLE t (at DATETIME DEFAULT (datetime('now')), day DATE DEFAULT CURRENT_DATE);",
        [("3:47", "CS408"), ("3:73", "CS408")],
    ),
    ("CREATE TABLE t (at TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')));", [("3:65", "CS408")]),
    ("CREATE VIEW t AS SELECT date(at) AS day FROM visits;", [("3:25", "CS411")]),
    ("CREATE INDEX t ON visits (date(at));", [("3:27", "CS411")]),
    ("CREATE TABLE t (at DATETIME, day TEXT GENERATED ALWAYS AS (date(at)));", [("3:60", "CS411")]),
    ("CREATE TABLE t (at DATETIME NOT NULL DEFAULT '2026-11-22T05:00:00Z');", []),
]


@pytest.mark.parametrize(("sql", "wanted"), SCHEMAS)
def test_dates_in_the_schema(load: Load, sql: str, wanted: list[tuple[str, str]]) -> None:
    _, found = load({"a.sql": READ + "SELECT id FROM visits"}, schema=SCHEMA + sql)
    assert [place(one) for one in found] == [f"schema.sql:{where}: {code}" for where, code in wanted]


@pytest.mark.parametrize(
    ("stored", "help_"),
    [
        ("2026-11-22T09:05:00-05:00", "'2026-11-22T14:05:00Z'"),
        ("2026-11-22T14:05:00.5Z", "'2026-11-22T14:05:00Z'"),
        ("2026-11-22 14:05:00Z", "'2026-11-22T14:05:00Z'"),
        ("2026-11-22 09:05", "Z'"),
        ("2026-11-22", "Z'"),
    ],
)
def test_a_moment_of_the_sample_that_sorts_wrongly(load: Load, stored: str, help_: str) -> None:
    rows = f"INSERT INTO visits VALUES (1, 1, '2026-11-22T08:05:00Z', 1), (2, 1, '{stored}', 0);"
    _, [found] = load({"a.sql": READ + "SELECT id FROM visits", "sample.sql": rows})
    assert (place(found), found.code.severity) == ("sample.sql:1:69: CS412", "warning")
    assert help_ in found.help


AT, DAY = ("at", "DATETIME"), ("born", "DATE")
USES = [
    ("UPDATE visits SET at = :p, paid = 1 WHERE id = 1", AT, True),
    ("UPDATE customers SET name = 'x', born = :p", DAY, True),
    ("INSERT INTO visits (customer_id, at, paid) VALUES (1, :p, 0)", AT, True),
    ("INSERT INTO visits VALUES (1, 2, :p, 0)", AT, True),
    ("INSERT INTO visits (id, at, paid) VALUES (1, NULL, 0), (2, :p, 0)", AT, True),
    ("REPLACE INTO visits (id, at, paid) VALUES (1, coalesce(:q, 2), :p)", ("paid", "BOOLEAN"), True),
    ("INSERT INTO visits (customer_id, at, paid) SELECT id, :p, 0 FROM customers WHERE phone = '1'", AT, True),
    ("INSERT INTO visits SELECT max(1, 2), id, :p, 0 FROM customers", AT, True),
    ("INSERT INTO visits (id, paid) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET at = :p", AT, True),
    ("DELETE FROM visits WHERE at = :p", AT, False),
    ("DELETE FROM visits WHERE :p <= visits.at", AT, False),
    ("DELETE FROM visits WHERE at BETWEEN :q AND :p", AT, False),
    ("UPDATE visits SET paid = 1 WHERE visits.at > :p AND id = 1", AT, False),
]


@pytest.mark.parametrize(("sql", "column", "stored"), USES)
def test_the_column_that_a_parameter_meets(load: Load, sql: str, column: tuple[str, str], stored: bool) -> None:
    names = "p, q" if ":q" in sql else "p"
    library, found = load({"a.sql": f"-- name: q({names})!\n-- x\n{sql}"})
    assert found == []
    assert [use for use in library.queries["q"].uses if use.parameter == "p"] == [ParameterUse("p", *column, stored)]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE visits SET at = :p || 'Z'",
        "UPDATE visits SET at = upper(:p)",
        "DELETE FROM visits WHERE at || 'Z' = :p",
        "DELETE FROM visits WHERE substr(at, 1, 10) = :p",
        "DELETE FROM visits WHERE at = :p || 'Z'",
        "INSERT INTO visits (id, at, paid) SELECT 1, upper(:p), 0",
        "INSERT INTO visits (id, paid, at, customer_id) SELECT c.*, :p FROM (SELECT 1, 2, 3) c",
        "INSERT INTO visits (id, at, paid) VALUES (1, upper(:p), 0)",
    ],
)
def test_what_is_computed_of_it_is_not_known(load: Load, sql: str) -> None:
    library, found = load({"a.sql": f"-- name: q(p)!\n-- x\n{sql}"})
    assert found == []
    assert library.queries["q"].uses == ()
