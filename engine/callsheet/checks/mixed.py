"""Names that are added, and can still hold a text that their script gave them: `values: {refused: zero}`."""

from collections.abc import Iterable, Iterator

from callsheet.analysis.facts import Facts
from callsheet.analysis.inference import shape_of
from callsheet.checks.mistake import Mistake, Mistakes, begin_as_number
from callsheet.expressions import tree
from callsheet.expressions.tree import Tree


def mixed(nodes: Iterable[Tree], facts: Facts, told_apart: frozenset[str]) -> Mistakes:
    """Sums of a name that is a number on one way to here, and a text of the script on another."""
    for part in nodes:
        for operand in tree.parts_of(part) if isinstance(part, tree.Sum | tree.Minus) else ():
            shape = shape_of(operand, facts)
            if isinstance(operand, tree.Name) and shape.others and operand.name not in told_apart:
                sign = part.sign if isinstance(part, tree.Sum) else "-"
                message = f'"{sign}" needs numbers, and "{operand.name}" can still be "{min(shape.others)}"'
                yield Mistake(operand, message, begin_as_number(operand.name))


def names_compared(nodes: Iterable[Tree]) -> Iterator[str]:
    """Names that are compared: what they hold is told apart before it is added, for all that can be known here."""
    for node in nodes:
        if isinstance(node, tree.Compare):
            yield from (side.name for side in tree.parts_of(node) if isinstance(side, tree.Name))
