"""The comments of a script. libyaml leaves them out: they are found in what no key and no value covers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from callsheet.source.document import LINE_BREAK, Document

# YAML wants a space before the sign; behind a bracket or a comma libyaml does without.
_COMMENT = re.compile(r"(?:^|(?<=[ \t\r\n,\[\]{}]))#[^\r\n]*", re.MULTILINE)
_REST_OF_LINE = re.compile(r"[^\r\n]*")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: its place, its text without the sign that begins it, and whether its line holds nothing else."""

    line: int
    column: int
    text: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Comments:
    """A file's comments in order. `begins` tells where a value begins, for each further line that it covers."""

    found: tuple[Comment, ...]
    begins: dict[int, int]


def read_comments(document: Document) -> Comments:
    """The comments of a document. Its time grows with the text's length."""
    text = document.text
    lines = _Lines(text)
    found: list[Comment] = []
    begins: dict[int, int] = {}
    free = 0  # from here on nothing is covered yet
    for start, end, below in document.extents:
        found += _between(text, free, start, lines)
        first = lines.at(start)
        if below and (header := _REST_OF_LINE.match(text, start)) is not None:
            found += _between(text, start, header.end(), lines)
        last = lines.at(max(start, end - 1))
        begins |= {line: begins.get(first, first) for line in range(first + 1, last + 1)}
        free = max(start, end)
    found += _between(text, free, len(text), lines)
    return Comments(tuple(found), begins)


def _between(text: str, start: int, end: int, lines: "_Lines") -> Iterator[Comment]:
    for comment in _COMMENT.finditer(text, start, end):
        line = lines.at(comment.start())
        before = text[lines.start : comment.start()]
        yield Comment(line, len(before) + 1, comment[0][1:], not before.strip())


class _Lines:
    """The line of one offset after the other, each further on than the last."""

    def __init__(self, text: str) -> None:
        self._breaks = LINE_BREAK.finditer(text)
        self._next = next(self._breaks, None)
        self._line = 1
        self.start = 0

    def at(self, offset: int) -> int:
        while self._next is not None and self._next.end() <= offset:
            self.start, self._line = self._next.end(), self._line + 1
            self._next = next(self._breaks, None)
        return self._line
