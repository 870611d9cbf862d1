"""Data of which nothing is heard when it is spoken: what is asked about it is asked about nothing.

Data is what a `{{ … }}` reads that its author cannot know. Empty is meant where the author says so: by an empty text in
the expression (`| default("")`, `else ""`) or in a name that it reads, or beside another column of the same row that is
heard (`{{ customer.title }} {{ customer.name }}`).
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from callsheet.expressions.part import Inserted
from callsheet.expressions.tree import Literal, Tree, ValuePath, written
from callsheet.ports.audible import audible

# Behind these a sentence begins; before these, or a small letter, one goes on.
BEFORE_SENTENCE = frozenset(".!?:;…\"'”’»)—–-")
GOES_ON = frozenset(",;'’")
BETWEEN_COLUMNS = " ,"


class Unheard(Struct, frozen=True):
    """A `{{ … }}` of which nothing was heard, by the name of its data. `alone`: it was to be a sentence of its own."""

    name: str
    alone: bool


def may_be_empty(nodes: Iterable[Tree]) -> bool:
    """Whether the author of an expression, of which these are all parts, says that it may be an empty text."""
    return any(isinstance(node, Literal) and node.value == "" for node in nodes)


def unheard(
    parts: Sequence[str | Inserted], pieces: Sequence[str], known: frozenset[str], emptied: frozenset[str]
) -> Iterator[Unheard]:
    """The parts of a text, spoken as these `pieces`, that come from data and are not heard.

    `known` are names that hold the author's own words, `emptied` those that the script may set to an empty text.
    """
    for number, (part, piece) in enumerate(zip(parts, pieces, strict=False)):
        if isinstance(part, str) or part.reads <= known or audible(piece):
            continue
        blank = not piece.strip()
        if blank and (part.may_be_empty or part.reads & emptied or _beside_heard(parts, pieces, number)):
            continue
        name = next((written(use.path) for use in part.uses if use.path[0] not in known), part.label)
        yield Unheard(name, _is_sentence("".join(pieces[:number]), "".join(pieces[number + 1 :])))


def _beside_heard(parts: Sequence[str | Inserted], pieces: Sequence[str], number: int) -> bool:
    """Whether another column of the same row stands beside it, and is heard."""
    before = zip(reversed(parts[:number]), reversed(pieces[:number]), strict=True)
    behind = zip(parts[number + 1 :], pieces[number + 1 :], strict=False)
    row = _rows(parts[number])
    for side in (before, behind):
        for part, piece in side:
            if isinstance(part, str):
                if piece.strip(BETWEEN_COLUMNS):
                    break
            elif _rows(part) != row:
                break
            elif audible(piece):
                return True
    return False


def _rows(part: str | Inserted) -> frozenset[ValuePath]:
    """The rows whose columns it reads."""
    return frozenset() if isinstance(part, str) else frozenset(use.path[:-1] for use in part.uses)


def _is_sentence(before: str, behind: str) -> bool:
    before, behind = before.rstrip(), behind.lstrip()
    goes_on = behind[:1] in GOES_ON or behind[:1].islower()
    return (not before or before[-1] in BEFORE_SENTENCE) and not (behind and goes_on)
