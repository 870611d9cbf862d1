"""The closures that every expression is made of: constants, and the way from a name to a value."""

from callsheet.expressions import values
from callsheet.expressions.tree import Tree, ValuePath, path_of, written
from callsheet.expressions.values import Evaluate, Names, Unusable
from callsheet.ports.values import Row, Value


def label_of(node: Tree) -> str:
    """What a message calls the value of a node: as the author wrote it where that is short, never a value."""
    path = path_of(node)
    return written(path) if path else "a value"


def constant(value: Value) -> Evaluate:
    return lambda names: value


def is_none(operand: Evaluate) -> Evaluate:
    """Whether the operand's value is missing, or something on the way to it."""

    def evaluate(names: Names) -> Value:
        try:
            return operand(names) is None
        except Unusable as error:
            if error.kind != "missing_value":
                raise
            return True

    return evaluate


def reach_path(path: ValuePath) -> Evaluate:
    """A path's closure. Most are `name` or `row.column`: these take the short way."""
    root = str(path[0])
    if len(path) == 1:
        return lambda names: names.get(root)
    if len(path) == 2 and isinstance(path[1], str):
        column = path[1]

        def evaluate(names: Names) -> Value:
            owner = names.get(root)
            if type(owner) is Row and column in owner.columns:
                return owner.columns[column]
            return values.field(owner, column, root)

        return evaluate
    steps = [(part, written(path[: index + 1])) for index, part in enumerate(path[1:])]

    def walk(names: Names) -> Value:
        value = names.get(root)
        for part, label in steps:
            value = values.item(value, part, label)
        return value

    return walk
