"""Edits: what a help says to write, as a replacement that an editor can make.

An edit is only made where it is certain: the help names one thing to write, and what stands in its place is what is
wrong. The helps are sentences; `suggest.py`, `quotes.py` and `scalars.py` give them their forms.
"""

import re
from collections.abc import Iterable

from msgspec.structs import replace

from callsheet.diagnostics.diagnostic import Diagnostic, Edit, Span
from callsheet.diagnostics.suggest import asked_for, spelt_alike
from callsheet.source.document import LINE_BREAK
from callsheet.source.quotes import in_quotes

_QUOTED_WHOLE = re.compile(r"put it in quotes: (.+)")
_QUOTED_VALUE = re.compile(r"put the whole text in quotes: (\w+: )(.+)")
_QUOTED_WORD = re.compile(r'(?:.*; )?(?:if it is a text, )?write "(.+)" in quotes')
_COMMENT = re.compile(r"[ \t]#")
_SPACE = "type a space instead"
_QUOTES = "\"'"


def mended(diagnostics: Iterable[Diagnostic], shown: str, content: bytes) -> tuple[Diagnostic, ...]:
    """The diagnostics, with their edits; only those of the file that messages call `shown`, which holds `content`."""
    lines: list[str] = []
    found = []
    for each in diagnostics:
        if each.file == shown and each.help and each.span.line == each.span.end_line:
            lines = lines or LINE_BREAK.split(content.decode("utf-8-sig", errors="replace"))
            each = replace(each, edit=_edit(each, lines))
        found.append(each)
    return tuple(found)


def _edit(diagnostic: Diagnostic, lines: list[str]) -> Edit | None:
    span, help_, line = diagnostic.span, diagnostic.help, lines[diagnostic.span.line - 1]
    begin, end = span.column - 1, span.end_column - 1
    there = line[begin:end]
    if name := asked_for(help_):
        meant = name.removeprefix("- ") if line[:begin].endswith("- ") else name
        if len(there) > 1 and there[0] in _QUOTES and there[-1] == there[0]:
            begin, end, there = begin + 1, end - 1, there[1:-1]
        # A guess may be further off, or said of more than this word, or of a part of it; or cut, or begin another item.
        certain = spelt_alike(there, meant) or _is_end(there, meant)
        fits = certain and "…" not in meant and not meant.startswith("- ")
        return _replacement(span.line, begin, end, meant) if fits else None
    if found := _QUOTED_WHOLE.fullmatch(help_):
        if _ends_with_something_else(lines, span.line):
            return None
        return _replacement(span.line, begin, len(line.rstrip()), found[1])
    if (found := _QUOTED_VALUE.fullmatch(help_)) and (key := line.find(found[1])) >= 0:
        if _ends_with_something_else(lines, span.line):
            return None
        return _replacement(span.line, key + len(found[1]), len(line.rstrip()), found[2])
    if (found := _QUOTED_WORD.fullmatch(help_)) and found[1] == there:
        return _replacement(span.line, begin, end, in_quotes(there))
    if help_ == _SPACE and there == "\t":
        return _replacement(span.line, begin, end, " ")
    return None


def _is_end(there: str, meant: str) -> bool:
    """Whether what stands there is kept, behind a key or a folder."""
    return meant.endswith((f": {there}", f"/{there}"))


def _ends_with_something_else(lines: list[str], number: int) -> bool:
    """Whether a comment follows the text on a line, counted from 1, or the text goes on in the next one."""
    line = lines[number - 1]
    below = next((lines[n] for n in range(number, len(lines)) if lines[n].strip()), "")
    column = len(line) - len(line.lstrip(" -"))
    return _COMMENT.search(line) is not None or len(below) - len(below.lstrip(" ")) > column


def _replacement(line: int, begin: int, end: int, text: str) -> Edit:
    return Edit(Span.at(line, begin + 1, end - begin), text)
