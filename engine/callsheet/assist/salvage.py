"""A document out of a text that is being typed: what cannot be read is left out, line by line."""

from callsheet.assist.spot import Spot
from callsheet.diagnostics.diagnostic import FILE_START
from callsheet.source.document import Broken, Document
from callsheet.source.lines import LineStarts
from callsheet.source.reader import read_document

# Lines. Whoever types leaves one or two of them open; a text with more is no script.
MOST_LEFT_OUT = 12


def without_half_key(text: str, spot: Spot) -> str:
    """The text without what is being typed at a place, where that is no value and has no colon yet: with the lines
    around it, it would mean something else."""
    return text if spot.in_value or spot.is_key else _without(text, spot.start, spot.end)


def salvaged(path: str, text: str) -> Document:
    """The document without the lines that cannot be read. Whatever is left stands where it stood."""
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
    starts = [*LineStarts(text).starts, len(text)]
    return starts[number - 1], starts[number - 1] + len(text[starts[number - 1] : starts[number]].rstrip("\r\n"))


def _without(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
