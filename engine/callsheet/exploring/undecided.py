"""Rows whose columns are decided when something depends on them."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from callsheet.analysis.shapes import Kind
from callsheet.ports.values import Row, Undecided, Value

# What a column holds, whether it can be missing (None where nobody knows), and the only values that it can hold, where
# they are known.
Held = tuple[Kind, bool | None, Sequence[int | float | str]]
Decide = Callable[["Cells", str], Value]


class Cells(Undecided):
    """The columns of the row with this number that a source gives: those that are `decided`, and others, for which
    `decide` is asked. `there` are columns that are not missing, as somebody has read them, whatever they hold."""

    __slots__ = ("_columns", "_decide", "decided", "number", "source", "there")

    def __init__(self, source: str, number: int, columns: Mapping[str, Held], decide: Decide) -> None:
        self.source = source
        self.number = number
        self._columns = columns
        self._decide = decide
        self.decided: dict[str, Value] = {}
        self.there: set[str] = set()

    def __getitem__(self, column: str) -> Value:
        return self.decided[column] if column in self.decided else self._decide(self, column)

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __contains__(self, column: object) -> bool:
        return column in self._columns

    def may_be_missing(self, column: str) -> bool:
        """Whether it is known that nothing may stand in a column."""
        return self._columns[column][1] is True

    def undecided(self) -> "Cells":
        """Such a row of which nothing is known."""
        return Cells(self.source, self.number, self._columns, self._decide)

    def copy(self) -> "Cells":
        """The same row of another call."""
        copy = self.undecided()
        copy.decided.update(self.decided)
        copy.there.update(self.there)
        return copy


class Copies:
    """Copies the values of a call: rows that are one row are one row again."""

    def __init__(self) -> None:
        self._rows: dict[int, Row] = {}

    def of(self, value: Value) -> Value:
        """The copy of a value. What cannot change is its own copy."""
        if type(value) is Row:
            return self._row(value)
        if type(value) is tuple and value and type(value[0]) is Row:
            return tuple(self.of(item) for item in value)
        return value

    def _row(self, row: Row) -> Row:
        columns = row.columns
        if not isinstance(columns, Cells):
            return row
        copy = self._rows.get(id(columns))
        if copy is None:
            copy = self._rows[id(columns)] = Row(columns.copy())
        return copy
