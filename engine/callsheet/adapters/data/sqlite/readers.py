"""Reading, on connections that cannot write."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any, TypeVar

from callsheet.adapters.data.sqlite import ledger
from callsheet.adapters.data.sqlite.bounded import interruptible
from callsheet.adapters.data.sqlite.connection import Connection
from callsheet.adapters.data.sqlite.file import DatabaseFile
from callsheet.adapters.data.sqlite.guard import Guard
from callsheet.adapters.data.sqlite.limits import DatabaseLimits
from callsheet.adapters.data.sqlite.values import Bound, bind, rows_of
from callsheet.ports.data import DataFailed, PreparedQuery
from callsheet.ports.values import Cell, Row

T = TypeVar("T")


class ReadingConnection:
    """One of a few connections that read. A read whose asker has gone (`asker` is cancelled) is stopped."""

    def __init__(self, file: DatabaseFile, limits: DatabaseLimits, number: int) -> None:
        self._file = file
        self._limits = limits
        self._name = f"reader {number}"

    async def read(
        self, query: PreparedQuery, values: Mapping[str, Cell], most_rows: int, asker: asyncio.Future[Any]
    ) -> tuple[Row, ...]:
        """The first `most_rows` rows of a query. Raises DataFailed."""
        bound = bind(query, values)
        async with self._file.connection(self._name, f'"{query.name}"', writing=False) as connection:
            fetched = await self._patiently(
                lambda raw: fetch(raw, connection.guard, query, bound, most_rows), connection, asker
            )
            return rows_of(query, *fetched)

    async def has_ledger(self, asker: asyncio.Future[Any]) -> bool:
        """Whether there is a ledger; the look leaves nothing behind. Raises DataFailed."""
        async with self._file.connection(self._name, "the ledger", writing=False) as connection:
            return await self._patiently(ledger.has_tables, connection, asker)

    async def _patiently(
        self, work: Callable[[sqlite3.Connection], T], connection: Connection, asker: asyncio.Future[Any]
    ) -> T:
        async def attempt() -> T:
            return await interruptible(connection.do(work), connection, self._limits, stop=asker)

        return await self._file.patience.with_lock(attempt, writing=False, unless=asker)


def fetch(
    connection: sqlite3.Connection, guard: Guard, query: PreparedQuery, bound: Mapping[str, Bound], most_rows: int
) -> tuple[list[str], list[tuple[object, ...]]]:
    """The columns of a query and its first rows, in the thread of a connection that cannot write."""
    try:
        with guard.on(), closing(connection.execute(query.sql, bound)) as cursor:
            # To sqlite3, fetching 0 rows means all.
            rows = cursor.fetchmany(most_rows) if most_rows > 0 else []
            return [column[0] for column in cursor.description or ()], rows
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY:  # this connection may not write
            raise DataFailed("database_refused", f'The query "{query.name}" writes, and is not marked so.') from None
        raise
