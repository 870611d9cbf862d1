"""What every edit has to prove: the text that it makes, read again, says what was meant and nothing else."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from callsheet.diagnostics.diagnostic import Code, Diagnostic, Edit
from callsheet.edits.data import data_of
from callsheet.edits.layout import Layout
from callsheet.edits.outcome import Edited, EditRefused, NotEdited, applied
from callsheet.source.comments import read_comments
from callsheet.source.document import Document, Plain
from callsheet.source.reader import read_document


@dataclass(frozen=True, slots=True)
class TextChange:
    """Edits that belong together. `gone` are the stretches of the text, as offsets, whose comments go with them."""

    edits: tuple[Edit, ...]
    gone: tuple[tuple[int, int], ...] = ()


def proved(text: str, change: Callable[[Layout], TextChange], meant: Callable[[Plain], None]) -> Edited | NotEdited:
    """The edits that `change` makes of a text, if they do what `meant` does, in place, to the text's data."""
    document, faults = _read(text)
    if document is None:
        return NotEdited("the text cannot be read: mend it first, as check says")
    try:
        made = change(Layout(document))
    except EditRefused as refused:
        return NotEdited(refused.message)
    after = applied(text, made.edits)
    read_again, further = _read(after)
    data = data_of(document.root)
    meant(data)
    if (
        read_again is None
        or _codes(further) - _codes(faults)
        or json.dumps(data_of(read_again.root)) != json.dumps(data)  # which tells 1 from true, and orders of keys
        or _comments(document, made.gone) - _comments(read_again, ())
    ):
        return NotEdited(EditRefused().message)
    return Edited(tuple(sorted(made.edits, key=lambda each: each.span)), after)


def _read(text: str) -> tuple[Document | None, list[Diagnostic]]:
    return read_document("", text.encode(errors="surrogatepass"))


def _codes(faults: Iterable[Diagnostic]) -> Counter[Code]:
    return Counter(fault.code for fault in faults)


def _comments(document: Document, gone: tuple[tuple[int, int], ...]) -> Counter[str]:
    """The comments, but for those that are gone."""
    places = [Layout(document).lines.place(offset) for stretch in gone for offset in stretch]
    stretches = list(zip(places[::2], places[1::2], strict=True))
    return Counter(
        each.text
        for each in read_comments(document).found
        if not any(start <= (each.line, each.column) < end for start, end in stretches)
    )
