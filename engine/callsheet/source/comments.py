"""The comments of a script. libyaml leaves them out: they are found in what no key and no value covers."""

import re
from collections.abc import Iterator

from msgspec import Struct

from callsheet.source.document import Document
from callsheet.source.lines import LineStarts

# YAML wants a space before the sign; behind a bracket or a comma libyaml does without.
_COMMENT = re.compile(r"(?:^|(?<=[ \t\r\n,\[\]{}]))#[^\r\n]*", re.MULTILINE)
_REST_OF_LINE = re.compile(r"[^\r\n]*")


class Comment(Struct, frozen=True):
    """A comment: its place, its text without the sign that begins it, and whether its line holds nothing else."""

    line: int
    column: int
    text: str
    alone: bool


class Comments(Struct, frozen=True):
    """A file's comments in order. `begins` tells where a value begins, for each further line that it covers."""

    found: tuple[Comment, ...]
    begins: dict[int, int]


def read_comments(document: Document) -> Comments:
    """The comments of a document. Its time grows with the text's length."""
    text = document.text
    lines = LineStarts(text)
    found: list[Comment] = []
    begins: dict[int, int] = {}
    free = 0  # from here on nothing is covered yet
    for start, end, below in document.extents:
        found += _between(text, free, start, lines)
        first, _ = lines.place(start)
        if below and (header := _REST_OF_LINE.match(text, start)) is not None:
            found += _between(text, start, header.end(), lines)
        last, _ = lines.place(max(start, end - 1))
        begins |= {line: begins.get(first, first) for line in range(first + 1, last + 1)}
        free = max(start, end)
    found += _between(text, free, len(text), lines)
    return Comments(tuple(found), begins)


def _between(text: str, start: int, end: int, lines: LineStarts) -> Iterator[Comment]:
    for comment in _COMMENT.finditer(text, start, end):
        line, column = lines.place(comment.start())
        before = text[lines.offset(line, 1) : comment.start()]
        yield Comment(line, column, comment[0][1:], not before.strip())
