"""Kinds of values: what a step evaluates can be what it needs."""

from collections.abc import Iterator
from functools import reduce
from itertools import zip_longest

from msgspec.structs import replace

from callsheet.analysis.facts import OPENING, Facts
from callsheet.analysis.inference import may_be_missing, shape_of
from callsheet.analysis.shapes import WORDS, Shape
from callsheet.checks.answers import ELSES
from callsheet.checks.comparisons import never
from callsheet.checks.constants import Beside, judged, never_one
from callsheet.checks.mistake import Mistake, Mistakes, as_written, called
from callsheet.checks.mixed import mixed, names_compared
from callsheet.checks.operations import reckoned, within
from callsheet.checks.walk import nodes_of
from callsheet.checks.ways import FactsAt
from callsheet.diagnostics.catalogue import NO_CONDITION, SQL_DATE
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.diagnostics.visible import quoted
from callsheet.expressions import Expression, Template, tree
from callsheet.expressions.part import Inserted
from callsheet.expressions.tree import Tree
from callsheet.flow.model import Flow
from callsheet.script.parts import Cases
from callsheet.script.step import Step
from callsheet.source.scalars import NoValue, read_plain

ELSE_OF_SWITCH = 'what runs for every other value stands under "else:", in the same column as "cases:"'
# Words that are a case of their own in no table.
NO_VALUES = ("else", "otherwise", "anything_else", "catch_all")

Text = Template | Expression
Computed = Expression | Inserted
Found = Iterator[tuple[Computed, Mistake]]

# Sections that run sections multiply: a step that is run from more places than this is looked at once, for what is
# certain at all of them.
MOST_PLACES = 50


def check_kinds(flow: Flow, reached: FactsAt) -> Iterator[Diagnostic]:
    """Each mistake once, however often its section is run."""
    places: dict[int, tuple[Step, list[Facts]]] = {}
    for name, before in reached.items():
        if name in flow.states:
            step = flow.states[name].step
            places.setdefault(id(step), (step, []))[1].append(before)
    computed = {id(step): tuple(nodes_of(step)) for step, _ in places.values()}
    told_apart = frozenset(names_compared(node for nodes in computed.values() for node in nodes))
    for step, befores in places.values():
        nodes = computed[id(step)]
        if not nodes:
            continue
        for before in befores if len(befores) <= MOST_PLACES else [reduce(Facts.joined, befores)]:
            for text, facts in step.evaluations(before):
                if text.computed:
                    yield from _reported(flow.path, text, _mistakes(step, text, facts, told_apart))
        if step.compares() or any(isinstance(node, tree.Compare) for node in nodes):
            for text, facts in step.evaluations(reduce(Facts.joined, befores)):
                yield from _reported(flow.path, text, _never(step, text, facts))


def _reported(path: str, text: Text, found: Found) -> Iterator[Diagnostic]:
    first: dict[object, tuple[Computed, Mistake]] = {}
    for computed, mistake in found:
        cause = mistake.cause or (mistake, id(computed))
        if cause in first:
            told = first[cause][1]
            together = told.help if mistake.help in told.help else f"{told.help}; {mistake.help}"
            mistake = replace(told, help=together)
        first[cause] = first.get(cause, (computed, mistake))[0], mistake
    for computed, mistake in first.values():
        span = mistake.span or _span(mistake.node, computed) or text.span
        yield Diagnostic(mistake.code, path, span, mistake.message, mistake.help, mistake.about)


def _span(node: Tree, computed: Computed) -> Span | None:
    """The first name in a part of an expression: a text may have many lines."""
    offsets = {inner.at[0] for inner in tree.all_of(node) if isinstance(inner, tree.Name)}
    uses = [use for use in computed.uses if use.offset in offsets] or computed.uses
    return uses[0].span if uses else None


def _mistakes(step: Step, text: Text, facts: Facts, told_apart: frozenset[str]) -> Found:
    for computed in text.computed:
        for mistake in within(computed.nodes, facts, computed.quote):
            yield computed, mistake
        for mistake in mixed(computed.nodes, facts, told_apart):
            yield computed, mistake
        for node in computed.nodes:
            if isinstance(node, tree.Choice):
                yield from ((computed, mistake) for mistake in _condition(node.test, facts))
    if isinstance(text, Expression):
        yield from ((text, mistake) for mistake in _of_step(step, text, facts))
        return
    for part, behind in zip_longest(text.parts, text.parts[1:]):
        if isinstance(part, Inserted):
            shape = shape_of(part.tree, facts)
            if shape.kind in ("row", "list"):
                yield from ((part, mistake) for mistake in _in_text(step, text, part, shape))
            if step.executes() and not text.spoken and isinstance(behind, str):
                yield from ((part, mistake) for mistake in reckoned(part.tree, shape, behind))
                yield from ((part, mistake) for mistake in _pattern(part.tree, shape, behind))


