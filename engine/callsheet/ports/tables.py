"""The tables of a script in memory: what a test puts into them before a call, and finds in them after it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from callsheet.ports.data import Database, PreparedQuery
from callsheet.ports.exceptions import Told
from callsheet.ports.values import Cell, Row

# What a test writes for a column.
Stated = None | bool | int | float | str


class Table(Struct, frozen=True):
    """A table: its columns with their declared types, and those of its primary key (none where it has no key)."""

    name: str
    types: Mapping[str, str]
    key: tuple[str, ...]
    columns: Mapping[str, str]  # their names as they were declared, by casefolded name

    def column(self, name: str) -> str | None:
        """The column of that name, in capitals or not, as databases compare names."""
        return self.columns.get(name.casefold())


class Schema(Struct, frozen=True):
    """The tables of a script by casefolded name, and the database that a call begins with, as it is stored."""

    tables: Mapping[str, Table]
    image: bytes

    def table(self, name: str) -> Table | None:
        """The table of that name, in capitals or not."""
        return self.tables.get(name.casefold())


class Placed(Struct, frozen=True):
    """A row that was put in, by its number where the table's rows have numbers."""

    number: int | None


class Alone(Struct, frozen=True):
    """A row that refers to a row of the table `parent`, which is not there. `number` is None where rows have none."""

    table: str
    number: int | None
    parent: str


class NotTaken(Struct, frozen=True):
    """A row that was not put in, and why, in words that end a sentence."""

    reason: str


class StoredRow(Struct, frozen=True):
    """A row of a table: what tells it from others, and what it holds by the names of its columns."""

    identity: tuple[object, ...]
    cells: Mapping[str, object]


class Loader(Protocol):
    """Puts rows into tables in memory, for one test after the other, within bounded time. Close it after use."""

    @property
    def exhausted(self) -> bool:
        """The time is over: nothing more is put in."""

    @property
    def gone(self) -> bool:
        """Some rule of the schema has undone all rows."""

    def begin(self, tables: Iterable[Table]) -> None:
        """Rows are put into these from here on, and may refer to later ones."""

    def put_in(self, table: Table, row: Mapping[str, Stated]) -> Placed | NotTaken:
        """Put in one row; `row` is what it holds by the names of columns."""

    def alone(self) -> list[Alone] | None:
        """The rows that refer to a row which is not there; None where the time was over before they were known."""

    def undo(self) -> None:
        """Take all rows out again."""

    def image(self) -> bytes:
        """The database with its rows, as it is stored."""

    def close(self) -> None:
        """Let the memory go."""


class Impossible(Told):
    """No rows were found with which the tables are as a call needs them. `message` says what of it, without a stop."""


class Fixture(Protocol):
    """The rows that tables have to begin with for a call, which is told from its beginning: what its queries find, and
    what its writes change. Close it after use.
    """

    def read(
        self, query: PreparedQuery, values: Mapping[str, Cell], wanted: Sequence[Row], *, most_rows: int
    ) -> tuple[Row, ...]:
        """The query finds so many rows, in this order, each with at least these columns; the rows that it finds.

        Behind `most_rows` of them nobody looks.

        Raises:
            Impossible: no rows were found for that.
        """

    def write(self, query: PreparedQuery, values: Mapping[str, Cell], *, changes: bool) -> None:
        """The write changes rows, or none.

        Raises:
            Impossible: no rows were found for that.
        """

    @property
    def rows(self) -> Mapping[str, Sequence[Mapping[str, Stated]]]:
        """The rows, by the names of tables: of each the columns that have to be said."""

    def close(self) -> None:
        """Let the memory go."""


class CallTables(Protocol):
    """Tables in memory that a call works on, and that are looked at afterwards. Close them after use."""

    def database(self) -> Database:
        """What the call reads and writes. To close it leaves the tables as they are."""

    def count(self, table: Table) -> int:
        """How many rows there are."""

    def rows(self, table: Table, most: int) -> list[StoredRow]:
        """The first `most` rows, in the order of what tells them apart."""

    def compared(self, table: Table, row: Sequence[tuple[str, Stated]]) -> list[list[tuple[object, bool]]]:
        """Of every row each of these columns: what it holds, and whether that is what the table makes of the value."""

    def close(self) -> None:
        """Let the memory go."""
