"""Reads `.sql` files, whatever they turn out to be, and knows where in them each offset stands."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from callsheet.diagnostics.diagnostic import FILE_START, Span
from callsheet.queries.records import SqlText
from callsheet.source.files import Missing, Unreadable, read_bytes
from callsheet.source.reach import Reach

# Bytes. The same limit as for a script: whatever is larger was not written by a person.
MOST_BYTES = 1 << 20

# Characters. A message that quotes more than this cannot be read aloud.
MOST_QUOTED = 60

# SQLite reads some of these as spaces and stops at others, editors show none of them, and Python's own idea of a line
# breaks at several.
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff]")


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read: why, as the end of a sentence that begins with its name, and where in it."""

    why: str
    help: str = ""
    span: Span = FILE_START


def read_sql(path: Path, shown: str, reach: Reach) -> SqlText | Unread | None:
    """The text of `path`, or why it cannot be had; None where there is no such file."""
    try:
        return _decoded(read_bytes(path, most=MOST_BYTES + 1, reach=reach), path, shown)
    except Missing:
        return None
    except Unreadable as error:
        return Unread(error.why, error.help)


def _decoded(content: bytes, path: Path, shown: str) -> SqlText | Unread:
    if len(content) > MOST_BYTES:
        return Unread("is larger than 1 MiB", "divide it")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", errors="replace")
        line = before.count("\n") + 1
        return Unread(
            f"is not UTF-8 text (line {line})", "save it as UTF-8", Span.at(line, len(before) - before.rfind("\n"))
        )
    # One kind of line end, because SQLite ends a comment only at a line feed.
    return SqlText(path, shown, text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True, slots=True)
class Source:
    """A text whose offsets can be told as lines and columns."""

    shown: str
    text: str
    _starts: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", [0, *(found.end() for found in re.finditer("\n", self.text))])

    def span(self, start: int, length: int = 1) -> Span:
        """The span of `length` characters from `start`, cut at the end of the line."""
        line = bisect_right(self._starts, start)
        begin = self._starts[line - 1]
        end = self._starts[line] - 1 if line < len(self._starts) else len(self.text)
        return Span.at(line, start - begin + 1, max(1, min(length, end - start)))


def quoted(word: str) -> str:
    """`word` as messages quote what was typed: on one line, and not longer than can be read aloud."""
    line = " ".join(word.split())
    return '"' + (line if len(line) <= MOST_QUOTED else line[: MOST_QUOTED - 1] + "…") + '"'
