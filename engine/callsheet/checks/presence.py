"""What may not be there: names that are not set on every way, columns that may hold nothing."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from callsheet.analysis.facts import Fact, Facts
from callsheet.analysis.shapes import UNKNOWN, Kind, Shape
from callsheet.checks.ways import FactsAt, before_values
from callsheet.diagnostics.catalogue import MAY_BE_NOTHING, NOT_ALWAYS_SET
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.expressions import Expression, NameUse, Template
from callsheet.expressions.tree import ValuePath, written
from callsheet.flow.model import Flow, Part
from callsheet.ports.values import items_of
from callsheet.queries.records import Library
from callsheet.script.step import Step


class _Missing(Struct, frozen=True):
    """A use of something that may not be there: the part of the path that may be missing, and why."""

    span: Span
    path: ValuePath
    fact: Fact | None  # of the name itself; None for a column
    shape: Shape = UNKNOWN
    in_handler: bool = False
    passed_on: bool = False  # to the database alone, which takes "nothing" for it


def check_presence(flow: Flow, reached: FactsAt) -> Iterator[Diagnostic]:
    """Each name, and each column, once: at its first use."""
    found: list[_Missing] = []
    for name, facts in reached.items():
        if name in flow.states:
            state = flow.states[name]
            found += _missing(state.step, facts, in_handler=state.part is not Part.STEPS)
    reported: set[ValuePath] = set()
    told: set[str] = set()  # values that need what is not there: what follows from that is no other mistake
    for value, missing in _missing_at_start(flow):
        told.add(value)
        yield _report_value(flow, missing)
    for missing in sorted(found, key=lambda item: (item.span, len(item.path))):
        if missing.path not in reported and missing.path[0] not in told:
            reported.add(missing.path)
            yield _report(flow.path, missing)


def _missing_at_start(flow: Flow) -> Iterator[tuple[str, _Missing]]:
    """The `values` that need a name which only a step, or a later one of them, keeps; and where they do."""
    for (name, value), facts in zip(flow.values, before_values(flow, Library({})), strict=False):
        for text in items_of(value):
            for use in text.uses:
                fact = facts.name(str(use.path[0]))
                if fact.unset and not use.guarded:
                    yield name, _Missing(use.parts[0], use.path[:1], fact)


def _report_value(flow: Flow, missing: _Missing) -> Diagnostic:
    name = written(missing.path)
    message = (
        f'"{name}" is not there yet: what stands under values is computed from top to bottom, before the first step'
    )
    help_ = f'compute this text with set:, behind the step that keeps "{name}"'
    if any(name == other for other, _ in flow.values):
        help_ = f'write "{name}" above it'
    return Diagnostic(NOT_ALWAYS_SET, flow.path, missing.span, message, help_)


def _missing(step: Step, before: Facts, *, in_handler: bool) -> Iterator[_Missing]:
    for text, facts in step.evaluations(before):
        for use in text.uses:
            if not use.guarded and (missing := _first_missing(text, use, facts, condition=step.conditions)):
                passed_on = step.executes() is not None and len(use.path) == 1 and not use.needed
                yield replace(missing, in_handler=in_handler, passed_on=passed_on)


def _first_missing(text: Template | Expression, use: NameUse, facts: Facts, *, condition: bool) -> _Missing | None:
    """The first part of the path that may be missing although it has to be there."""
    shape: Shape = UNKNOWN
    for number, part in enumerate(use.path):
        path, last = use.path[: number + 1], number + 1 == len(use.path)
        if number == 0:
            fact = facts.name(str(part))
            shape = fact.shape
            if path in use.present or facts.is_present(path):
                continue
            if fact.unset and not (last and (condition or use.tested) and not use.needed):
                return _Missing(use.parts[0], path, fact)
            if fact.null and (use.needed or not last):
                return _Missing(use.parts[0], path, fact, shape)
            continue
        nullable: bool | None = None
        if isinstance(part, str):
            shape, nullable = shape.columns.get(part, (UNKNOWN, None))
        else:
            nullable, shape = shape.kind == "list", shape.item or UNKNOWN
        if nullable and (use.needed or not last) and not (path in use.present or facts.is_present(path)):
            return _Missing(use.parts[number], path, None, shape)
    return None


RECORDING = "call.recording"
# What a missing value of a kind could be replaced by.
A_TEXT = '"…"'
INSTEAD: dict[Kind, str] = {"number": "0", "boolean": "false"}


def _report(file: str, missing: _Missing) -> Diagnostic:
    name, fact = written(missing.path), missing.fact
    default = f"{name} | default({'none' if missing.passed_on else INSTEAD.get(missing.shape.kind, A_TEXT)})"
    if fact is None or not fact.unset:
        what = "is an item that the list may not have" if isinstance(missing.path[-1], int) else "may hold nothing"
        if missing.path[0] == "call":
            what = f"is missing where the {'call is not recorded' if name == RECORDING else 'number is withheld'}"
        help_ = f'write {default}, or put the step under "if: {name}"'
        return Diagnostic(MAY_BE_NOTHING, file, missing.span, f'"{name}" {what}', help_)
    if missing.in_handler:
        message = f'"{name}" may not be set here: the call comes here from any step, also from the first'
        help_ = f'write {default}, or put the step under "if: {name}"'
    elif fact.lost:
        lost = fact.lost
        message = f'"{name}" may be missing here: the {lost.verb} on line {lost.line} may {lost.happened}'
        help_ = f'end its {lost.option} with disconnect, or put this step under "if: {name}"'
    else:
        message = f'"{name}" is not set on every way to this step'
        help_ = "set it before, or give it a starting value under values:"
    if missing.passed_on and not missing.in_handler:
        help_ = f"{help_}; to pass nothing then, write {default}"
    return Diagnostic(NOT_ALWAYS_SET, file, missing.span, message, help_, about=str(missing.path[0]))
