"""The keys of an `ask` that say which value it asks for."""

import re

from callsheet.script.choices import Option, OptionSlot, RowSlot
from callsheet.script.reading import Fields
from callsheet.script.slots import Slot, ValueSlot
from callsheet.script.words import Word
from callsheet.source.document import Mapping, Node, Scalar, Sequence
from callsheet.understanding.values import KINDS

LENGTH = "([1-9][0-9]*) to ([1-9][0-9]*)"


def read_slot(fields: Fields) -> Slot | None:
    """What a question asks for; None where it has answers alone."""
    kind = fields.word("for")
    if kind is not None and kind.text in KINDS:
        return ValueSlot(
            kind=kind.text,
            from_=fields.value("from") if fields.has("from") else None,
            to=fields.value("to") if fields.has("to") else None,
            length=_length(fields),
        )
    if fields.word("one_of") is not None:
        return RowSlot(rows=fields.expression("one_of"), by=fields.required_word("by"))
    match fields.mapping.get("one_of"):
        case Sequence() as texts:
            return OptionSlot(options=tuple(Option(text) for text in _texts(texts)))
        case Mapping() as named:
            return OptionSlot(
                options=tuple(Option(Word(entry.name, entry.key.span), _texts(entry.value)) for entry in named)
            )
    return None


def _texts(node: Node) -> tuple[Word, ...]:
    items = [item for item in node.items if isinstance(item, Scalar)] if isinstance(node, Sequence) else []
    return tuple(Word(str(item.value), item.span) for item in items)


def _length(fields: Fields) -> tuple[int, int] | None:
    exact, written = fields.number("length"), fields.word("length")
    if exact is not None:
        return exact, exact
    found = re.fullmatch(LENGTH, written.text) if written else None
    return (int(found[1]), int(found[2])) if found else None
