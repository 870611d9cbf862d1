"""A document out of a text that is being typed: what cannot be read is left out, line by line."""

from callsheet.assist.spot import Spot
from callsheet.diagnostics.diagnostic import FILE_START
from callsheet.source.document import LINE_BREAK, Broken, Document
from callsheet.source.reader import read_document

# Lines. Whoever types leaves one or two of them open; a text with more is no script.
MOST_LEFT_OUT = 12


def salvaged(path: str, text: str, spot: Spot | None = None) -> Document:
    """The document without the word that is being typed at `spot`, and without the lines that cannot be read. Whatever
    is left stands where it stood."""
    if spot is not None and not spot.in_value and not spot.is_key:
        text = _without(text, spot.start, spot.end)
    for _ in range(MOST_LEFT_OUT):
        document, problems = read_document(path, text.encode(errors="replace"))
        if document is not None:
            return document
        start, end = _line(text, problems[0].span.line)
        if not text[start:end].strip():
            break
        text = _without(text, start, end)
    return Document(path, text, Broken(FILE_START, 0, 0))


def _line(text: str, number: int) -> tuple[int, int]:
    """Where a line begins and ends, counted from 1."""
    start = 0
    for count, line_break in enumerate(LINE_BREAK.finditer(text), 1):
        if count == number:
            return start, line_break.start()
        start = line_break.end()
    return start, len(text)


def _without(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
