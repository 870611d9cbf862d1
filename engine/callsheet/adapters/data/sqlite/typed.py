"""Columns hold what their declared types say, or nothing is written: SQLite itself would take anything.

What a write changes is looked at row by row, by triggers that exist on one connection only; nothing of them is in the
file. So it does not matter how a statement comes to a value: by a parameter, an expression, a default, a trigger. Each
is made before the first statement that sets it off, so that their cost is that of what statements change.
"""

import sqlite3
from collections.abc import Mapping

from callsheet.adapters.data.sqlite import ledger
from callsheet.adapters.data.sqlite.guard import LEDGER_PREFIX, Change, Guard
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


class TypedSchema:
    """What statements of one schema change, and the triggers for that, as far as both were needed so far. `version` is
    that of a schema which may change."""

    def __init__(self, version: int = 0) -> None:
        self.version = version
        self.changes: dict[str, frozenset[Change]] = {}  # by statement
        self.triggers: dict[Change, str] = {}


class Typed:
    """The columns of one connection, kept to their types; until a rollback. Others may have the same `schema`."""

    def __init__(self, connection: sqlite3.Connection, guard: Guard, schema: TypedSchema) -> None:
        self._connection = connection
        self._guard = guard
        self.schema = schema
        self._kept: set[Change] = set()
        connection.create_function(FUNCTION, 2, fits, deterministic=True)

    def change(self, sql: str, bound: Mapping[str, Bound]) -> None:
        """Run an author's statement that changes rows."""
        self.prepare(sql, bound)
        with self._guard.on():
            self._connection.execute(sql, bound).close()

    def prepare(self, sql: str, bound: Mapping[str, Bound]) -> None:
        """Make the triggers for all that a statement changes, by itself or by triggers of the schema."""
        changes = self.schema.changes.get(sql)
        if changes is None:
            with self._guard.on() as changed:
                self._connection.execute(f"EXPLAIN {sql}", bound).close()
            if len(self.schema.changes) >= MOST_STATEMENTS:
                self.schema.changes.clear()
            changes = self.schema.changes[sql] = frozenset(changed)
        for change in changes - self._kept:
            self._keep(change)

    def _keep(self, change: Change) -> None:
        triggers = self.schema.triggers
        if change not in triggers:
            action, table = change
            columns = self._connection.execute(FIND_COLUMNS, (table,)).fetchall()
            triggers[change] = trigger(action, columns, len(triggers))
        if triggers[change]:
            self._connection.execute(triggers[change])
        self._kept.add(change)


def up_to_date(typed: Typed | None, connection: sqlite3.Connection, guard: Guard) -> Typed:
    """`typed`, where it is of this version of the schema; else the ledger's tables are seen to, and it is made anew."""
    if typed is not None and typed.schema.version == _schema_version(connection):
        return typed
    ledger.make_tables(connection)
    for (old,) in connection.execute(FIND_TRIGGERS).fetchall():
        # Those of a table that another connection has dropped are listed, and do not exist any more.
        connection.execute(f"DROP TRIGGER IF EXISTS temp.{old}")
    return Typed(connection, guard, TypedSchema(_schema_version(connection)))


def _schema_version(connection: sqlite3.Connection) -> int:
    """What changes with every change of the schema, whoever makes it."""
    [(version,)] = connection.execute("PRAGMA schema_version").fetchall()
    return int(version)


def trigger(action: int, columns: list[tuple[str, str, str]], number: int) -> str:
    """The statement that makes the trigger of a table, of whose columns these are (see FIND_COLUMNS), for an action of
    SQLite's; empty where it needs none. No other trigger has its number."""
    typed = [column for column in columns if column[2] in FORMS]
    if not typed or action == sqlite3.SQLITE_DELETE:
        return ""
    event, unless = "INSERT", "0"
    if action == sqlite3.SQLITE_UPDATE:
        event, unless = f"UPDATE OF {', '.join(quoted_name(name) for _, name, _ in typed)}", "NEW.{0} IS OLD.{0}"
    looks = " ".join(_look(*column, unless) for column in typed)
    return (
        f"CREATE TEMP TRIGGER IF NOT EXISTS {LEDGER_PREFIX}{number} AFTER {event} ON main.{quoted_name(typed[0][0])} "
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
