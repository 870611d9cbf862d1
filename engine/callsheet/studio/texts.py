"""A file's text as a page has it, and back: with line feeds, without a byte order mark, its places in UTF-16."""

import re
from bisect import bisect_left
from collections.abc import Callable
from difflib import SequenceMatcher

from callsheet.diagnostics.diagnostic import Edit, Span
from callsheet.source.document import LINE_BREAK
from callsheet.source.lines import LineStarts

# A replacement, as editors of the page take it: `from`, `to`, `insert`.
Change = dict[str, int | str]

BYTE_ORDER_MARK = "\ufeff"
_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")


def for_page(data: bytes) -> str:
    """The text of a file with line feeds alone. Raises `UnicodeDecodeError`."""
    return LINE_BREAK.sub("\n", data.decode("utf-8-sig"))


def for_file(text: str, before: bytes) -> bytes:
    """A page's text as the file has it that it came from: with its byte order mark and its line breaks. Where these
    are of several kinds, each line that is still there keeps its own."""
    old = before.decode("utf-8-sig")
    breaks = LINE_BREAK.findall(old)
    usual = max(dict.fromkeys(breaks), key=breaks.count, default="\n")
    lines = text.split("\n")
    ends = [usual] * (len(lines) - 1)
    if len(set(breaks)) > 1:
        same = SequenceMatcher(None, LINE_BREAK.split(old), lines, autojunk=False).get_matching_blocks()
        for theirs, ours, length in same:
            ends[ours : ours + length] = breaks[theirs : theirs + length][: len(ends) - ours]
    mark = BYTE_ORDER_MARK if before.startswith(BYTE_ORDER_MARK.encode()) else ""
    return (mark + "".join(map("".join, zip(lines, [*ends, ""], strict=True)))).encode()


def in_utf16(text: str) -> Callable[[int], int]:
    """From an offset in characters to one in UTF-16 units, as browsers count."""
    beyond = [found.start() for found in _BEYOND_BMP.finditer(text)]
    if not beyond:
        return lambda offset: offset
    return lambda offset: offset + bisect_left(beyond, offset)


class PagePlaces:
    """Where the spans of diagnostics and edits are in a page's text."""

    def __init__(self, text: str) -> None:
        self._lines = LineStarts(text)
        self._at = in_utf16(text)
        self._length = len(text)

    def of(self, span: Span) -> tuple[int, int]:
        """From where to where a span goes, in UTF-16 units. What ends behind the text ends with it."""
        return self._place(span.line, span.column), self._place(span.end_line, span.end_column)

    def change(self, edit: Edit) -> Change:
        """An edit as the page applies it."""
        start, end = self.of(edit.span)
        return {"from": start, "to": end, "insert": edit.text}

    def _place(self, line: int, column: int) -> int:
        if line > len(self._lines.starts):
            return self._at(self._length)
        return self._at(min(self._lines.offset(line, column), self._length))
