"""Comparisons: whether both sides can ever be alike, and have an order."""

from collections.abc import Iterable, Iterator, Sequence

from callsheet.analysis.facts import Facts
from callsheet.analysis.inference import shape_of
from callsheet.analysis.shapes import MOMENTS, WORDS, Kind, Shape
from callsheet.checks.constants import EQUALITY, Beside, Words, judged, never_one, without_order
from callsheet.checks.mistake import Mistake, Mistakes, as_written, called
from callsheet.expressions import tree
from callsheet.expressions.tree import Comparison, Tree
from callsheet.ports.values import Value

ORDERED: frozenset[Kind] = frozenset({"text", "number", "date", "time", "datetime"})
SEARCHES = ("in", "not in")


def compared(nodes: Iterable[Tree]) -> Iterator[tuple[Tree, Comparison, Tree]]:
    """Both sides of every comparison among `nodes`."""
    for inner in nodes:
        if isinstance(inner, tree.Compare):
            left = inner.first
            for sign, right in inner.rest:
                yield left, sign, right
                left = right


def comparison(left: Tree, sign: Comparison, right: Tree, facts: Facts, quote: str) -> Mistakes:
    """What is wrong with one comparison at one place of a script."""
    one, other = shape_of(left, facts), shape_of(right, facts)
    if sign in SEARCHES:
        yield from _search(left, sign, right, facts, quote)
        return
    sides = ((left, one, right, other, False), (right, other, left, one, True))
    for node, shape, beside, beside_shape, first in sides:
        if isinstance(node, tree.Literal):
            continue
        at = Beside(shape, as_written(node), sign, first, quote)
        if (words := _all_wrong(at, beside, beside_shape) or without_order(at)) is not None:
            yield Mistake(node, *words, cause=at.called)
            return
    if "unknown" in (one.kind, other.kind):
        return
    if not _alike(one.kind, other.kind):
        message = f"{called(left)} is {WORDS[one.kind]} and {called(right)} is {WORDS[other.kind]}"
        help_ = _of_one_kind(left, one, right, other) or _of_a_row(left, one, sign, right, other)
        yield Mistake(left, f"{message}: they are never alike", help_ or "compare values of one kind")
    elif sign not in EQUALITY and one.kind not in ORDERED:
        help_ = 'use "==", or compare a number, a text or a date'
        yield Mistake(left, f'"{sign}" cannot order {WORDS[one.kind]}', help_)


def _all_wrong(at: Beside, node: Tree, shape: Shape) -> Words | None:
    """What is wrong with a value beside one constant, or beside a name that holds only such constants."""
    found = [judged(at, constant) for constant in _constants(node, shape)]
    return found[0] if found and all(found) else None


def _constants(node: Tree, shape: Shape) -> Sequence[Value]:
    if isinstance(node, tree.Literal):
        return [node.value]
    return sorted(shape.constants)


def _search(left: Tree, sign: Comparison, right: Tree, facts: Facts, quote: str) -> Mistakes:
    """`in` and `not in`."""
    one, other = shape_of(left, facts), shape_of(right, facts)
    if other.kind == "unknown":
        return
    if other.kind not in ("list", "text"):
        message = f'"{sign}" looks into a list or a text, and {called(right)} is {WORDS[other.kind]}'
        yield Mistake(right, message, "name a list")
        return
    if other.kind == "list" and not isinstance(left, tree.Literal):
        at = Beside(one, as_written(left), sign, quote=quote)
        wrong = next(filter(None, (judged(at, constant) for constant in _items(right, other))), None)
        if wrong is not None:
            yield Mistake(left, *wrong, cause=at.called)
            return
    inner: Kind = "text" if other.kind == "text" else other.item.kind if other.item else "unknown"
    if "unknown" not in (one.kind, inner) and not _alike(one.kind, inner):
        message = f"{called(left)} is {WORDS[one.kind]}, and there it can never be found"
        column = "intent" if "intent" in one.columns else next(iter(one.columns), "…")
        named = f"write {as_written(left)}.{column} {sign} …" if one.kind == "row" and as_written(left) else ""
        yield Mistake(left, message, named or "compare what is alike")


def _items(node: Tree, shape: Shape) -> Sequence[Value]:
    """The constants in a list, written here or under a name."""
    if isinstance(node, tree.Literal) and isinstance(node.value, tuple):
        return list(node.value)
    return sorted(shape.item.constants) if shape.item else []


def never(nodes: Iterable[Tree], facts: Facts, quote: str) -> Mistakes:
    """Texts that a value is at none of the places from which its step is run: `facts` are those of all of them."""
    for left, sign, right in compared(nodes):
        one, other = shape_of(left, facts), shape_of(right, facts)
        if sign in SEARCHES:
            wrong = _never(Beside(one, as_written(left), sign, quote=quote), _items(right, other))
            if other.kind == "list" and any(wrong):
                yield Mistake(left, *next(filter(None, wrong)))
            continue
        for node, shape, beside, beside_shape in ((left, one, right, other), (right, other, left, one)):
            wrong = _never(Beside(shape, as_written(node), sign, quote=quote), _constants(beside, beside_shape))
            if wrong and all(wrong):
                yield Mistake(node, *next(filter(None, wrong)), cause=as_written(node), about=as_written(node))


def _never(at: Beside, constants: Sequence[Value]) -> list[Words | None]:
    return [never_one(at, constant) for constant in constants]


def _alike(one: Kind, other: Kind) -> bool:
    """A date or time can be written as text."""
    return one == other or (one == "text" and other in MOMENTS) or (other == "text" and one in MOMENTS)


def _of_one_kind(left: Tree, one: Shape, right: Tree, other: Shape) -> str:
    """What to write where one side is a date with a time and the other only one of them."""
    for node, shape, beside in ((left, one, other), (right, other, one)):
        if shape.kind == "datetime" and beside.kind in ("date", "time") and as_written(node):
            return f"compare {as_written(node)} | {beside.kind}"
    return ""


def _of_a_row(left: Tree, one: Shape, sign: Comparison, right: Tree, other: Shape) -> str:
    """What to write where a whole row, such as `reply`, stands beside a value: the column that can be like it."""
    for node, row, value in ((left, one, other), (right, other, one)):
        name = as_written(node)
        if row.kind != "row" or not name:
            continue
        columns = [column for column, (shape, _) in row.columns.items() if _alike(shape.kind, value.kind)]
        if "intent" in columns:
            constant = called(right if node is left else left)
            return f"write {name}.intent {sign} {constant}"
        return f"name one of its columns: {name}.{columns[0] if columns else '…'}"
    return ""
