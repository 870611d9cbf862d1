"""Numbers of a call compared with empty text: a number that is withheld is missing, and equals no text."""

from collections.abc import Iterator, Sequence

from engine.checks.walk import Reached
from engine.diagnostics.catalogue import WRONG_KIND
from engine.diagnostics.diagnostic import Diagnostic
from engine.flow.expressions import Expression, tree
from engine.flow.expressions.template import Part
from engine.flow.expressions.tree import Tree
from engine.flow.facts import NUMBERS
from engine.flow.script import Script

PATHS = [("call", name) for name in NUMBERS]


def check_withheld(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """Each comparison that means "withheld", and never is so."""
    for reached in steps:
        for text in reached.step.texts():
            if not any(use.path in PATHS for use in text.uses):
                continue
            trees = [text.tree] if isinstance(text, Expression) else [p.tree for p in text.parts if isinstance(p, Part)]
            for node in trees:
                for name, condition in _compared(node):
                    message = f'"{name}" never is an empty text: where the number is withheld, it is missing'
                    span = next((use.span for use in text.uses if tree.written(use.path) == name), text.span)
                    yield Diagnostic(WRONG_KIND, script.document.path, span, message, f"write {condition}")


def _compared(node: Tree) -> Iterator[tuple[str, str]]:
    """Each number that is compared with empty text, and the condition that was meant."""
    if isinstance(node, tree.Compare):
        left = node.first
        for sign, right in node.rest:
            for one, other in ((left, right), (right, left)):
                path = tree.path_of(one)
                if sign in ("==", "!=") and _is_empty(other) and path in PATHS:
                    name = tree.written(path)
                    yield name, name if sign == "!=" else f"not {name}"
            left = right
    for part in tree.parts_of(node):
        yield from _compared(part)


def _is_empty(node: Tree) -> bool:
    return isinstance(node, tree.Literal) and node.value == ""
