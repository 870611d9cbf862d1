"""What may be written at a place of a text: nothing that `check` refuses there, and all in the engine's own words."""

from collections.abc import Iterator
from pathlib import Path

from callsheet.assist.computed import in_expression
from callsheet.assist.cursor import Cursor
from callsheet.assist.keys import begun
from callsheet.assist.records import Completion
from callsheet.assist.values import values_of
from callsheet.ports.files import Files


def complete(text: str, path: Path, offset: int, files: Files) -> tuple[Completion, ...]:
    """What may stand at an offset of a text that is, or will be, at `path`; the likeliest first.

    Raises nothing, whatever the text is; of one that is too large, or where nothing is known, nothing is offered.
    """
    cursor = Cursor.at(text, path, offset, files)
    return tuple(offered(cursor)) if cursor else ()


def offered(cursor: Cursor) -> Iterator[Completion]:
    """The same of a cursor."""
    if cursor.computed is not None:
        return in_expression(cursor, cursor.computed)
    if cursor.text[cursor.spot.start : cursor.offset].endswith(" "):  # behind what is typed nothing goes on
        return iter(())
    if not cursor.spot.in_value and (cursor.here.is_step or {"object", "array"} & set(cursor.here.types)):
        return begun(cursor)
    return values_of(cursor, cursor.here)
