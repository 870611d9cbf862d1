"""Diagnostics as people read them: place, sentence, the line with a caret, a way out."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from engine.diagnostics.diagnostic import Diagnostic

# Columns of a source line that are shown: a terminal's width, less the line number.
WIDEST_LINE = 140
# Columns before the caret where a longer line is cut.
BEFORE_CARET = 60

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def report(diagnostics: Iterable[Diagnostic], lines_of: Callable[[str], Sequence[str]]) -> Iterator[str]:
    """Each diagnostic as a block of lines. `lines_of` gives the lines of a file, none where it cannot be read."""
    for diagnostic in diagnostics:
        span, code = diagnostic.span, diagnostic.code
        lines = lines_of(diagnostic.file)
        yield "\n".join(
            [
                f"{diagnostic.file}:{span.line}:{span.column}: {code.severity}: {visible(diagnostic.message)}"
                f" [{code.id} {code.name}]",
                *_excerpt(diagnostic, lines),
                *([f"   = help: {visible(diagnostic.help)}"] if diagnostic.help else []),
                "",
            ]
        )


def visible(text: str) -> str:
    """The text with characters made visible that would move the cursor or reorder the line."""
    return _CONTROL.sub(lambda found: " " if found[0] == "\t" else found[0].encode("unicode_escape").decode(), text)


def _excerpt(diagnostic: Diagnostic, lines: Sequence[str]) -> Iterator[str]:
    span = diagnostic.span
    if not 1 <= span.line <= len(lines) or not lines[span.line - 1].strip():
        return
    line = lines[span.line - 1]
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    cut = max(0, start - BEFORE_CARET) if len(line) > WIDEST_LINE else 0
    shown = line[cut : cut + WIDEST_LINE]
    mark = "…" if cut else ""
    caret = "^" * max(1, _width(visible(line[start : max(start, min(end, cut + WIDEST_LINE))])))
    number = str(span.line)
    margin = " " * len(number)
    yield f"{margin} |"
    yield f"{number} | {mark}{visible(shown)}{'…' if cut + WIDEST_LINE < len(line) else ''}"
    yield f"{margin} | {' ' * _width(mark + visible(line[cut:start]))}{caret}"


def _width(text: str) -> int:
    """The columns that a terminal gives to a text."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
