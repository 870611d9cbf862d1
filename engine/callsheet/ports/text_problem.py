"""A problem at an offset of a file that scripts name, on its way to becoming a diagnostic."""

import re
from bisect import bisect_right
from functools import cached_property
from typing import Literal

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Code, Diagnostic, Span

# Problems of one file that are looked for. More than these have one cause, such as a file that holds no SQL.
MOST_PROBLEMS = 100

# Characters of a sentence. A header may be a megabyte long; nobody listens to its being read out.
MOST_CHARACTERS = 400

# Databases read some of these as spaces and stop at others, editors show none of them, and Python's own idea of a line
# breaks at several.
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff]")

# Causes that show in other problems, too, so that one of them is enough: a table that schema.sql does not have, a sign
# or a function where a parameter should stand, a parameter without its colon.
Cause = Literal["no_table", "no_parameter", "no_colon"]


class Source(Struct, frozen=True, dict=True):
    """A text whose offsets can be told as lines and columns."""

    shown: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def span(self, start: int, length: int = 1) -> Span:
        """The span of `length` characters from `start`, cut at the end of the line."""
        line = bisect_right(self._starts, start)
        begin = self._starts[line - 1]
        end = self._starts[line] - 1 if line < len(self._starts) else len(self.text)
        return Span.at(line, start - begin + 1, max(1, min(length, end - start)))


class TextProblem(Struct, frozen=True):
    """What is wrong with `length` characters from `start`: a diagnostic that does not know its file yet."""

    code: Code
    start: int
    length: int
    message: str
    help: str = ""
    cause: Cause | None = None

    @property
    def fatal(self) -> bool:
        """Whether the query cannot be used."""
        return self.code.severity == "error"

    def in_file(self, source: Source) -> Diagnostic:
        """The problem as a reader finds it: with file, line and column."""
        span = source.span(self.start, self.length)
        return Diagnostic(self.code, source.shown, span, _clipped(self.message), _clipped(self.help))


def invisible_in(text: str, code: Code, where: str) -> TextProblem | None:
    """The first character that nobody sees, which keeps a file from being read; `where` it does not belong."""
    found = INVISIBLE.search(text)
    if found is None:
        return None
    message = f"an invisible character (U+{ord(found[0]):04X}) does not belong {where}"
    return TextProblem(code, found.start(), 1, message, "delete it, and type the line anew")


def _clipped(sentence: str) -> str:
    return sentence if len(sentence) <= MOST_CHARACTERS else sentence[: MOST_CHARACTERS - 1] + "…"
