"""Rows of tests in their tables: whether the database takes them, and the database that a test begins with."""

from collections.abc import Collection, Iterator, Mapping
from datetime import tzinfo

from msgspec import Struct

from callsheet.dialects import DIALECT
from callsheet.ports.iso import write_moment
from callsheet.ports.tables import NotTaken, Schema, Stated, Table
from callsheet.testing.cases import GivenRow, TableRows
from callsheet.testing.moments import moment_in

# Seconds of a processor for the rows of all tests of a file: ten thousand rows need a tenth of it. What triggers and
# CHECKs do with a row can take any time, and a file can give thousands of rows to each of thousands of tests.
MOST_SECONDS = 1.0
TOO_BUSY = "the rows up to here keep the database busy for too long"


class Refusal(Struct, frozen=True):
    """A row that the database does not take, and why."""

    row: GivenRow
    reason: str


class Filling:
    """The tables of a schema in memory, for the rows of one test after the other. Close it after use.

    Moments are stored as a call would store them, which in the script's `zone` are those without an offset.
    """

    def __init__(self, schema: Schema, zone: tzinfo, *, most_seconds: float = MOST_SECONDS) -> None:
        self._schema = schema
        self._zone = zone
        self._loader = DIALECT.loader(schema, most_seconds)
        self.exhausted = False  # the time is over: nothing more is put in

    def close(self) -> None:
        """Let the memory go."""
        self._loader.close()

    def refusals(self, tables: Collection[TableRows]) -> list[Refusal]:
        """The rows that the database does not take. Afterwards it is empty again."""
        try:
            return list(self._put_in(tables))
        finally:
            self._loader.undo()

    def image(self, tables: Collection[TableRows]) -> bytes:
        """The database with rows that it takes, as it is stored."""
        list(self._put_in(tables))
        return self._loader.image()

    def _put_in(self, given: Collection[TableRows]) -> Iterator[Refusal]:
        placed: dict[tuple[str, int | None], GivenRow] = {}
        some: dict[str, GivenRow] = {}  # of each table one row: where there are no numbers of rows
        tables = [(table, one.rows) for one in given if (table := self._schema.table(one.name.text))]
        self._loader.begin(table for table, _ in tables)
        refused = False
        for table, row in ((table, row) for table, rows in tables for row in rows):
            outcome = self._loader.put_in(table, self._stated(table, row))
            self.exhausted = self._loader.exhausted
            if self.exhausted:
                yield Refusal(row, TOO_BUSY)
                return
            if isinstance(outcome, NotTaken):
                refused = True
                yield Refusal(row, outcome.reason)
            else:
                placed[table.name, outcome.number] = some[table.name] = row
            if self._loader.gone:
                return
        if not refused:  # a row that is missing would leave others alone
            yield from self._alone(placed, some)

    def _stated(self, table: Table, row: GivenRow) -> Mapping[str, Stated]:
        moments = ((cell, moment_in(table, cell, self._zone)) for cell in row.cells)
        return {cell.column.text: write_moment(moment) if moment else cell.value for cell, moment in moments}

    def _alone(self, placed: dict[tuple[str, int | None], GivenRow], some: dict[str, GivenRow]) -> Iterator[Refusal]:
        """The rows that refer to a row which is not there."""
        found = self._loader.alone()
        if found is None:
            self.exhausted = True
            yield from (Refusal(row, TOO_BUSY) for row in [*some.values()][-1:])
        for one in found or ():
            # A trigger may have put in the row that is alone: any row may have set it off.
            row = placed.get((one.table, one.number)) or some.get(one.table) or next(iter(some.values()))
            yield Refusal(row, f'it refers to a row of "{one.parent}" that is not there')
