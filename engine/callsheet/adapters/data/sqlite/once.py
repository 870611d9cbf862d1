"""One write, exactly once: what is done in its transaction, in the thread of its connection."""

import sqlite3
from collections.abc import Callable, Mapping

from callsheet.adapters.data.sqlite import ledger
from callsheet.adapters.data.sqlite.ledger import WriteNote
from callsheet.adapters.data.sqlite.typed import Typed, refusal
from callsheet.adapters.data.sqlite.values import Bound, bind, digest
from callsheet.ports.clock import Clock
from callsheet.ports.data import DataFailed, PreparedQuery, WriteUnit, Written

# Raises DataFailed where the call with an id may not write any more.
Fence = Callable[[sqlite3.Connection, str], None]


class Once:
    """A unit's statement and its line in the ledger: both, or none."""

    def __init__(self, unit: WriteUnit, clock: Clock, fence: Fence, key: bytes = b"") -> None:
        """`key` is that of digests. Raises DataFailed: `bad_value`."""
        self._unit = unit
        self._clock = clock
        self._fence = fence
        self._bound = bind(unit.query, unit.values)
        self._wanted = digest(unit.query, unit.values, key)

    def do(self, connection: sqlite3.Connection, typed: Typed) -> Written:
        """Do it, unless this visit has done it. Raises DataFailed, or what SQLite raises."""
        unit = self._unit
        known = ledger.find_write(connection, unit.key)
        if known is not None:
            return self._repeated(known)
        self._fence(connection, unit.key.call_id)
        rows = changed(connection, typed, unit.query, self._bound)
        note = WriteNote(unit.query.name, self._wanted, rows)
        ledger.add_write(connection, unit.key, note, unit.event(rows), self._clock.now())
        return Written(rows)

    def is_done(self, connection: sqlite3.Connection) -> bool:
        """Whether the ledger has it."""
        # What made the ledger's tables may be the very transaction that failed.
        return ledger.has_tables(connection) and ledger.find_write(connection, self._unit.key) is not None

    def _repeated(self, known: WriteNote) -> Written:
        # Of a call that has ended the digest is forgotten; it still has written only once.
        if known.name == self._unit.query.name and known.digest in (self._wanted, ""):
            return Written(known.rows, repeated=True)
        raise mismatch(known.name)


def mismatch(write: str) -> DataFailed:
    """A visit of a call that comes back with another write than it has done."""
    return DataFailed("write_mismatch", f'This visit has written "{write}" before, and not the same.')


def changed(connection: sqlite3.Connection, typed: Typed, query: PreparedQuery, bound: Mapping[str, Bound]) -> int:
    """Run an author's statement and count the rows that it changed."""
    before = connection.total_changes
    try:
        typed.change(query.sql, bound)
    except sqlite3.IntegrityError as error:
        if misfit := refusal(error):
            raise DataFailed("bad_value", f'"{query.name}" wrote nothing: {misfit}.') from None
        raise
    if connection.total_changes == before:
        return 0
    # Python's count is wrong for RETURNING and for WITH … UPDATE; the total counts what triggers did, too.
    [(rows,)] = ledger.select(connection, "SELECT changes()")
    return int(rows)
