"""Kinds of values: what is compared, added, filtered, looped over, passed and spoken can be."""

from collections.abc import Iterator

from engine.checks.ways import Reached
from engine.diagnostics.catalogue import NO_CONDITION, WRONG_KIND
from engine.diagnostics.diagnostic import Diagnostic, Span
from engine.flow.expressions import Expression, Template, tree
from engine.flow.expressions.filters import FILTERS
from engine.flow.expressions.template import Part
from engine.flow.expressions.tree import Tree
from engine.flow.facts import Facts
from engine.flow.inference import may_be_missing, shape_of
from engine.flow.model import Flow
from engine.flow.shapes import MOMENTS, WORDS, Kind
from engine.steps.branch import Branch
from engine.steps.for_each import ForEach
from engine.steps.if_ import If
from engine.steps.query import Query
from engine.steps.step import Step
from engine.steps.switch import Switch
from engine.steps.write import Write

Found = Iterator[tuple[str, str]]  # message and help

ORDERED: frozenset[Kind] = frozenset({"text", "number", "date", "time", "datetime"})


def check_kinds(flow: Flow, reached: Reached) -> Iterator[Diagnostic]:
    """Each mistake once, however often its section is run."""
    for name, before in reached.items():
        if name not in flow.states:
            continue
        step = flow.states[name].step
        for text, facts in step.evaluations(before):
            for message, help_ in _mistakes(step, text, facts):
                yield Diagnostic(WRONG_KIND, flow.path, _span(text), message, help_)
            if isinstance(step, If | Branch) and isinstance(text, Expression):
                for message, help_ in _condition(text.tree, facts):
                    yield Diagnostic(NO_CONDITION, flow.path, _span(text), message, help_)


def _span(text: Template | Expression) -> Span:
    """The first name in it: a text may have many lines."""
    return text.uses[0].span if text.uses else text.span


def _mistakes(step: Step, text: Template | Expression, facts: Facts) -> Found:
    if isinstance(text, Expression):
        yield from _within(text.tree, facts)
        kind = shape_of(text.tree, facts).kind
        if isinstance(step, ForEach) and kind not in ("list", "unknown"):
            yield f"for_each goes through a list, and {_called(text.tree)} is {WORDS[kind]}", "name a list of rows"
        if isinstance(step, Switch):
            yield from _cases(step, kind)
        return
    for part in text.parts:
        if not isinstance(part, Part):
            continue
        yield from _within(part.tree, facts)
        shape = shape_of(part.tree, facts)
        kind = shape.kind
        alone = len(text.parts) == 1 and not text.spoken
        rows = shape.item is not None and shape.item.kind == "row"
        if kind == "row" and not alone:
            yield (
                f"{_called(part.tree)} is a row, and a row is no text",
                f"name one of its columns: {_column(part, facts)}",
            )
        elif kind == "list" and not alone and (rows or not text.spoken):
            yield f"{_called(part.tree)} is a list, and a list is no text", "go through it with for_each"
        elif kind in ("row", "list") and isinstance(step, Query | Write):
            yield f"{_called(part.tree)} is {WORDS[kind]}, and a query takes single values", "name one column"


def _column(part: Part, facts: Facts) -> str:
    columns = shape_of(part.tree, facts).columns
    return f"{part.label}.{next(iter(columns), 'name')}"


def _called(node: Tree) -> str:
    path = tree.path_of(node)
    return f'"{tree.written(path)}"' if path else "this"


def _within(node: Tree, facts: Facts) -> Found:
    """Mistakes in an expression and in all parts of it."""
    match node:
        case tree.Minus():
            yield from _number(node.operand, facts, "-")
            yield from _within(node.operand, facts)
        case tree.Sum():
            for side in (node.left, node.right):
                yield from _number(side, facts, node.sign)
                yield from _within(side, facts)
        case tree.Join():
            for part in node.parts:
                yield from _within(part, facts)
                if shape_of(part, facts).kind == "row":
                    yield f'"~" puts texts together, and {_called(part)} is a row', "name one of its columns"
        case tree.Compare():
            left = node.first
            yield from _within(left, facts)
            for sign, right in node.rest:
                yield from _within(right, facts)
                yield from _comparison(left, sign, right, facts)
                left = right
        case tree.IsNone() | tree.Not():
            yield from _within(node.operand, facts)
        case tree.Both():
            yield from _within(node.left, facts)
            yield from _within(node.right, facts)
        case tree.Choice():
            for part in (node.test, node.then, node.otherwise):
                yield from _within(part, facts)
        case tree.Field() | tree.Item():
            yield from _within(node.owner, facts)
            yield from _part(node, facts)
        case tree.Filtered():
            yield from _within(node.operand, facts)
            yield from _filter(node, facts)
        case tree.Literal() | tree.Name():
            return


