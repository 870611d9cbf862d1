"""Columns hold what their declared types say, or nothing is written: SQLite itself would take anything.

What a write changes is looked at row by row, by triggers that exist on one connection only; nothing of them is in the
file. So it does not matter how a statement comes to a value: by a parameter, an expression, a default, a trigger.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby

from callsheet.adapters.data.sqlite.guard import LEDGER_PREFIX
from callsheet.ports.stored import FORMS, fits

FUNCTION = "callsheet_fits"
# Begins what SQLite says of a row that was refused; the rest is ours too.
REFUSED = "callsheet: "

# Each table, its columns and their types, together by table. A virtual table can have no trigger, and those that it
# keeps its rows in, which have its name before theirs, must have none.
FIND_COLUMNS = """
    SELECT t.name, c.name, upper(c.type) FROM sqlite_master AS t, pragma_table_xinfo(t.name) AS c
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite@_%' ESCAPE '@' AND NOT EXISTS (
        SELECT 1 FROM sqlite_master AS v WHERE v.sql LIKE 'CREATE VIRTUAL%'
        AND v.name || '_' IN (t.name || '_', substr(t.name, 1, length(v.name) + 1))
    )
    ORDER BY t.rowid
"""
FIND_TRIGGERS = "SELECT name FROM sqlite_temp_master WHERE type = 'trigger'"

Column = tuple[str, str, str]  # of which table, its name, its declared type


def triggers(columns: Iterable[Column]) -> Iterator[str]:
    """The statements that make the triggers, for a connection that knows `fits` as FUNCTION."""
    typed = [one for one in columns if one[2] in FORMS and not one[0].lower().startswith(LEDGER_PREFIX)]
    for number, (table, found) in enumerate(groupby(typed, lambda one: one[0])):
        own = list(found)
        names = ", ".join(quoted_name(name) for _, name, _ in own)
        for event, when, unless in (("INSERT", "INSERT", "0"), (f"UPDATE OF {names}", "UPDATE", "NEW.{0} IS OLD.{0}")):
            looks = " ".join(_look(*column, unless) for column in own)
            yield (
                f"CREATE TEMP TRIGGER {LEDGER_PREFIX}{when}_{number} AFTER {event} ON main.{quoted_name(table)} "
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


def enforce(connection: sqlite3.Connection) -> None:
    """Keep the columns of a connection to their types."""
    connection.create_function(FUNCTION, 2, fits, deterministic=True)
    for (old,) in connection.execute(FIND_TRIGGERS).fetchall():
        # Those of a table that another connection has dropped are listed, and do not exist any more.
        connection.execute(f"DROP TRIGGER IF EXISTS temp.{old}")
    for statement in triggers(connection.execute(FIND_COLUMNS).fetchall()):
        connection.execute(statement)
