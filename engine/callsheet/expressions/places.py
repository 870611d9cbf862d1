"""From a place in a scalar's value to the place in the file: through quotes, escapes, line breaks and indentation."""

import re
from bisect import bisect_right

from callsheet.diagnostics.diagnostic import Span
from callsheet.expressions.tree import At
from callsheet.source.document import LINE_BREAK, Document, Scalar

BRACES = re.compile(r"(?=\{\{)")
# In double quotes; the last ones continue a line.
WHITE_SPACE_ESCAPES = frozenset("\\" + character for character in "ntrvf_NLP \t\n\r")


class Places:
    """Finds places in one scalar. Linear in its length when asked from left to right; built only when it is needed."""

    def __init__(self, document: Document, node: Scalar) -> None:
        self.node = node
        self.value = str(node.value)
        self.source = document.text[node.start : node.end]
        self.quote = self.source[:1] if node.quoted else ""
        begin = len(self.quote)
        # Most values are written as they are: then their places are those of the source.
        self.as_written = self.source[begin : len(self.source) - begin] == self.value
        if self.as_written:
            self.begin = self.node.span.column + begin
            return
        if self.quote in ("|", ">"):  # a block: its header may hold a comment, with any braces
            header = LINE_BREAK.search(self.source)
            begin = header.end() if header else len(self.source)
        self.lines = [0, *(line_break.end() for line_break in LINE_BREAK.finditer(self.source))]
        in_value = [found.start() for found in BRACES.finditer(self.value)]
        in_source = [found.start() for found in BRACES.finditer(self.source, begin)]
        if len(in_value) != len(in_source):  # braces written as escapes: only the beginning is certain
            in_value, in_source = [], []
        self.value_anchors, self.source_anchors = [0, *in_value], [begin, *in_source]
        self.last = (0, begin)

    def span(self, at: At) -> Span:
        """The span of a place in the value; where it cannot be told, of the braces around it, else of the scalar."""
        offset, length = at
        if self.as_written:
            if self.value[offset : offset + 1].isspace():  # nothing stands there
                offset, length = self.value.rfind("{{", 0, offset), 2
                if offset < 0:
                    return self.node.span
            line, column = self.node.span.line, self.begin + offset
            return Span(line, column, line, column + max(1, length))  # without a call: nearly all are found here
        index = bisect_right(self.value_anchors, offset) - 1
        anchor = self.value_anchors[index], self.source_anchors[index]
        if anchor[0] <= self.last[0] <= offset:
            anchor = self.last
        found = self.align(anchor, offset)
        if found is not None:
            self.last = offset, found
        elif index > 0:
            found, length = self.source_anchors[index], 2
        else:
            return self.node.span
        row = bisect_right(self.lines, found) - 1
        column = found - self.lines[row] + (self.node.span.column if row == 0 else 1)
        return Span.at(self.node.span.line + row, column, max(1, length))

    def align(self, anchor: tuple[int, int], target: int) -> int | None:
        """Walk value and source side by side, from a pair of offsets to the value's `target`."""
        index, place = anchor
        while index < target:
            if self.value[index].isspace():
                index += 1
                continue
            width = self.width(self.skip(place), self.value[index])
            if not width:
                return None
            index, place = index + 1, self.skip(place) + width
        if target >= len(self.value):
            return place
        return self.skip(place) if self.width(self.skip(place), self.value[target]) else None

    def skip(self, place: int) -> int:
        """Past white space, written out or as an escape."""
        while place < len(self.source):
            if self.source[place].isspace():
                place += 1
            elif self.quote == '"' and self.source[place : place + 2] in WHITE_SPACE_ESCAPES:
                place += 2
            else:
                break
        return place

    def width(self, place: int, character: str) -> int:
        """How many characters of the source write the value's `character` here; 0 where something else is written."""
        written = self.source[place : place + 2]
        if (self.quote == "'" and written == "''" and character == "'") or (
            self.quote == '"' and written == "\\" + character
        ):
            return 2
        return 1 if written[:1] == character else 0
