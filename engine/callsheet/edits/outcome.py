"""What comes of an edit."""

from collections.abc import Iterable
from dataclasses import dataclass

from callsheet.diagnostics.diagnostic import Edit
from callsheet.ports.exceptions import Told
from callsheet.source.lines import LineStarts
from callsheet.source.text import BYTE_ORDER_MARK


@dataclass(frozen=True, slots=True)
class Edited:
    """The edits, in the order of the text and apart from each other, in places of the text before; and the text
    after all of them."""

    edits: tuple[Edit, ...]
    text: str


@dataclass(frozen=True, slots=True)
class NotEdited:
    """The text cannot be edited so; `why` is a sentence for its author."""

    why: str


class EditRefused(Told):
    """Why something cannot be edited, on its way to `NotEdited`."""

    def __init__(self, message: str = "this is written in a way that can only be edited in the text") -> None:
        super().__init__(message)


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text after edits that are apart from each other, in places of the text before."""
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    text = text.removeprefix(mark)
    lines = LineStarts(text)
    pieces, free = [mark], 0
    for edit in sorted(edits, key=lambda each: each.span):
        start, end = lines.offsets(edit.span)
        pieces += (text[free:start], edit.text)
        free = end
    return "".join((*pieces, text[free:]))
