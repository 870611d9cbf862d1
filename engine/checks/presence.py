"""What may not be there: names that are not set on every way, columns that may hold nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.checks.ways import Reached
from engine.diagnostics.catalogue import MAY_BE_NOTHING, NOT_ALWAYS_SET
from engine.diagnostics.diagnostic import Diagnostic, Span
from engine.flow.expressions import Expression, NameUse, Template
from engine.flow.expressions.tree import Path, written
from engine.flow.facts import Fact, Facts
from engine.flow.model import Flow
from engine.flow.shapes import UNKNOWN, Shape
from engine.steps.branch import Branch
from engine.steps.if_ import If
from engine.steps.step import Step


@dataclass(frozen=True, slots=True)
class _Missing:
    """A use of something that may not be there: the part of the path that may be missing, and why."""

    span: Span
    path: Path
    fact: Fact | None  # of the name itself; None for a column


def check_presence(flow: Flow, reached: Reached) -> Iterator[Diagnostic]:
    """Each name, and each column, once: at its first use."""
    found: list[_Missing] = []
    for name, facts in reached.items():
        if name in flow.states:
            found += _missing(flow.states[name].step, facts)
    reported: set[Path] = set()
    for missing in sorted(found, key=lambda item: (item.span, len(item.path))):
        if missing.path not in reported:
            reported.add(missing.path)
            yield _report(flow.path, missing)


def _missing(step: Step, before: Facts) -> Iterator[_Missing]:
    for text, facts in step.evaluations(before):
        condition = isinstance(step, If | Branch) and isinstance(text, Expression)
        for use in text.uses:
            if not use.guarded and (missing := _first_missing(text, use, facts, condition=condition)):
                yield missing


def _first_missing(text: Template | Expression, use: NameUse, facts: Facts, *, condition: bool) -> _Missing | None:
    """The first part of the path that may be missing although it has to be there."""
    present = facts.present | use.present
    shape: Shape = UNKNOWN
    for number, part in enumerate(use.path):
        path, last = use.path[: number + 1], number + 1 == len(use.path)
        if number == 0:
            fact = facts.name(str(part))
            shape = fact.shape
            if path in present:
                continue
            if fact.unset and not (last and condition and not use.needed):
                return _Missing(use.parts[0], path, fact)
            if fact.null and (use.needed or not last):
                return _Missing(use.parts[0], path, fact)
            continue
        nullable: bool | None = None
        if isinstance(part, str):
            shape, nullable = shape.columns.get(part, (UNKNOWN, None))
        else:
            shape = shape.item or UNKNOWN
        if nullable and path not in present and (use.needed or not last):
            return _Missing(use.parts[number], path, None)
    return None


def _report(file: str, missing: _Missing) -> Diagnostic:
    name = written(missing.path)
    if missing.fact is None or not missing.fact.unset:
        help_ = f'write {name} | default("…"), or put the step under "if: {name}"'
        return Diagnostic(MAY_BE_NOTHING, file, missing.span, f'"{name}" may hold nothing', help_)
    if missing.fact.query:
        message = f'"{name}" may be missing here: the step on line {missing.fact.query} may find or do nothing'
        help_ = f'end its if_none and if_fails with disconnect, or put this step under "if: {name}"'
    else:
        message = f'"{name}" is not set on every way to this step'
        help_ = "set it before, or give it a starting value under values:"
    return Diagnostic(NOT_ALWAYS_SET, file, missing.span, message, help_)
