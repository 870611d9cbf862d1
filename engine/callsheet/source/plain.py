"""Texts without quotes that YAML reads, and not as they were meant: quotes that are none, lines of others."""

import re

from callsheet.diagnostics.catalogue import LINE_IN_TEXT, STRAY_QUOTE
from callsheet.diagnostics.diagnostic import Span
from callsheet.source.document import LINE_BREAK
from callsheet.source.nearby import DASH
from callsheet.source.quotes import in_quotes
from callsheet.source.schemas import stand_alone
from callsheet.source.slip import Slip

_IN_CURLY_QUOTES = re.compile(r"(?P<opening>[“”„‟‘’‚‛])(?P<text>[^“”„‟‘’‚‛\"]*)(?P<closing>[“”„‟‘’])")
_INCHES = r"[0-9]\"$"


def unquoted(text: str) -> str:
    """The text without typographic quotes around the whole of it."""
    found = _IN_CURLY_QUOTES.fullmatch(text)
    return found["text"] if found else text


def slip_in(text: str, file: str, start: int, end: int, span: Span) -> Slip | None:
    """The slip in a text without quotes: what YAML read, and where its author wrote it in a file."""
    if curly := _IN_CURLY_QUOTES.fullmatch(text):
        here = Span.at(span.line, span.column)
        message = f"{curly['opening']} and {curly['closing']} are no quotes to YAML: they would belong to the text"
        return Slip(here, message, f"write straight quotes: {in_quotes(curly['text'])}", STRAY_QUOTE)
    if text.endswith('"') and text.count('"') % 2 and not re.search(_INCHES, text):
        message = "a quote ends this text, and none begins it: it would belong to the text"
        return Slip(span, message, f"write {in_quotes(text[:-1])}, or delete the quote", STRAY_QUOTE)
    if span.end_line == span.line:
        return None
    return _line_in_text(file[start:end], span, file[file.rfind("\n", 0, start) + 1 : start])


def _line_in_text(written: str, span: Span, line: str) -> Slip | None:
    """A step or an item that became a part of the text above it, because it is indented further than its list."""
    for number, further in enumerate(LINE_BREAK.split(written)[1:], span.line + 1):
        content = further.strip()
        if not content.startswith("- ") and content not in stand_alone():
            continue
        here = Span.at(number, further.index(content) + 1, len(content))
        help_ = "if this is a list, delete what stands behind the colon above it; if not, put the whole text in quotes"
        if dash := DASH.match(line):
            place = f"in column {dash.end() - 1}, like line {span.line}"
            help_ = (
                f'if it is an item of its own, let it begin {place}, with "- "; if not, put the whole text in quotes'
            )
        return Slip(here, "this line belongs to the text above it", help_, LINE_IN_TEXT)
    return None
