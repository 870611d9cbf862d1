"""The lines of a text, as an editor counts them: which offset stands where."""

from bisect import bisect_right
from operator import methodcaller

from callsheet.diagnostics.diagnostic import Span
from callsheet.source.document import LINE_BREAK


class LineStarts:
    """Where the lines of a text begin, in characters. There is a line behind the last line break, if an empty one."""

    def __init__(self, text: str) -> None:
        self.starts: list[int] = [0, *map(methodcaller("end"), LINE_BREAK.finditer(text))]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both from 1."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """The span of `text[start:end]`."""
        return Span(*self.place(start), *self.place(end))

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and a column, both from 1."""
        return self.starts[line - 1] + column - 1

    def offsets(self, span: Span) -> tuple[int, int]:
        """Where what stands in a span begins and ends."""
        return self.offset(*span.begin), self.offset(*span.end)
