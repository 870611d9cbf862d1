"""What a script compares with what: the constants that can make a difference to a value, by the last name that it is
reached by (`amount` of `invoice.amount`)."""

import operator
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import pairwise

from callsheet.expressions import Expression, Template, tree
from callsheet.expressions.tree import Tree, all_of
from callsheet.expressions.values import is_number
from callsheet.flow.model import Flow
from callsheet.ports.values import Value, items_of
from callsheet.source.scalars import NoValue, read_plain

# Names that are set out of one another, how far it is followed.
MOST_LINKS = 5
# Filters behind which a value is still told by what it is compared with.
SEEN_THROUGH = frozenset({"default", "lower", "upper", "date", "time", "weekday", "round"})
# What a loop counts, and a list.
COUNTS = frozenset({"number", "total"})
# Names of today's: what is compared with them is compared with a day beside it.


# How numbers are compared; and the same where the sides change places.
HOLDS: Mapping[str, Callable[[float, float], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Compared:
    """`constants` by name, and `thresholds`, how numbers are compared with them; `counts`, with which lengths and
    places in a loop are compared; `relative`, days from today, by the names that are compared with today; `related`,
    the names that are compared with other names; `reckoned`, those that are calculated with."""

    def __init__(self, flow: Flow) -> None:
        self.constants: dict[str, set[Value]] = {}
        self.thresholds: dict[str, set[tuple[str, int | float]]] = {}
        self.counts: set[int] = set()
        self.relative: dict[str, set[int]] = {}
        self.related: set[str] = set()
        self.reckoned: set[str] = set()
        self._links: list[tuple[str, str]] = []
        self._values = dict(_constants(flow))
        for state in flow.states.values():
            texts = tuple(state.step.texts())
            for node in nodes_in(texts):
                if isinstance(node, tree.Compare):
                    self._compare(node)
                elif isinstance(node, tree.Sum | tree.Minus | tree.Join):
                    self.reckoned |= {each.name for each in all_of(node) if isinstance(each, tree.Name | tree.Field)}
            if cases := state.step.compares():
                for name in (leaf(part.tree) for text in texts for part in text.computed):
                    for case in cases.texts:
                        self._add(name, case.text)
                        if case.text and not isinstance(plain := read_plain(case.text), NoValue):
                            self._add(name, plain)
            for word, value in state.step.computes():
                self._links += [(word.text, other) for part in value.computed if (other := leaf(part.tree))]
        self._follow_links()

    def told_apart(self, name: str, value: Value) -> Hashable:
        """What a script can tell of a value under a name: two values for which that is the same make no difference."""
        kind = type(value).__name__
        if value is None or isinstance(value, bool) or name in self.related | self.reckoned or name in self.relative:
            return kind, value
        constants = self.constants.get(name, set())
        if isinstance(value, str):
            return kind, value if value in constants else None
        if not isinstance(value, int | float):
            return (kind, value) if constants else (kind, None)
        compared = self.thresholds.get(name, set())
        compared = compared | {("==", each) for each in constants if is_number(each) and not _has(compared, each)}
        return kind, tuple(HOLDS[sign](value, number) for sign, number in sorted(compared))

    def _compare(self, node: tree.Compare) -> None:
        sides = (("", node.first), *node.rest)
        for (_, one), (sign, other) in pairwise(sides):
            self._beside(one, sign, other)
            self._beside(other, TURNED.get(sign, sign), one)

    def _beside(self, one: Tree, sign: str, other: Tree) -> None:
        """What a side says of the other one."""
        name = leaf(one)
        if name and isinstance(other, tree.Literal) and is_number(other.value) and sign in HOLDS:
            self.thresholds.setdefault(name, set()).add((sign, other.value))
        match other:
            case tree.Literal(value=value):
                self._add(name, value)
            case tree.Name(name=constant) if constant in self._values:
                self._add(name, self._values[constant])
            case _:
                days = _days_from_today(other)
                if name and days is not None:
                    self.relative.setdefault(name, set()).add(days)
                elif name and (others := leaf(other)):
                    self.related.add(name)
                    self._links.append((name, others))
        if isinstance(one, tree.Filtered) and one.filter == "length" and isinstance(other, tree.Literal):
            self._count(other.value)

    def _add(self, name: str, value: Value) -> None:
        if not name:
            return
        for item in items_of(value):
            self.constants.setdefault(name, set()).add(item)
            if name in COUNTS:
                self._count(item)

    def _count(self, value: Value) -> None:
        if isinstance(value, int) and not isinstance(value, bool):
            self.counts.add(value)

    def _follow_links(self) -> None:
        for _ in range(MOST_LINKS):
            for one, other in self._links:
                both = self.constants.get(one, set()) | self.constants.get(other, set())
                if both:
                    self.constants[one], self.constants[other] = both, set(both)
                signs = self.thresholds.get(one, set()) | self.thresholds.get(other, set())
                if signs:
                    self.thresholds[one], self.thresholds[other] = signs, set(signs)


def _has(compared: Iterable[tuple[str, int | float]], number: int | float) -> bool:
    return any(number == other for _, other in compared)


def nodes_in(texts: Iterable[Template | Expression]) -> Iterator[Tree]:
    """All parts of what texts compute."""
    return (node for text in texts for part in text.computed for node in part.nodes)


def leaf(node: Tree) -> str:
    """The last name that a value is reached by; empty where it is reached by none."""
    match node:
        case tree.Name(name=name) | tree.Field(name=name):
            return name
        case tree.Item(index=tree.Literal(value=str() as key)):
            return key
        case tree.Filtered(filter=name, operand=operand) if name in SEEN_THROUGH:
            return leaf(operand)
        case tree.Sum(left=left, right=right):
            return leaf(left) or leaf(right)
    return ""


def _days_from_today(node: Tree) -> int | None:
    """How many days from today it is; None where it is no such day."""
    match node:
        case tree.Name(name=name) if name in tree.MOMENTS:
            return 0
        case tree.Filtered(operand=operand, filter="in_days", arguments=(tree.Literal(value=int() as days),)):
            before = _days_from_today(operand)
            return None if before is None else before + days
        case tree.Filtered(operand=operand, filter="date"):
            return _days_from_today(operand)
    return None


def _constants(flow: Flow) -> Mapping[str, Value]:
    found: dict[str, Value] = {}
    for name, value in flow.values:
        if name not in flow.constants:
            continue
        items = items_of(value)
        known = [item.constant.value for item in items if item.constant is not None]
        if len(known) == len(items):
            found[name] = tuple(known) if isinstance(value, tuple) else known[0]
    return found
