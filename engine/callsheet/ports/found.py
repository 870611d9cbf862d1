"""What queries find and other systems answer, as far as a journal keeps it, so that a call can be played again."""

from collections.abc import Iterable

from callsheet.ports.values import Row, Value

# Rows of one read: all of them where a script lets a query give as many as it may by itself (100), and the one that is
# too much.
MOST_ROWS = 101
# Characters of one read, some hundred rows as they are read aloud. A journal has lines of a megabyte at most.
MOST_CHARACTERS = 20_000
# What a number, a date or a time takes, with the name of its column.
CELL_CHARACTERS = 20


def as_found(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The first of the rows, so many as are kept."""
    kept: list[Row] = []
    left = MOST_CHARACTERS
    for row in rows:
        left -= sum(map(_characters, row.columns.values()))
        if left < 0 or len(kept) == MOST_ROWS:
            break
        kept.append(row)
    return tuple(kept)


def _characters(value: Value) -> int:
    return CELL_CHARACTERS + (len(value) if isinstance(value, str) else 0)
