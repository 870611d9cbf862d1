"""What every edit has to prove: the text that it makes, read again, says what was meant and nothing else."""

import json
from collections import Counter
from collections.abc import Callable, Iterable

from callsheet.diagnostics.diagnostic import Edit
from callsheet.edits.layout import Layout
from callsheet.edits.outcome import BYTE_ORDER_MARK, Edited, EditRefused, NotEdited, applied
from callsheet.source.document import Broken, Mapping, Node, Plain, Scalar, Sequence
from callsheet.source.reader import read_document

IN_THE_TEXT = "this is written in a way that can only be edited in the text"


def proved(text: str, change: Callable[[Layout], Iterable[Edit]], meant: Callable[[Plain], None]) -> Edited | NotEdited:
    """The edits that `change` makes of a text, where they do what `meant` does to its data, in place, and no more."""
    document, faults = read_document("", text.encode(errors="surrogatepass"))
    if document is None:
        return NotEdited("the text cannot be read: mend it first, as the check says")
    try:
        edits = tuple(sorted(change(Layout(document)), key=lambda each: each.span))
    except EditRefused as refused:
        return NotEdited(refused.message)
    after = applied(text, edits)
    read_again, further = read_document("", after.encode(errors="surrogatepass"))
    data = _data(document.root)
    meant(data)
    if (
        read_again is None
        or Counter(fault.code for fault in further) - Counter(fault.code for fault in faults)
        or json.dumps(_data(read_again.root)) != json.dumps(data)
    ):
        return NotEdited(IN_THE_TEXT)
    return Edited(edits, after)


def _data(node: Node) -> Plain:
    """As `plain`, and where something could not be read, that it could not."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [_data(item) for item in node.items]
        case Mapping():
            return {entry.name: _data(entry.value) for entry in node}
        case Broken():
            return BYTE_ORDER_MARK  # which no text can hold
