"""What is computed: each part of an expression is of a kind that its sign, its dot or its filter takes."""

from collections.abc import Collection, Iterable

from callsheet.analysis.facts import Facts
from callsheet.analysis.inference import shape_of
from callsheet.analysis.shapes import NUMBER, WORDS, Kind, Shape
from callsheet.checks.comparisons import comparison
from callsheet.checks.mistake import Mistake, Mistakes, as_written, begin_as_number, called
from callsheet.diagnostics.catalogue import NOT_ALLOWED, SPELLED_WORDS
from callsheet.diagnostics.visible import quoted
from callsheet.expressions import tree
from callsheet.expressions.compile import NoNames
from callsheet.expressions.filters import DEFAULT, FILTERS
from callsheet.expressions.reckoning import instead_of_text
from callsheet.expressions.tree import Tree
from callsheet.expressions.values import Unusable

# Filters that speak the items of a list.
ITEMS_SPOKEN = ("spoken_list", "numbered")


def within(nodes: Iterable[Tree], facts: Facts, quote: str) -> Mistakes:
    """Mistakes in each part of an expression, which are `nodes`; help writes texts with `quote`."""
    for node in nodes:
        if not isinstance(node, tree.ATOMS):
            yield from _at(node, facts, quote)


def _at(node: Tree, facts: Facts, quote: str) -> Mistakes:
    match node:
        case tree.Field() | tree.Item():
            yield from _part(node, facts)
        case tree.Minus():
            yield from _number(node.operand, facts, "-", NUMBER)
        case tree.Sum() if _days_between(node, facts):
            message = f'"-" needs numbers, and {called(node.left)} and {called(node.right)} are dates'
            dates = f"{as_written(node.left) or 'one'} < {as_written(node.right) or 'the other'}"
            yield Mistake(node, message, f"compare the dates: {dates} | in_days(3)")
        case tree.Sum():
            yield from _number(node.left, facts, node.sign, shape_of(node.right, facts))
            yield from _number(node.right, facts, node.sign, shape_of(node.left, facts))
        case tree.Join():
            yield from _joined(node, facts)
        case tree.Compare():
            left = node.first
            for sign, right in node.rest:
                yield from comparison(left, sign, right, facts, quote)
                left = right
        case tree.Filtered():
            yield from _filter(node, facts)


def _part(node: tree.Field | tree.Item, facts: Facts) -> Mistakes:
    """A dot or brackets behind a value that has no such parts."""
    kind = shape_of(node.owner, facts).kind
    path = tree.path_of(node)
    if isinstance(node, tree.Item) and path and isinstance(path[-1], str):
        message = "a column stands behind a dot, and not in brackets"
        yield Mistake(node, message, f"write {tree.written(path)}", code=NOT_ALLOWED)
        return
    if not path or kind in ("row", "unknown") or (kind == "list" and isinstance(path[-1], int)):
        return
    part, name = path[-1], tree.written(path[:-1])
    help_ = f"write {name} alone"
    if part in FILTERS and kind in FILTERS[str(part)].takes:
        help_ = f"write {name} | {part}"
    elif kind == "list":
        help_ = "go through it with for_each"
    yield Mistake(node, f'{called(node.owner)} is {WORDS[kind]} and has no "{part}"', help_, about=name)


def _days_between(node: tree.Sum, facts: Facts) -> bool:
    return node.sign == "-" and all(shape_of(part, facts).kind in ("date", "datetime") for part in tree.parts_of(node))


def _number(node: Tree, facts: Facts, sign: str, beside: Shape) -> Mistakes:
    shape = shape_of(node, facts)
    kind = shape.kind
    if kind in ("number", "unknown"):
        return
    help_ = "use a number"
    if isinstance(node, tree.Name) and shape.constants and beside.kind == "number":
        help_ = begin_as_number(node.name)
    elif kind == "text" and sign == "+":
        help_ = 'put texts together with "~"'
    elif kind in ("date", "datetime"):
        help_ = f"for another day, write {as_written(node) or 'today'} | in_days({'-1' if sign == '-' else '1'})"
    yield Mistake(node, f'"{sign}" needs numbers, and {called(node)} is {WORDS[kind]}', help_)