def _part(node: tree.Field | tree.Item, facts: Facts) -> Found:
    """A dot or brackets behind a value that has no such parts."""
    kind = shape_of(node.owner, facts).kind
    path = tree.path_of(node)
    if not path or kind in ("row", "unknown") or (kind == "list" and isinstance(path[-1], int)):
        return
    owner, part = _called(node.owner), path[-1]
    name = tree.written(path[:-1])
    help_ = f"write {name} alone"
    if part in FILTERS and kind in FILTERS[str(part)].takes:
        help_ = f"write {name} | {part}"
    elif kind == "list":
        help_ = "go through it with for_each"
    yield f'{owner} is {WORDS[kind]} and has no "{part}"', help_


def _number(node: Tree, facts: Facts, sign: str) -> Found:
    kind = shape_of(node, facts).kind
    if kind not in ("number", "unknown"):
        help_ = 'put texts together with "~"' if kind == "text" and sign == "+" else "use a number"
        yield f'"{sign}" needs numbers, and {_called(node)} is {WORDS[kind]}', help_


def _filter(node: tree.Filtered, facts: Facts) -> Found:
    known = FILTERS.get(node.filter)
    kind = shape_of(node.operand, facts).kind
    if known is None or kind == "unknown" or kind in known.takes:
        return
    takes = " or ".join(sorted(WORDS[kind] for kind in known.takes))
    yield (
        f'the filter "{node.filter}" takes {takes}, and {_called(node.operand)} is {WORDS[kind]}',
        f"as in: {known.example}",
    )


def _comparison(left: Tree, sign: str, right: Tree, facts: Facts) -> Found:
    one, other = shape_of(left, facts), shape_of(right, facts)
    if "unknown" in (one.kind, other.kind):
        return
    if sign in ("in", "not in"):
        if other.kind not in ("list", "text"):
            yield f'"{sign}" looks into a list or a text, and {_called(right)} is {WORDS[other.kind]}', "name a list"
            return
        inner: Kind = "text" if other.kind == "text" else other.item.kind if other.item else "unknown"
        if inner != "unknown" and not _alike(one.kind, inner):
            yield f"{_called(left)} is {WORDS[one.kind]}, and there it can never be found", "compare what is alike"
        return
    if not _alike(one.kind, other.kind):
        message = (
            f"{_called(left)} is {WORDS[one.kind]} and {_called(right)} is {WORDS[other.kind]}: they are never alike"
        )
        yield message, "compare values of one kind"
    elif sign not in ("==", "!=") and one.kind not in ORDERED:
        yield f'"{sign}" cannot order {WORDS[one.kind]}', 'use "==", or compare a number, a text or a date'


def _alike(one: Kind, other: Kind) -> bool:
    """A date or time can be written as text."""
    return one == other or (one == "text" and other in MOMENTS) or (other == "text" and one in MOMENTS)


def _condition(node: Tree, facts: Facts) -> Found:
    """A part of a condition that is neither true nor false, nor can it be missing."""
    match node:
        case tree.Both():
            yield from _condition(node.left, facts)
            yield from _condition(node.right, facts)
        case tree.Not():
            yield from _condition(node.operand, facts)
        case _:
            kind = shape_of(node, facts).kind
            if kind in ("boolean", "list", "unknown") or may_be_missing(node, facts) is not False:
                return
            if kind == "row":  # it was missing elsewhere, or its author wants to be sure
                return
            name = _called(node).strip('"')
            yield f"{_called(node)} is {WORDS[kind]} and always there: it is no condition", f"compare it: {name} == …"


def _cases(step: Switch, kind: Kind) -> Found:
    for case, _ in step.cases:
        if "{{" in case.text:
            yield (
                f'the case "{case.text}" is never computed',
                'a case is a value written out; to compare two names, use "if"',
            )
            continue
        wrong = (kind == "number" and not _is_number(case.text)) or (
            kind == "boolean" and case.text not in ("true", "false")
        )
        if wrong:
            yield f'the case "{case.text}" can never be met: the value is {WORDS[kind]}', "write a value of that kind"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
