"""What a condition tells about what is there: `customer is not none` is true only where there is a customer."""

from dataclasses import dataclass

from callsheet.expressions import tree
from callsheet.expressions.tree import Path, Tree, path_of

Present = frozenset[Path]
NOTHING: Present = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """What certainly is not missing where a condition holds (`if_true`), and where it does not (`if_false`)."""

    if_true: Present = NOTHING
    if_false: Present = NOTHING


def facts_of(node: Tree) -> Facts:
    """What a condition tells about what is there."""
    match node:
        case tree.IsNone():
            return Facts(if_false=present(node.operand))
        case tree.Not():
            inner = facts_of(node.operand)
            return Facts(inner.if_false, inner.if_true)
        case tree.Both():
            left, right = facts_of(node.left), facts_of(node.right)
            if node.either:
                return Facts(left.if_true & right.if_true, left.if_false | right.if_false)
            return Facts(left.if_true | right.if_true, left.if_false & right.if_false)
        case tree.Compare(rest=((sign, other),)):
            return compared(node.first, sign, other)
        case _:
            return Facts(if_true=present(node))


def compared(left: Tree, sign: str, right: Tree) -> Facts:
    """What a single comparison tells."""
    if sign in ("==", "!="):
        found = NOTHING
        for node, other in ((left, right), (right, left)):
            if isinstance(other, tree.Literal):
                found = present(node)
                is_equal = other.value is not None
                return Facts(found, NOTHING) if is_equal is (sign == "==") else Facts(NOTHING, found)
        return Facts()
    if sign == "in" and isinstance(right, tree.Literal) and isinstance(right.value, tuple) and None not in right.value:
        return Facts(if_true=present(left))
    return Facts()


def present(node: Tree) -> Present:
    """What is there if the node's value is: the whole path, and with it every part of the way."""
    path = path_of(node)
    return frozenset(path[: length + 1] for length in range(len(path)))
