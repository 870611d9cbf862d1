"""What a statement may do: ours anything, an author's only read rows, and change rows that are the author's."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

LEDGER_PREFIX = "callsheet_"
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table'"

READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}
# Also a reader may prepare these, as full-text tables do; to run them it lacks the right (`query_only`).
CHANGING = {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}

# An action of these, and the table or view that it is done to.
Change = tuple[int, str]

# Full-text tables ask for these themselves, also when they are only read.
ASKING_PRAGMAS = {"data_version", "page_size"}


def own_tables(connection: sqlite3.Connection) -> list[str]:
    """The tables that are the author's."""
    names: list[str] = [name for (name,) in connection.execute(_TABLES)]
    return [name for name in names if not name.startswith(("sqlite_", LEDGER_PREFIX))]


class Guard:
    """SQLite's authorizer for one connection; it is asked whenever a statement is prepared."""

    def __init__(self) -> None:
        self._changed: set[Change] | None = None

    @contextmanager
    def on(self) -> Iterator[set[Change]]:
        """While this is entered, the statement is an author's; it adds what it changes."""
        self._changed = set()
        try:
            yield self._changed
        finally:
            self._changed = None

    def __call__(self, action: int, first: str | None, second: str | None, database: str | None, by: str | None) -> int:
        if self._changed is None:
            return sqlite3.SQLITE_OK
        if action in CHANGING:
            self._changed.add((action, first or ""))
        return sqlite3.SQLITE_OK if _may(action, first, second) else sqlite3.SQLITE_DENY


def _may(action: int, first: str | None, second: str | None) -> bool:
    if action in CHANGING:
        return not (first or "").lower().startswith(LEDGER_PREFIX)
    if action == sqlite3.SQLITE_FUNCTION:
        return (second or "").lower() != "load_extension"
    if action == sqlite3.SQLITE_PRAGMA:
        return first in ASKING_PRAGMAS and second is None
    return action in READING
