"""Mistakes that only follow from another one, which is told: they are told once that one is mended."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from callsheet.diagnostics.catalogue import (
    BROKEN_EXPRESSION,
    CUT_TEXT,
    DUPLICATE_KEY,
    FOR_BESIDE_ONE_OF,
    NOT_ALWAYS_SET,
    OUT_OF_PLACE,
    STRAY_QUOTE,
    TWO_VERBS,
    UNKNOWN_INTENT,
    UNUSED_NAME,
    WRONG_KIND,
)
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.suggest import nearest
from callsheet.steps import VERBS

# What is found in the keys of two steps that are read as one.
OF_TWO_STEPS = (DUPLICATE_KEY, FOR_BESIDE_ONE_OF, OUT_OF_PLACE, WRONG_KIND)
# What is found in a text that has lost a quote.
OF_HALF_QUOTED = (BROKEN_EXPRESSION, CUT_TEXT)


def without_cascades(found: Sequence[Diagnostic], lines: Sequence[str]) -> list[Diagnostic]:
    """What was found in a script, whose lines these are, without what is told by something else."""
    quotes = {item.span.line for item in found if item.code is STRAY_QUOTE}
    dashes = [item for item in found if _lacks_dash(item, lines)]
    merged = {line for item in dashes for line in _keys_around(item, lines)}
    return [
        item
        for item in found
        if not (item.code in OF_HALF_QUOTED and item.span.line in quotes)
        and not (item.code in OF_TWO_STEPS and item.span.line in merged and item not in dashes)
    ]


def with_slips(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What was found; a name that is set and never used, and one like it that is used and not always set, told as one
    that is misspelt where it is set. `slots` and `slot` are a list and one of its rows."""
    found = list(found)
    unset = {item.about: item for item in found if item.code is NOT_ALWAYS_SET and item.about}
    slips = {
        item: name
        for item in found
        if item.code is UNUSED_NAME and (name := nearest(item.about, unset)) and item.about != f"{name}s"
    }
    told = [
        replace(
            unset[name],
            span=item.span,
            message=f'"{item.about}" is set and never used, and "{name}" is used and not always set',
            help=f'did you mean "{name}"?',
        )
        for item, name in slips.items()
    ]
    return [*(item for item in found if item not in slips and item.about not in slips.values()), *told]


def without_answers(found: Iterable[Diagnostic], told: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What was found, without what hangs on answers that are misspelt: nobody knows what `reply.intent` can be."""
    misspelt = any(item.code is UNKNOWN_INTENT for item in told)
    return [item for item in found if not (misspelt and item.code is WRONG_KIND and item.about.endswith(".intent"))]


def _lacks_dash(item: Diagnostic, lines: Sequence[str]) -> bool:
    """Whether a verb stands among the keys of the step before it."""
    span = item.span
    word = lines[span.line - 1][span.column - 1 : span.end_column - 1]
    return item.code is TWO_VERBS or (item.code is DUPLICATE_KEY and word in VERBS)


def _keys_around(item: Diagnostic, lines: Sequence[str]) -> range:
    """The lines of the step whose key it is, with all that stands within."""
    column, first, last = item.span.column, item.span.line, item.span.line
    while first > 1 and _is_within(lines[first - 1], column):
        first -= 1
    while last < len(lines) and _is_within(lines[last], column):
        last += 1
    return range(first, last + 1)


def _is_within(line: str, column: int) -> bool:
    return not line.strip() or len(line) - len(line.lstrip()) >= column - 1
