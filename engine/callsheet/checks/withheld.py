"""Numbers of a call compared with empty text: a number that is withheld is missing, and equals no text."""

from collections.abc import Iterable, Iterator, Sequence

from callsheet.analysis.facts import NUMBERS
from callsheet.checks.comparisons import compared
from callsheet.checks.walk import Reached
from callsheet.diagnostics.catalogue import WRONG_KIND
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.expressions import tree
from callsheet.expressions.tree import Tree
from callsheet.script.script import Script

PATHS = [("call", name) for name in NUMBERS]


def check_withheld(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """Each comparison that means "withheld", and never is so."""
    for reached in steps:
        for text in reached.step.texts():
            if not any(use.path in PATHS for use in text.uses):
                continue
            for name, sign in (found for computed in text.computed for found in _beside_nothing(computed.nodes)):
                message = f'"{name}" never is an empty text: where the number is withheld, it is missing'
                span = next((use.span for use in text.uses if tree.written(use.path) == name), text.span)
                condition = name if sign == "!=" else f"not {name}"
                yield Diagnostic(WRONG_KIND, script.document.path, span, message, f"write {condition}")


def _beside_nothing(nodes: Iterable[Tree]) -> Iterator[tuple[str, str]]:
    """Each number that is compared with empty text, and the sign between the two."""
    for left, sign, right in compared(nodes):
        for one, other in ((left, right), (right, left)):
            path = tree.path_of(one)
            if sign in ("==", "!=") and _is_empty(other) and path in PATHS:
                yield tree.written(path), sign


def _is_empty(node: Tree) -> bool:
    return isinstance(node, tree.Literal) and node.value == ""
