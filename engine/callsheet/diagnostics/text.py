"""Diagnostics as people read them: place, sentence, the line with a caret, a way out."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Diagnostic, Severity
from callsheet.diagnostics.findings import Findings, LinesOf, Reporter
from callsheet.diagnostics.visible import sentence, visible

# Columns of a source line that are shown: a terminal's width, less the line number.
WIDEST_LINE = 140
# Columns before the caret where a longer line is cut.
BEFORE_CARET = 60
# Problems of one file that are shown: whoever has more than that mends some first.
MOST_SHOWN = 100


class Style(Struct, frozen=True):
    """What a terminal is told before each part of a message; without colours nothing."""

    place: str = ""
    error: str = ""
    warning: str = ""
    calm: str = ""
    end: str = ""

    def of(self, severity: Severity) -> str:
        """The colour of a severity."""
        return self.error if severity == "error" else self.warning


PLAIN = Style()
COLOURED = Style(place="\x1b[1m", error="\x1b[1;31m", warning="\x1b[1;33m", calm="\x1b[36m", end="\x1b[0m")


def reporter(style: Style = PLAIN) -> Reporter:
    """The reporter for people: a block for each problem, and a line at the end that counts them."""

    def write(findings: Findings, lines_of: LinesOf) -> Iterator[str]:
        for file, group in groupby(findings.diagnostics, key=lambda item: item.file):
            found = list(group)
            yield from report(found[:MOST_SHOWN], lines_of, style)
            if len(found) > MOST_SHOWN:
                yield f"{visible(file)}: and {len(found) - MOST_SHOWN:,} more, not shown\n"
        yield findings.summary

    return write


def report(
    diagnostics: Iterable[Diagnostic], lines_of: Callable[[str], Sequence[str]], style: Style = PLAIN
) -> Iterator[str]:
    """Each diagnostic as a block of lines. `lines_of` gives the lines of a file, none where it cannot be read."""
    for diagnostic in diagnostics:
        span, code = diagnostic.span, diagnostic.code
        lines = lines_of(diagnostic.file)
        yield "\n".join(
            [
                f"{style.place}{visible(diagnostic.file)}:{span.line}:{span.column}:{style.end}"
                f" {style.of(code.severity)}{code.severity}:{style.end} {sentence(diagnostic.message)}"
                f" [{code.id} {code.name}]",
                *_excerpt(diagnostic, lines, style),
                *([f"   {style.calm}= help: {sentence(diagnostic.help)}{style.end}"] if diagnostic.help else []),
                *_test(diagnostic, style),
                "",
            ]
        )


def _test(diagnostic: Diagnostic, style: Style) -> Iterator[str]:
    """The test that shows it, between lines so that it can be copied whole."""
    if diagnostic.test:
        yield f"   {style.calm}= test: this file shows it, and passes for as long as it is so{style.end}"
        yield ""
        yield from map(visible, diagnostic.test.rstrip("\n").split("\n"))


def _excerpt(diagnostic: Diagnostic, lines: Sequence[str], style: Style) -> Iterator[str]:
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
    yield f"{margin} | {' ' * _width(mark + visible(line[cut:start]))}{style.calm}{caret}{style.end}"


def _width(text: str) -> int:
    """The columns that a terminal gives to a text."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
