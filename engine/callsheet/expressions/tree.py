"""What an expression says, as a tree: the whole of what a script may compute. Nothing else can be written.

`at` is a place inside the expression's own text: an offset and a length in characters.
"""

from collections.abc import Iterable, Iterator
from typing import Literal as OneOf

from msgspec import Struct

from callsheet.ports.values import Value

At = tuple[int, int]
ValuePath = tuple[str | int, ...]  # from a name to a value: ("customer", "name"), ("rows", 0, "id")
# Names that hold something else at another time: moments, and whether something is open then.
MOMENTS = ("now", "today")
CLOCK = (*MOMENTS, "hours")
Comparison = OneOf["==", "!=", "<", "<=", ">", ">=", "in", "not in"]


class Literal(Struct, frozen=True):
    """A value that the author wrote: text, number, true, false, none, or a list of these."""

    value: Value
    at: At


class Name(Struct, frozen=True):
    """A name: `customer`."""

    name: str
    at: At


class Field(Struct, frozen=True):
    """A column of a row: `owner.name`, and nothing but a column."""

    owner: "Tree"
    name: str
    at: At


class Item(Struct, frozen=True):
    """`owner[index]`: an item of a list (counted from 0), or a column of a row."""

    owner: "Tree"
    index: "Tree"
    at: At


class Minus(Struct, frozen=True):
    """A number with its sign turned: `- n`."""

    operand: "Tree"
    at: At


class Sum(Struct, frozen=True):
    """`left + right` or `left - right`, on numbers."""

    sign: OneOf["+", "-"]
    left: "Tree"
    right: "Tree"
    at: At


class Join(Struct, frozen=True):
    """Texts put together: `first ~ second ~ third`."""

    parts: tuple["Tree", ...]
    at: At


class Compare(Struct, frozen=True):
    """`first < second <= third`: holds where every comparison holds."""

    first: "Tree"
    rest: tuple[tuple[Comparison, "Tree"], ...]
    at: At


class IsNone(Struct, frozen=True):
    """`operand is none`: whether a value is missing."""

    operand: "Tree"
    at: At


class Not(Struct, frozen=True):
    """`not operand`."""

    operand: "Tree"
    at: At


class Both(Struct, frozen=True):
    """`left and right`, or with `either` `left or right`; the right side is only looked at where it matters."""

    left: "Tree"
    right: "Tree"
    either: bool
    at: At


class Choice(Struct, frozen=True):
    """`then if test else otherwise`."""

    test: "Tree"
    then: "Tree"
    otherwise: "Tree"
    at: At


class Filtered(Struct, frozen=True):
    """`operand | filter(arguments)`."""

    operand: "Tree"
    filter: str
    arguments: tuple["Tree", ...]
    at: At


Tree = Literal | Name | Field | Item | Minus | Sum | Join | Compare | IsNone | Not | Both | Choice | Filtered

# What is true or false by its form.
CONDITIONS = (Compare, IsNone, Not, Both)
# What is made of nothing else, and what reckons.
ATOMS = (Literal, Name)
SUMS = (Sum, Minus)


def parts_of(tree: Tree) -> tuple[Tree, ...]:
    """The expressions that an expression is made of."""
    match tree:
        case Literal() | Name():
            return ()
        case Field():
            return (tree.owner,)
        case Item():
            return (tree.owner, tree.index)
        case Minus() | Not() | IsNone():
            return (tree.operand,)
        case Sum() | Both():
            return (tree.left, tree.right)
        case Join():
            return tree.parts
        case Compare():
            return (tree.first, *(operand for _, operand in tree.rest))
        case Choice():
            return (tree.test, tree.then, tree.otherwise)
        case Filtered():
            return (tree.operand, *tree.arguments)


def all_of(tree: Tree) -> Iterator[Tree]:
    """An expression and all that it is made of."""
    yield tree
    for part in parts_of(tree):
        yield from all_of(part)


def size_of(nodes: Iterable[Tree]) -> int:
    """How many names, values and signs there are; each item of a list counts."""
    return sum(
        1 + len(node.value) if isinstance(node, Literal) and isinstance(node.value, tuple) else 1 for node in nodes
    )


def path_of(tree: Tree) -> ValuePath:
    """The way from a name to a value, `("customer", "name")`; empty where the tree is not such a way."""
    match tree:
        case Name():
            return (tree.name,)
        case Field():
            owner = path_of(tree.owner)
            return (*owner, tree.name) if owner else ()
        case Item(index=Literal(value=str() | int() as key)) if not isinstance(key, bool):
            owner = path_of(tree.owner)
            return (*owner, key) if owner else ()
        case _:
            return ()


def places_of(tree: Tree) -> tuple[At, ...]:
    """Where each part of the tree's path stands; the tree has one."""
    match tree:
        case Field():
            return (*places_of(tree.owner), tree.at)
        case Item():
            return (*places_of(tree.owner), tree.index.at)
        case _:
            return (tree.at,)


def either_value(node: Both) -> str:
    """`tier in ["gold", "silver"]` for `tier == "gold" or "silver"`, which people say so; empty for all else."""
    match node:
        case Both(
            left=Compare(first=first, rest=(("==", Literal(value=one)),)), right=Literal(value=other), either=True
        ):
            values = ", ".join(f'"{value}"' if isinstance(value, str) else str(value) for value in (one, other))
            path = path_of(first)
            return f"{written(path)} in [{values}]" if path and type(other) is type(one) else ""
    return ""


def written(path: ValuePath) -> str:
    """A path as an author writes it: `customer.name`, `rows[0].id`."""
    text = str(path[0])
    for part in path[1:]:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part.isidentifier():
            text += f".{part}"
        else:
            text += f'["{part}"]'
    return text
