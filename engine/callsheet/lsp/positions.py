"""Places of a text as the protocol counts them: lines from 0, characters in the units that were agreed on."""

from lsprotocol.types import Position, Range

from callsheet.diagnostics.diagnostic import Span
from callsheet.source.lines import LineStarts

# How many bytes a unit has, and the encoding that has such units.
_UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
UTF_16 = "utf-16"  # what every editor knows


class Positions:
    """Finds the places of one text. `encoding` is the protocol's name for the units."""

    def __init__(self, text: str, encoding: str = UTF_16) -> None:
        self._text = text
        self._lines = LineStarts(text)
        self._encoding, self._bytes = _UNITS[encoding]
        self._as_written = text.isascii()

    def offset(self, position: Position) -> int:
        """The offset in characters. Behind the end of a line it is that end, behind the text the text's."""
        number: int = position.line
        if number >= len(self._lines.starts):
            return len(self._text)
        line = self._line(number)
        encoded = line.encode(self._encoding, "surrogatepass")[: position.character * self._bytes]
        return self._lines.starts[number] + len(encoded.decode(self._encoding, "replace"))

    def position(self, offset: int) -> Position:
        """The place of an offset."""
        line, column = self._lines.place(min(offset, len(self._text)))
        return Position(line - 1, self._character(line - 1, column - 1))

    def range(self, start: int, end: int) -> Range:
        """From one offset to another."""
        return Range(self.position(start), self.position(end))

    def of_span(self, span: Span) -> Range:
        """Where a diagnostic or an edit stands."""
        return Range(
            Position(span.line - 1, self._character(span.line - 1, span.column - 1)),
            Position(span.end_line - 1, self._character(span.end_line - 1, span.end_column - 1)),
        )

    def span(self, range_: Range) -> Span:
        """The other way round."""
        return self._lines.span(self.offset(range_.start), self.offset(range_.end))

    def _line(self, number: int) -> str:
        ends = [*self._lines.starts[number + 1 : number + 2], len(self._text)]
        return self._text[self._lines.starts[number] : ends[0]].rstrip("\r\n")

    def _character(self, line: int, column: int) -> int:
        if self._as_written or line >= len(self._lines.starts):
            return column
        before = self._line(line)[:column]
        return len(before.encode(self._encoding, "surrogatepass")) // self._bytes + column - len(before)