def _of_step(step: Step, expression: Expression, facts: Facts) -> Mistakes:
    """What the step itself wants of its expression."""
    node, shape = expression.tree, shape_of(expression.tree, facts)
    if step.goes_through() and shape.kind not in ("list", "unknown"):
        message = f"{step.verb} goes through a list, and {called(node)} is {WORDS[shape.kind]}"
        yield Mistake(node, message, "name a list of rows")
    if step.conditions:
        yield from _condition(node, facts)
    if cases := step.compares():
        yield from _cases(cases, expression, shape)


def _in_text(step: Step, text: Template, part: Inserted, shape: Shape) -> Mistakes:
    """A row or a list where a text is made of it."""
    alone = len(text.parts) == 1 and not text.spoken
    rows = shape.item is not None and shape.item.kind == "row"
    name = called(part.tree)
    if shape.kind == "row" and not alone:
        help_ = f"name one of its columns: {part.label}.{next(iter(shape.columns), 'name')}"
        yield Mistake(part.tree, f"{name} is a row, and a row is no text", help_)
    elif shape.kind == "list" and not alone and (rows or not text.spoken):
        yield Mistake(part.tree, f"{name} is a list, and a list is no text", "go through it with for_each")
    elif step.executes():
        message = f"{name} is {WORDS[shape.kind]}, and a {step.verb} takes single values"
        yield Mistake(part.tree, message, "name one column")


def _pattern(node: Tree, shape: Shape, behind: str) -> Mistakes:
    """A day as a pattern of LIKE: moments stand in the database in UTC, where the day is another one."""
    name = as_written(node)
    if shape.kind in ("date", "datetime") and name and behind.startswith("%"):
        message = f"{called(node)} and % are a pattern of a day, and moments stand in the database in UTC"
        help_ = f'pass the bounds of the day: "{{{{ {name} | day_begins }}}}" and "{{{{ {name} | day_ends }}}}"'
        yield Mistake(node, message, help_, SQL_DATE)


def _condition(node: Tree, facts: Facts) -> Mistakes:
    """A part of a condition that is neither true nor false, nor can it be missing."""
    match node:
        case tree.Both():
            yield from _condition(node.left, facts)
            yield from _condition(node.right, facts)
        case tree.Not():
            yield from _condition(node.operand, facts)
        case _:
            shape = shape_of(node, facts)
            kind = shape.kind
            if shape == OPENING:
                message = f"{called(node)} are opening hours, and no condition"
                yield Mistake(node, message, f"write {as_written(node)}.open")
                return
            if kind in ("boolean", "list", "unknown") or may_be_missing(node, facts) is not False:
                return
            if kind == "row":  # it was missing elsewhere, or its author wants to be sure
                return
            message = f"{called(node)} is {WORDS[kind]} and always there: it is no condition"
            name = as_written(node)
            yield Mistake(node, message, f"compare it: {name or 'this'} == …", NO_CONDITION, about=name)


def _never(step: Step, text: Text, facts: Facts) -> Found:
    """Texts that a value is at none of the places from which the step is run."""
    for computed in text.computed:
        for mistake in never(computed.nodes, facts, computed.quote):
            yield computed, mistake
        cases = step.compares()
        if cases and isinstance(computed, Expression):
            beside = Beside(shape_of(computed.tree, facts), as_written(computed.tree), "==")
            for case in cases.texts:
                if (words := never_one(beside, case.text)) is not None:
                    message = f"the case {quoted(case.text)} can never be met: {words[0]}"
                    yield computed, Mistake(computed.tree, message, words[1], span=case.span, about=beside.called)


def _cases(cases: Cases, subject: Expression, shape: Shape) -> Mistakes:
    if shape.kind in ("row", "list"):
        name = called(subject.tree)
        column = "intent" if "intent" in shape.columns else next(iter(shape.columns), "…")
        help_ = f"write switch: {as_written(subject.tree)}.{column}" if shape.kind == "row" else "use if, or for_each"
        yield Mistake(subject.tree, f"{name} is {WORDS[shape.kind]}, and a case is a single value", help_)
        return
    beside = Beside(shape, as_written(subject.tree), "==", quote=subject.quote)
    for case in cases.texts:
        if "{{" in case.text:
            message = f'the case "{case.text}" is never computed'
            help_ = 'a case is a value written out; to compare two names, use "if"'
            yield Mistake(subject.tree, message, help_)
            continue
        written = read_plain(case.text) if shape.kind in ("number", "boolean") else case.text
        words = judged(beside, case.text if isinstance(written, NoValue) else written)
        if words is not None:
            message = f"the case {quoted(case.text)} can never be met: {words[0]}"
            help_ = ELSE_OF_SWITCH if case.text in ELSES else _of_case(words[1], beside.called)
            yield Mistake(subject.tree, message, help_, span=case.span if case.text in ELSES else None)
            return  # the other cases are most likely of that kind too
        if case.text in NO_VALUES and not cases.has_else:
            message = f"the case {quoted(case.text)} is met by the text {quoted(case.text)} alone"
            yield Mistake(subject.tree, message, ELSE_OF_SWITCH, span=case.span)


def _of_case(help_: str, subject: str) -> str:
    """The help for a comparison, said of a switch."""
    value, equals, constant = help_.removeprefix("write ").partition(" == ")
    if not equals:
        return help_
    return f"write the case as {constant}" if value == subject else f"write switch: {value}"
