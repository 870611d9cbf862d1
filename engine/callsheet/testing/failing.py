"""A database that fails where a test says so."""

from collections.abc import Awaitable, Callable, Mapping

from callsheet.ports.data import Database, DataFailed, PreparedQuery, WriteUnit, Written
from callsheet.ports.tasks import done
from callsheet.ports.values import Cell, Row


class FailingDatabase:
    """Implements `Database` by another one, except for the queries and writes that a test lets fail.

    A write that is `unchanged` finds no row, as where somebody else was faster.
    """

    def __init__(self, database: Database, fails: Callable[[str], bool], unchanged: Callable[[str], bool]) -> None:
        self._database = database
        self._fails = fails
        self._unchanged = unchanged
        self.open_call = database.open_call
        self.close_call = database.close_call
        self.take_lost_calls = database.take_lost_calls
        self.close = database.close

    async def read(self, query: PreparedQuery, values: Mapping[str, Cell], *, most_rows: int) -> tuple[Row, ...]:
        """The rows, unless the test lets this query fail."""
        self._may_fail(query)
        return await self._database.read(query, values, most_rows=most_rows)

    def write(self, unit: WriteUnit) -> Awaitable[Written]:
        """The write, unless the test lets it fail: then it certainly did not happen."""
        self._may_fail(unit.query)
        return done(Written(0)) if self._unchanged(unit.query.name) else self._database.write(unit)

    def _may_fail(self, query: PreparedQuery) -> None:
        if self._fails(query.name):
            raise DataFailed("database_slow", f'The test lets "{query.name}" fail.')
