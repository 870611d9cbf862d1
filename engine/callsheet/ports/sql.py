"""SQL in the files of a script: their texts, the words that a dialect cuts them into, what such words tell alone."""

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Literal

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Code
from callsheet.ports.text_problem import TextProblem

# Beside the files with a script's queries: its tables, and the rows of a rehearsal.
SCHEMA, SAMPLE = "schema.sql", "sample.sql"

# Characters of one statement. Nobody has written a longer one by hand.
MOST_CHARACTERS = 100_000

READING = frozenset({"SELECT", "VALUES"})
WRITING = frozenset({"INSERT", "REPLACE", "UPDATE", "DELETE"})

Kind = Literal["word", "name", "text", "number", "parameter", "symbol", "comment", "unclosed"]


class SqlText(Struct, frozen=True):
    """A file that could be read: its text without a byte order mark, every line ending in a line feed."""

    path: Path
    shown: str
    text: str


class SqlToken(Struct, frozen=True):
    """A word of SQL and its offset in the file. A `name` is quoted, a `text` a literal; `unclosed` runs to the end."""

    kind: Kind
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def upper(self) -> str:
        """The word in capitals, as keywords compare; empty for what cannot be a keyword."""
        return self.text.upper() if self.kind in ("word", "symbol") else ""

    @property
    def named(self) -> str:
        """What a word or quoted name names, without its quotes; empty for everything else."""
        if self.kind == "word":
            return self.text
        if self.kind != "name":
            return ""
        mark = self.text[-1]
        return self.text[1:-1] if mark == "]" else self.text[1:-1].replace(mark * 2, mark)


SqlWords = tuple[SqlToken, ...]


def depths(code: SqlWords) -> Iterator[tuple[int, SqlToken]]:
    """Each token with the number of parentheses it stands in; a parenthesis itself stands outside."""
    depth = 0
    for token in code:
        depth -= token.text == ")"
        yield depth, token
        depth += token.text == "("


def inside(code: SqlWords, opening: int) -> SqlWords:
    """What stands in the parentheses that open at a place."""
    return tuple(token for _, token in takewhile(lambda at: at[0] >= 0, depths(code[opening + 1 :])))


def verb(code: SqlWords) -> str:
    """The statement's verb, behind a WITH the main one; empty where there is none."""
    if not code or code[0].upper != "WITH":
        return code[0].upper if code else ""
    return next((token.upper for depth, token in depths(code) if not depth and token.upper in READING | WRITING), "")


def never_ends(token: SqlToken, code: Code) -> TextProblem:
    """An `unclosed` token: everything behind it belongs to it, so that nothing there can be judged."""
    kind, mark = "a name", token.text[0]
    if token.text.startswith("/*"):
        kind, mark = "a comment", "*/"
    elif token.text[0] == "'" or token.text[1:2] == "'":
        kind, mark = "a text", "'"
    elif token.text[0] == "[":
        mark = "]"
    return TextProblem(code, token.start, 1, f"{kind} begins here and never ends", f"write {mark} where it ends")
