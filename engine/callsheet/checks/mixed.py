"""Names that are added, and can still hold a text that their script gave them: `values: {refused: zero}`."""

from collections.abc import Iterable, Iterator

from callsheet.analysis.facts import Facts
from callsheet.analysis.inference import shape_of
from callsheet.analysis.shapes import BOOLEAN, Shape
from callsheet.checks.mistake import Mistake, Mistakes, begin_as_number
from callsheet.checks.ways import FactsAt
from callsheet.diagnostics.catalogue import WRONG_KIND
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.expressions import tree
from callsheet.expressions.tree import Tree
from callsheet.flow.model import Flow

# Texts that other programs take for true and false.
YES_AND_NO = {
    **dict.fromkeys(("yes", "Yes", "on", "true"), "true"),
    **dict.fromkeys(("no", "No", "off", "false"), "false"),
}


def mixed(nodes: Iterable[Tree], facts: Facts, told_apart: frozenset[str]) -> Mistakes:
    """Sums of a name that is a number on one way to here, and a text of the script on another."""
    for part in nodes:
        for operand in tree.parts_of(part) if isinstance(part, tree.SUMS) else ():
            shape = shape_of(operand, facts)
            if isinstance(operand, tree.Name) and shape.others and operand.name not in told_apart:
                sign = part.sign if isinstance(part, tree.Sum) else "-"
                message = f'"{sign}" needs numbers, and "{operand.name}" can still be "{min(shape.others)}"'
                yield Mistake(operand, message, begin_as_number(operand.name))


def check_yes_and_no(flow: Flow, reached: FactsAt) -> Iterator[Diagnostic]:
    """Names that are true or false on one side of a step and the text "yes" on the other, each step once."""
    told: set[Span] = set()
    for name, before in reached.items():
        step = flow.states[name].step if name in flow.states else None
        for word in step.keeps() if step else ():
            was = before.kept(word.text)
            if step is None or was is None or word.span in told or not (was.shape == BOOLEAN or _said(was.shape)):
                continue
            kept = (step.after("done", before) or before).kept(word.text)
            sides = (was.shape, kept.shape) if kept else ()
            said = next(filter(None, map(_said, sides)), "")
            if said and BOOLEAN in sides:
                told.add(word.span)
                message = f'"{word.text}" is true or false on one way, and on another "{said}", which is a text'
                value = YES_AND_NO[said]
                help_ = f"write {value} without quotes" if value == said else f"write {value} in place of {said}"
                yield Diagnostic(WRONG_KIND, flow.path, word.span, message, help_, about=word.text)


def _said(shape: Shape) -> str:
    """The yes or no that a name holds as a text; empty where it holds anything else."""
    return min(shape.constants) if shape.constants and shape.constants <= YES_AND_NO.keys() else ""


def names_compared(nodes: Iterable[Tree]) -> Iterator[str]:
    """Names that are compared: what they hold is told apart before it is added, for all that can be known here."""
    for node in nodes:
        if isinstance(node, tree.Compare):
            yield from (side.name for side in tree.parts_of(node) if isinstance(side, tree.Name))