def _joined(node: tree.Join, facts: Facts) -> Mistakes:
    for part, behind in zip(node.parts, (*node.parts[1:], None), strict=True):
        shape = shape_of(part, facts)
        if shape.kind == "row":
            message = f'"~" puts texts together, and {called(part)} is a row'
            yield Mistake(part, message, "name one of its columns")
        if isinstance(behind, tree.Literal) and isinstance(behind.value, str):
            yield from reckoned(part, shape, behind.value)


def reckoned(node: Tree, shape: Shape, behind: str) -> Mistakes:
    """A date that is put together with an hour or a span of time: that is a text, and no date."""
    name = as_written(node)
    if shape.kind not in ("date", "datetime") or not name:
        return
    help_ = instead_of_text(name, behind, has_time=shape.kind == "datetime")
    if help_ is not None:
        yield Mistake(node, f'{called(node)} and "{behind.strip()}" make a text, and no other date', help_)


def _filter(node: tree.Filtered, facts: Facts) -> Mistakes:
    known = FILTERS.get(node.filter)
    shape = shape_of(node.operand, facts)
    if known is None:
        return
    if node.filter == "money" and shape.fraction:
        yield Mistake(
            node,
            f'the filter "money" takes whole cents, and {called(node.operand)} is a number with decimals',
            "keep cents in an INTEGER column, or let the query make them: CAST(round(100 * amount) AS INTEGER)",
        )
    if node.filter == "digits":
        yield from _spelled(node)
    if node.filter in ITEMS_SPOKEN and shape.item is not None and shape.item.kind == "row":
        message = f'the filter "{node.filter}" takes texts, and {called(node.operand)} is a list of rows'
        yield Mistake(node, message, "in a question with one_of, write choices; else go through it with for_each")
        return
    if shape.kind == "unknown" or shape.kind in known.takes:
        yield from _unfit(node, shape)
        return
    message = (
        f'the filter "{node.filter}" takes {_any_of(known.takes)}, and {called(node.operand)} is {WORDS[shape.kind]}'
    )
    yield Mistake(node, message, f"as in: {known.example}")


def _spelled(node: tree.Filtered) -> Mistakes:
    """Words that stand in for a number that is missing, and would be read letter by letter."""
    match node.operand:
        case tree.Filtered(filter="default", operand=number, arguments=(tree.Literal(value=str() as words),)):
            if any(map(str.islower, words)) and not any(map(str.isdigit, words)):
                name = as_written(number) or "…"
                message = f"the caller would hear {quoted(words)} letter by letter: that is what digits does"
                help_ = f"write {name} | digits if {name} else {called(node.operand.arguments[0])}"
                yield Mistake(node, message, help_, code=SPELLED_WORDS)


def _any_of(kinds: Collection[Kind]) -> str:
    """The kinds, as a message lists them: texts last, behind a comma where "a date with a time" stands before."""
    *others, last = (WORDS[kind] for kind in sorted(WORDS, key=lambda kind: kind == "text") if kind in kinds)
    between = ", or " if any(" with " in words for words in others) else " or "
    return between.join([", ".join(others), last] if others else [last])


def _unfit(node: tree.Filtered, shape: Shape) -> Mistakes:
    """A filter on a name that only holds texts which it cannot read: `day | spoken_date`, where day is "Friday"."""
    if node.filter == DEFAULT or not shape.constants:
        return
    arguments = tuple(argument.value for argument in node.arguments if isinstance(argument, tree.Literal))
    for text in sorted(shape.constants):
        try:
            FILTERS[node.filter].apply(text, arguments, NoNames())
        except Unusable as error:
            reason = error.message
        else:
            return
    message = f'the filter "{node.filter}" {reason}, and {called(node.operand)} is {quoted(text)}'
    yield Mistake(node, message, f"as in: {FILTERS[node.filter].example}")
