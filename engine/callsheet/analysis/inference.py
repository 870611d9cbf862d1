"""What an expression gives, as far as its form and the facts tell."""

from functools import reduce

from callsheet.analysis.facts import Fact, Facts
from callsheet.analysis.shapes import BOOLEAN, MOMENTS, SPEECH, TEXT, UNKNOWN, Shape, list_of, of_value, one_of
from callsheet.expressions import Expression, Template, tree
from callsheet.expressions.facts import facts_of
from callsheet.expressions.filters import DEFAULT, FILTERS
from callsheet.expressions.part import Inserted
from callsheet.expressions.tree import Tree
from callsheet.ports.english import DAYS


def shape_of(node: Tree, facts: Facts) -> Shape:
    """The shape of an expression's value."""
    match node:
        case tree.Literal():
            return of_value(node.value)
        case tree.Name():
            return facts.name(node.name).shape
        case tree.Field():
            return shape_of(node.owner, facts).columns.get(node.name, (UNKNOWN, None))[0]
        case tree.Item():
            owner = shape_of(node.owner, facts)
            if isinstance(node.index, tree.Literal) and isinstance(node.index.value, str):
                return owner.columns.get(node.index.value, (UNKNOWN, None))[0]
            return owner.item or UNKNOWN
        case tree.Minus() | tree.Sum():
            return Shape("number", fraction=any(shape_of(part, facts).fraction for part in tree.parts_of(node)))
        case tree.Join():
            return TEXT
        case tree.Compare() | tree.IsNone() | tree.Not() | tree.Both():
            return BOOLEAN
        case tree.Choice():
            return shape_of(node.then, facts).joined(shape_of(node.otherwise, facts))
        case tree.Filtered():
            return _filtered(node, facts)


def _filtered(node: tree.Filtered, facts: Facts) -> Shape:
    operand = shape_of(node.operand, facts)
    if node.filter == DEFAULT:
        return operand.joined(shape_of(node.arguments[0], facts)) if node.arguments else operand
    match FILTERS[node.filter].gives:
        case "item":
            return operand.item or UNKNOWN
        case "alike":
            return operand if operand.kind in MOMENTS else UNKNOWN
        case "speech":
            return SPEECH
        case "weekday":
            return one_of(DAYS)
        case "datetime":
            return Shape("datetime", zoned=True)
        case "time":
            return Shape("time", zoned=False)
        case "number":
            return Shape("number", fraction=operand.fraction and bool(node.arguments))
        case "text" | "date" as kind:
            return Shape(kind)


def may_be_missing(node: Tree, facts: Facts) -> bool | None:
    """Whether an expression can give nothing; None where nobody knows."""
    match node:
        case tree.Name():
            if facts.is_present((node.name,)):
                return False
            fact = facts.name(node.name)
            return fact.unset or fact.null
        case tree.Field() | tree.Item():
            path = tree.path_of(node)
            if path and facts.is_present(path):
                return False
            key = path[-1] if path else None
            owner = shape_of(node.owner, facts)
            return owner.columns.get(key, (UNKNOWN, None))[1] if isinstance(key, str) else None
        case tree.Literal():
            return node.value is None
        case tree.Choice():
            told = facts_of(node.test)
            ways = {
                may_be_missing(node.then, facts.assume(told.if_true)),
                may_be_missing(node.otherwise, facts.assume(told.if_false)),
            }
            return True if True in ways else None if None in ways else False
        case tree.Filtered(filter="default", arguments=(argument,)):
            return may_be_missing(argument, facts)
        case tree.Filtered(filter="first" | "last"):
            return None
    return False


def fact_of(text: Template | Expression, facts: Facts) -> Fact:
    """What a name holds that is set to this text."""
    if text.constant is not None:
        return Fact(of_value(text.constant.value), null=text.constant.value is None)
    if isinstance(text, Expression):
        node = text.tree
    elif len(text.parts) == 1 and isinstance(text.parts[0], Inserted) and not text.spoken:
        node = text.parts[0].tree
    else:
        return Fact(TEXT)
    return Fact(shape_of(node, facts), null=may_be_missing(node, facts) is True)


def fact_of_constant(value: Template | tuple[Template, ...], facts: Facts) -> Fact:
    """What a name of `values` holds."""
    if isinstance(value, Template):
        return fact_of(value, facts)
    items = [fact_of(item, facts).shape for item in value]
    return Fact(list_of(reduce(Shape.joined, items) if items else UNKNOWN))
