"""What a condition tells about what is there: `customer is not none` is true only where there is a customer."""

from msgspec import Struct

from callsheet.expressions import tree
from callsheet.expressions.tree import Tree, ValuePath, path_of

Present = frozenset[ValuePath]
NOTHING: Present = frozenset()


class ConditionFacts(Struct, frozen=True):
    """What certainly is not missing where a condition holds (`if_true`), and where it does not (`if_false`)."""

    if_true: Present = NOTHING
    if_false: Present = NOTHING


def facts_of(node: Tree) -> ConditionFacts:
    """What a condition tells about what is there."""
    match node:
        case tree.IsNone():
            return ConditionFacts(if_false=present(node.operand))
        case tree.Not():
            inner = facts_of(node.operand)
            return ConditionFacts(inner.if_false, inner.if_true)
        case tree.Both():
            left, right = facts_of(node.left), facts_of(node.right)
            if node.either:
                return ConditionFacts(left.if_true & right.if_true, left.if_false | right.if_false)
            return ConditionFacts(left.if_true | right.if_true, left.if_false & right.if_false)
        case tree.Compare(rest=((sign, other),)):
            return compared(node.first, sign, other)
        case _:
            return ConditionFacts(if_true=present(node))


def compared(left: Tree, sign: str, right: Tree) -> ConditionFacts:
    """What a single comparison tells."""
    if sign in ("==", "!="):
        found = NOTHING
        for node, other in ((left, right), (right, left)):
            if isinstance(other, tree.Literal):
                found = present(node)
                is_equal = other.value is not None
                return ConditionFacts(found, NOTHING) if is_equal is (sign == "==") else ConditionFacts(NOTHING, found)
        return ConditionFacts()
    if sign == "in" and isinstance(right, tree.Literal) and isinstance(right.value, tuple) and None not in right.value:
        return ConditionFacts(if_true=present(left))
    return ConditionFacts()


def present(node: Tree) -> Present:
    """What is there if the node's value is: the whole path, and with it every part of the way."""
    path = path_of(node)
    return frozenset(path[: length + 1] for length in range(len(path)))
