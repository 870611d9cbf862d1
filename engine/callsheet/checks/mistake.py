"""One mistake in an expression: the part that is wrong, and the words for it."""

from collections.abc import Iterator

from msgspec import Struct

from callsheet.diagnostics.catalogue import WRONG_KIND
from callsheet.diagnostics.diagnostic import Code, Span
from callsheet.expressions import tree
from callsheet.expressions.tree import Tree, written
from callsheet.expressions.values import number_text
from callsheet.ports.values import Value


class Mistake(Struct, frozen=True):
    """What is wrong with `node`; `help` says what to write. Mistakes of one `cause` in one text are told together.

    `span` is the place to point at where that is not the node's, `about` the name that a `Diagnostic` is about.
    """

    node: Tree
    message: str
    help: str
    code: Code = WRONG_KIND
    cause: str = ""
    span: Span | None = None
    about: str = ""


Mistakes = Iterator[Mistake]


def as_written(node: Tree) -> str:
    """What an author writes for a value that has a name: `call.id`, `now | time`; empty for what is longer."""
    match node:
        case tree.Name() | tree.Field() | tree.Item():
            path = tree.path_of(node)
            return written(path) if path else ""
        case tree.Filtered():
            operand, arguments = as_written(node.operand), [_constant(argument) for argument in node.arguments]
            if operand and all(arguments):
                return f"{operand} | {node.filter}" + (f"({', '.join(arguments)})" if arguments else "")
    return ""


def begin_as_number(name: str) -> str:
    """The help for a name that holds a text of its script's own, and is added."""
    return f'let it begin as a number: "{name}: 0"'


def called(node: Tree) -> str:
    """How messages call the value of a part of an expression."""
    text = as_written(node) or _constant(node)
    return text if text.startswith('"') else f'"{text}"' if text else "this"


def constant_text(value: Value) -> str:
    """A constant as an author writes it; empty for a list."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return number_text(value, "")
        case str():
            return f'"{value}"'
    return ""


def _constant(node: Tree) -> str:
    return constant_text(node.value) if isinstance(node, tree.Literal) else ""
