"""The dashes, keys, texts and brackets of a text that is being typed, which is no YAML most of the time.

Whoever types it goes by how far its lines are indented, and so does this: a quotation mark or bracket that nobody has
closed yet reaches no further than the lines that are indented more than its key.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from callsheet.source.document import LINE_BREAK
from callsheet.source.reader import DEEPEST

# What stands first on its line, beside something, or goes on with the text of the lines above.
Standing = Literal["first", "beside", "further"]

_DASH = re.compile(r"-(?=[ ]|$)")
_PLAIN_KEY = r"""[^\s:#{}\[\],"'|>&*!%@`](?:[^:{}\[\],"'#]|:(?![ ]|$)|(?<![ ])#)*?"""
_KEY = re.compile(rf"""(?:"[^"]*"|'[^']*'|{_PLAIN_KEY})[ ]*:(?=[ ,}}\]]|$)""")
_BLOCK = re.compile(r"[|>][-+0-9]*[ ]*(?:#|$)")
_SPACES = re.compile("[ ]*")
_COMMENT = re.compile(r"(?:(?<=[ ])|^)#")
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?""")
_IN_BRACKETS = re.compile(r"[^{}\[\],]+")


@dataclass(frozen=True, slots=True)
class TypedPiece:
    """A piece of a text from `start` to `end`; a key with its colon. `column` counts from 0."""

    kind: Literal["-", "key", "text", "{", "}", "[", "]", ","]
    start: int
    end: int
    column: int
    standing: Standing


def typed(text: str, cursor: int) -> Iterator[TypedPiece]:
    """All that is typed; where the cursor touches nothing, and is in no comment, an empty text."""
    lines = _PieceReader(cursor)
    start = 0
    for line_break in LINE_BREAK.finditer(text):
        yield from lines.read(text[start : line_break.start()], start)
        start = line_break.end()
    yield from lines.read(text[start:], start)


class _PieceReader:
    def __init__(self, cursor: int) -> None:
        self.cursor = cursor
        self.owner = -1  # the column of the last key or dash
        self.text: Literal["", "plain", "block", '"', "'"] = ""  # what its value is, where it can go on
        self.brackets = 0  # that are open

    def read(self, line: str, start: int) -> Iterator[TypedPiece]:
        """What is typed on the next line, which begins at an offset."""
        cursor = self.cursor - start
        column = len(line) - len(line.lstrip(" "))
        if not line.strip():
            if 0 <= cursor <= len(line):
                further = self.text and cursor > self.owner
                standing: Standing = "beside" if self.brackets else "further" if further else "first"
                yield TypedPiece("text", self.cursor, self.cursor, cursor, standing)
            return
        closes = self.brackets and line[column] in "}]"
        if column < self.owner or (column == self.owner and not closes):
            self.text, self.brackets = "", 0
        if self.text == "plain" and (_DASH.match(line, column) or _KEY.match(line, column)):
            self.text = ""
        for piece in self.pieces(line, column, cursor):
            yield TypedPiece(piece.kind, start + piece.start, start + piece.end, piece.column, piece.standing)

    def pieces(self, line: str, column: int, cursor: int) -> Iterator[TypedPiece]:
        """The same in offsets of the line."""
        at = column
        standing: Standing = "beside" if self.brackets else "first"
        if self.text:
            end = self.further(line, column)
            yield TypedPiece("text", column, max(end, cursor if cursor <= len(line) else 0), column, "further")
            at, standing = end, "beside"
        while at < len(line):
            gap, at = at, _SPACES.match(line, at).end()  # type: ignore[union-attr]  # none at all are some too
            behind = line[at : at + 1]
            comment = _COMMENT.match(line, at) is not None
            nothing = not behind or comment or (self.brackets and behind in "{}[],")
            first = gap + (line[gap - 1 : gap] in ("-", ":") or not nothing)  # a dash and a colon want a space
            if first <= cursor <= at - (not nothing):
                yield TypedPiece("text", cursor, cursor, cursor, standing)
            if comment:
                return
            if behind:
                piece = self.piece(line, at, cursor, standing)
                yield piece
                at, standing = piece.end, "beside"

    def piece(self, line: str, at: int, cursor: int, standing: Standing) -> TypedPiece:
        """What begins here."""
        sign = line[at]
        if not self.brackets and _DASH.match(line, at):
            self.owner, self.text = at, ""
            return TypedPiece("-", at, at + 1, at, standing)
        if key := _KEY.match(line, at):
            if not self.brackets:
                self.owner, self.text = at, ""
            return TypedPiece("key", at, key.end(), at, standing)
        if (sign in "{[" and self.brackets < DEEPEST) or (self.brackets and sign in "}],"):
            self.brackets = max(0, self.brackets + {"{": 1, "[": 1, ",": 0}.get(sign, -1))
            return TypedPiece(sign, at, at + 1, at, standing)  # type: ignore[arg-type]  # one of these five
        return TypedPiece("text", at, self.text_end(line, at, cursor), at, standing)

    def text_end(self, line: str, at: int, cursor: int) -> int:
        """Where the text ends that begins here; a cursor behind it, with nothing but spaces between, is still in it."""
        if quoted := _QUOTED.match(line, at):
            closed = len(quoted[0]) > 1 and quoted[0][-1] == quoted[0][0]
            if not self.brackets and not closed:
                self.text = '"' if line[at] == '"' else "'"
            return quoted.end()
        if self.brackets:
            found = _IN_BRACKETS.match(line, at)
            rest = found[0] if found else line[at:]
        else:
            self.text = "block" if _BLOCK.match(line, at) else "plain"
            rest = line[at:]
        if comment := _COMMENT.search(rest):
            rest = rest[: comment.start()]
        end = at + len(rest.rstrip())
        return max(end, min(cursor, at + len(rest))) if cursor > end else end

    def further(self, line: str, column: int) -> int:
        """Where a text ends on a line that goes on with it."""
        if self.text in ('"', "'"):
            closing = line.find(self.text, column)
            if closing >= 0:
                self.text = ""
                return closing + 1
        return len(line)
