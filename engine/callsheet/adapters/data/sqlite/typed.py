"""Columns hold what their declared types say, or nothing is written: SQLite itself would take anything.

What a write changes is looked at row by row, by triggers that exist on one connection only; nothing of them is in the
file. So it does not matter how a statement comes to a value: by a parameter, an expression, a default, a trigger. Each
table gets its triggers before the first statement that changes it, so that their cost is that of the tables in use.
"""

import sqlite3
from collections.abc import Iterator, Mapping

from callsheet.adapters.data.sqlite import ledger
from callsheet.adapters.data.sqlite.guard import LEDGER_PREFIX, Guard
from callsheet.adapters.data.sqlite.values import Bound
from callsheet.ports.stored import FORMS, fits

FUNCTION = "callsheet_fits"
# Begins what SQLite says of a row that was refused; the rest is ours too.
REFUSED = "callsheet: "

# Statements whose tables are remembered. Scripts have fewer; whoever has more, and changes them all the time, pays.
MOST_STATEMENTS = 10_000

# The columns of a table, with their types. A virtual table can have no trigger, and those that it keeps its rows in,
# which have its name before theirs, must have none.
FIND_COLUMNS = """
    SELECT t.name, c.name, upper(c.type) FROM sqlite_master AS t, pragma_table_xinfo(t.name) AS c
    WHERE t.type = 'table' AND t.name = ? COLLATE NOCASE AND NOT EXISTS (
        SELECT 1 FROM sqlite_master AS v WHERE v.sql LIKE 'CREATE VIRTUAL%'
        AND v.name || '_' IN (t.name || '_', substr(t.name, 1, length(v.name) + 1))
    )
"""
FIND_TRIGGERS = "SELECT name FROM sqlite_temp_master WHERE type = 'trigger'"


class Typed:
    """The columns of one connection and one `version` of the schema, kept to their types; until a rollback."""

    def __init__(self, connection: sqlite3.Connection, guard: Guard) -> None:
        self._connection = connection
        self._guard = guard
        self.version = _schema_version(connection)
        self._kept: set[str] = set()  # tables, as statements name them
        self._seen: set[str] = set()  # statements that change no other ones
        connection.create_function(FUNCTION, 2, fits, deterministic=True)
        for (old,) in connection.execute(FIND_TRIGGERS).fetchall():
            # Those of a table that another connection has dropped are listed, and do not exist any more.
            connection.execute(f"DROP TRIGGER IF EXISTS temp.{old}")

    def change(self, sql: str, bound: Mapping[str, Bound]) -> None:
        """Run an author's statement that changes rows."""
        self.prepare(sql, bound)
        with self._guard.on():
            self._connection.execute(sql, bound).close()

    def prepare(self, sql: str, bound: Mapping[str, Bound]) -> None:
        """Make the triggers of all tables that a statement changes, by itself or by triggers of the schema."""
        if sql in self._seen:
            return
        with self._guard.on() as changed:
            self._connection.execute(f"EXPLAIN {sql}", bound).close()
        for table in changed - self._kept:
            columns = self._connection.execute(FIND_COLUMNS, (table,)).fetchall()
            for statement in triggers(columns, len(self._kept)):
                self._connection.execute(statement)
            self._kept.add(table)
        if len(self._seen) >= MOST_STATEMENTS:
            self._seen.clear()
        self._seen.add(sql)


def up_to_date(typed: Typed | None, connection: sqlite3.Connection, guard: Guard) -> Typed:
    """`typed`, where it is of this version of the schema; else the ledger's tables are seen to, and it is made anew."""
    if typed is not None and typed.version == _schema_version(connection):
        return typed
    ledger.make_tables(connection)
    return Typed(connection, guard)


def _schema_version(connection: sqlite3.Connection) -> int:
    """What changes with every change of the schema, whoever makes it."""
    [(version,)] = connection.execute("PRAGMA schema_version").fetchall()
    return int(version)


def triggers(columns: list[tuple[str, str, str]], number: int) -> Iterator[str]:
    """The statements that make the triggers of a table, of whose columns these are (see FIND_COLUMNS)."""
    typed = [column for column in columns if column[2] in FORMS]
    if not typed:
        return
    table = quoted_name(typed[0][0])
    names = ", ".join(quoted_name(name) for _, name, _ in typed)
    for event, when, unless in (("INSERT", "INSERT", "0"), (f"UPDATE OF {names}", "UPDATE", "NEW.{0} IS OLD.{0}")):
        looks = " ".join(_look(*column, unless) for column in typed)
        yield (
            f"CREATE TEMP TRIGGER {LEDGER_PREFIX}{when}_{number} AFTER {event} ON main.{table} "
            f"BEGIN SELECT CASE {looks} END; END"
        )


def _look(table: str, column: str, declared: str, unless: str) -> str:
    """One column of a new row is looked at, `unless` it holds what it held before: that is not what was written."""
    said = f'{REFUSED}"{column}" of "{table}" is declared {declared}, which is written {FORMS[declared].written}'
    name = quoted_name(column)
    return (
        f"WHEN NOT ({unless.replace('{0}', name)} OR {FUNCTION}({_text(declared)}, NEW.{name})) "
        f"THEN RAISE(ABORT, {_text(said)})"
    )


def refusal(error: sqlite3.Error) -> str | None:
    """Which column does not take its value, as part of a sentence; None where `error` says something else."""
    said = str(error)
    return said.removeprefix(REFUSED) if said.startswith(REFUSED) else None


def quoted_name(name: str) -> str:
    """A name as SQL takes it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
