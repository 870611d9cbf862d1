"""A file's text as a page has it, and back: with line feeds, without a byte order mark, its places in UTF-16."""

from difflib import SequenceMatcher

from callsheet.diagnostics.diagnostic import Edit, Span
from callsheet.diagnostics.utf16 import Utf16
from callsheet.source.document import LINE_BREAK
from callsheet.source.lines import LineStarts
from callsheet.source.text import BYTE_ORDER_MARK

# A replacement, as editors of the page take it: `from`, `to`, `insert`.
Change = dict[str, int | str]


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


class PagePlaces(Utf16):
    """Places of a text, in characters as the engine counts them, and as a page does."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._lines = LineStarts(text)
        self._end = len(text)

    def of(self, span: Span) -> tuple[int, int]:
        """From where to where a span goes, as a page counts. What ends behind the text ends with it."""
        return self._place(*span.begin), self._place(*span.end)

    def change(self, edit: Edit) -> Change:
        """An edit as the page applies it."""
        start, end = self.of(edit.span)
        return {"from": start, "to": end, "insert": edit.text}

    def _place(self, line: int, column: int) -> int:
        last = line > len(self._lines.starts)
        return self.units(self._end if last else min(self._lines.offset(line, column), self._end))
