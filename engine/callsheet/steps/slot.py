"""The keys of an `ask` that say which value it asks for."""

import re

from callsheet.script.reading import Fields
from callsheet.script.slots import Slot
from callsheet.understanding.values import KINDS

LENGTH = re.compile("([1-9][0-9]*) to ([1-9][0-9]*)")


def read_slot(fields: Fields) -> Slot | None:
    """What a question asks for; None where it has answers alone."""
    kind = fields.word("for")
    if kind is None or kind.text not in KINDS:
        return None
    return Slot(
        kind=kind.text,
        from_=fields.value("from") if fields.has("from") else None,
        to=fields.value("to") if fields.has("to") else None,
        length=_length(fields),
    )


def _length(fields: Fields) -> tuple[int, int] | None:
    exact, written = fields.number("length"), fields.word("length")
    if exact is not None:
        return exact, exact
    found = LENGTH.fullmatch(written.text) if written else None
    return (int(found[1]), int(found[2])) if found else None
