"""Names of intents in expressions and cases: what `reply.intent` is compared with."""

import re
from collections.abc import Iterator, Sequence

from callsheet.checks.walk import Reached
from callsheet.diagnostics.diagnostic import Span
from callsheet.edits.outcome import EditRefused
from callsheet.expressions import Expression
from callsheet.expressions.part import Inserted
from callsheet.expressions.tree import Compare, Literal, ValuePath, path_of
from callsheet.script.script import Script
from callsheet.source.lines import LineStarts


def intents_compared(script: Script, steps: Sequence[Reached], name: str) -> Iterator[Span]:
    """Where the intent of this name is what the caller's answer is compared with. Raises `EditRefused` where that
    cannot be told."""
    kept = {word.text for each in steps if each.step.asks() for word in each.step.keeps()}
    answers: set[ValuePath] = {(owner, "intent") for owner in ("reply", *kept)}
    text = script.document.text
    for each in steps:
        for written in each.step.texts():
            for computed in written.computed:
                yield from _in_expression(text, computed, answers, name)
            cases = each.step.compares()
            if cases and isinstance(written, Expression) and path_of(written.tree) in answers:
                yield from (case.span for case in cases.texts if case.text == name)


def _in_expression(text: str, computed: Expression | Inserted, answers: set[ValuePath], name: str) -> Iterator[Span]:
    lines = LineStarts(text)
    for node in computed.nodes:
        if not isinstance(node, Compare):
            continue
        operands = (node.first, *(operand for _, operand in node.rest))
        use = next((use for use in computed.uses if use.path in answers), None)
        if use is None or not any(path_of(operand) in answers for operand in operands):
            continue
        for constant in operands:
            if isinstance(constant, Literal) and (
                constant.value == name or (isinstance(constant.value, tuple) and name in constant.value)
            ):
                # Both stand in one expression, and as far from each other in the file, unless it is folded or escaped.
                start = lines.offset(use.span.line, use.span.column) + constant.at[0] - use.offset
                pattern = re.compile(rf"""(?:\[[^\[\]]*?)?(["']){re.escape(name)}\1""")
                found = pattern.match(text, start)
                if found is None:
                    raise EditRefused(f"line {use.span.line} compares in a way that can only be edited in the text")
                yield lines.span(found.start(1), found.end())
