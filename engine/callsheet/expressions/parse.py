"""Expression text -> tree: Jinja's own parser, then an allow-list over what it found.

Jinja's nodes know their line and no column: each token is given to it on a line of its own, so that a line is a token.
"""

import math

import jinja2
from jinja2 import nodes

from callsheet.diagnostics.catalogue import BROKEN_EXPRESSION, FILTER_ARGUMENTS, NOT_ALLOWED
from callsheet.expressions import tree
from callsheet.expressions.filters import FILTERS, also_called
from callsheet.expressions.problem import Flaw, Unparsed
from callsheet.expressions.tokens import MOST_NESTING, Token, tokens_of, too_deep
from callsheet.expressions.values import is_number
from callsheet.expressions.wording import instead_of_words

KEYWORDS = frozenset({"if", "else", "and", "or", "not", "in", "is"})
COMPARISONS: dict[str, tree.Comparison] = {
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "lteq": "<=",
    "gt": ">",
    "gteq": ">=",
    "in": "in",
    "notin": "not in",
}
JINJA = jinja2.Environment(autoescape=False)  # noqa: S701  # it parses only: nothing is ever rendered by it


def parse(source: str) -> tree.Tree:
    """Read an expression.

    Raises:
        Unparsed: it cannot be read, or says something that scripts cannot say. Never anything else.
    """
    tokens = tokens_of(source)
    if not tokens:
        raise Unparsed(Flaw(BROKEN_EXPRESSION, (0, 1), "there is no expression here", "write a name, such as customer"))
    lines = ["{{"]
    owners = [tokens[0]]  # the token that each line belongs to
    for index, token in enumerate(tokens):
        # Without the brackets Jinja would take the next word for something that "none" is compared with.
        text = token.text + "()" if is_test(tokens, index) else token.text
        lines.append(text.replace("\r", " "))
        owners.extend([token] * (1 + text.count("\n")))
    lines.append("}}")
    try:
        parsed = JINJA.parse("\n".join(lines))
    except jinja2.TemplateSyntaxError as error:
        raise Unparsed(broken(tokens, error.lineno - 1, owners)) from None
    except RecursionError:  # not reached below MOST_NESTING, unless the stack was nearly full before
        raise Unparsed(too_deep(tokens[0].at)) from None
    return Reader(source, tokens, owners).whole(parsed)


def is_test(tokens: list[Token], index: int) -> bool:
    """Whether the token is the `none` of `is none` or `is not none`."""
    if tokens[index].kind != "name" or tokens[index].text != "none" or index == 0:
        return False
    before = [token.text for token in tokens[max(0, index - 2) : index]]
    return before[-1] == "is" or before == ["is", "not"]


def broken(tokens: list[Token], line: int, owners: list[Token]) -> Flaw:
    """What to say where Jinja could not go on; its own wording is for programmers."""
    if line >= len(owners):
        last = tokens[-1]
        if found := instead_of_words(tokens, len(tokens)):
            return found
        message = f'the expression ends too early, after "{last.text}"'
        return Flaw(BROKEN_EXPRESSION, last.at, message, "write what belongs there, or leave the end out")
    token = owners[line]
    before = [each.text for each in tokens[: tokens.index(token)]]
    if found := instead_of_words(tokens, len(before)):
        return found
    if token.kind == "name" and token.text not in KEYWORDS and before and tokens[len(before) - 1].kind == "name":
        message = f'"{before[-1]}" and "{token.text}" stand beside each other'
        help_line = f'for a column, write {before[-1]}.{token.text}; a text stands in quotation marks: "{token.text}"'
        return Flaw(BROKEN_EXPRESSION, token.at, message, help_line)
    help_line = "look for a missing sign or a missing quotation mark; a text stands in quotation marks"
    if token.kind == "name" and token.text not in KEYWORDS:
        help_line = f'a text stands in quotation marks: "{token.text}"'
    return Flaw(BROKEN_EXPRESSION, token.at, f'the expression cannot be read at "{token.text}"', help_line)


def instead_of_test(name: str, of: str) -> str:
    """What to write instead of `of is empty`, `of is defined` and the like."""
    if name == "empty":
        return f'write "not {of}", or "{of}" where something is in the list'
    return 'write "is none" or "is not none"' if name == "defined" else 'to compare, write "=="'


def instead_of_call(name: str) -> str:
    """What to write instead of calling `name`."""
    if name in tree.MOMENTS:
        return f"write {name} without brackets"
    meant = also_called(name)
    if meant or name in FILTERS:
        return f"write it behind the value: … | {meant or name}"
    return "leave the brackets out; what is computed comes from the query, or from a filter: … | upper"


class Reader:
    """The allow-list: turns Jinja's nodes into the tree and refuses the others."""

    def __init__(self, source: str, tokens: list[Token], owners: list[Token]) -> None:
        self.source = source
        self.tokens = tokens
        self.owners = owners
        self.depth = 0

    def whole(self, parsed: nodes.Template) -> tree.Tree:
        """The tree of the one expression that was given to Jinja."""
        match parsed.body:
            case [nodes.Output(nodes=[nodes.Expr() as expression])]:
                return self.read(expression)
            case _:
                raise Unparsed(Flaw(NOT_ALLOWED, self.tokens[0].at, "this is not an expression"))

    def token(self, node: nodes.Node) -> Token:
        """The token that Jinja's line stands for. Of an operator's node that is any token of it: take its operand's."""
        return self.owners[min(node.lineno - 1, len(self.owners) - 1)]

    def after(self, node: nodes.Node) -> Token:
        """The token behind the one that Jinja names: the column behind a dot."""
        index = self.tokens.index(self.token(node))
        return self.tokens[min(index + 1, len(self.tokens) - 1)]

    def refuse(self, node: nodes.Node, message: str, help_line: str) -> Unparsed:
        return Unparsed(Flaw(NOT_ALLOWED, self.token(node).at, message, help_line))

    def read(self, node: nodes.Expr) -> tree.Tree:
        """The tree of one node, one level deeper than its parent."""
        self.depth += 1
        if self.depth > MOST_NESTING:
            raise Unparsed(too_deep(self.token(node).at))
        found = self.dispatch(node)
        self.depth -= 1
        return found

    def dispatch(self, node: nodes.Expr) -> tree.Tree:
        at = self.token(node).at
        match node:
            case nodes.Name():
                if node.name in KEYWORDS:
                    message = f'the expression cannot be read at "{node.name}"'
                    raise Unparsed(Flaw(BROKEN_EXPRESSION, at, message, "write a name or a value there"))
                return tree.Name(node.name, at)
            case nodes.Const():
                return self.literal(node)
            case nodes.Getattr():
                return tree.Field(self.read(node.node), node.attr, self.after(node).at)
            case nodes.Getitem():
                return tree.Item(self.read(node.node), self.read(node.arg), at)
            case nodes.List():
                return self.list(node)
            case nodes.Neg():
                return self.minus(node)
            case nodes.Add() | nodes.Sub():
                left, right = self.read(node.left), self.read(node.right)
                return tree.Sum("+" if isinstance(node, nodes.Add) else "-", left, right, left.at)
            case nodes.Concat():
                return tree.Join(tuple(self.read(part) for part in node.nodes), at)
            case nodes.Compare():
                first = self.read(node.expr)
                rest = tuple((COMPARISONS[operand.op], self.read(operand.expr)) for operand in node.ops)
                return tree.Compare(first, rest, first.at)
            case nodes.Not():
                return tree.Not(self.read(node.node), at)
            case nodes.And() | nodes.Or():
                left, right = self.read(node.left), self.read(node.right)
                return tree.Both(left, right, isinstance(node, nodes.Or), left.at)
            case nodes.CondExpr():
                return self.choice(node)
            case nodes.Test():
                return self.test(node)
            case nodes.Filter():
                return self.filtered(node)
            case _:
                raise self.other(node)

    def literal(self, node: nodes.Const) -> tree.Literal:
        value = node.value
        if isinstance(value, float) and not math.isfinite(value):
            raise self.refuse(node, "this number is too large", "compute it in the query")
        return tree.Literal(value, self.token(node).at)

    def list(self, node: nodes.List) -> tree.Literal:
        items = []
        for item in node.items:
            found = self.read(item)
            if not isinstance(found, tree.Literal):
                message = "a list in an expression holds only texts and numbers that are written out"
                help_line = "compare with == and or, or compute it in the query"
                if isinstance(found, tree.Name):
                    help_line = f'if it is a text, write it in quotation marks: "{found.name}"'
                raise Unparsed(Flaw(NOT_ALLOWED, found.at, message, help_line))
            items.append(found.value)
        return tree.Literal(tuple(items), self.token(node).at)

    def minus(self, node: nodes.Neg) -> tree.Tree:
        operand = self.read(node.node)
        value = operand.value if isinstance(operand, tree.Literal) else None
        if is_number(value):
            return tree.Literal(-value, self.token(node).at)
        return tree.Minus(operand, self.token(node).at)

    def choice(self, node: nodes.CondExpr) -> tree.Choice:
        if node.expr2 is None:
            raise self.refuse(node, '"if" needs an "else" here', "write what it is otherwise: a if b else c")
        at = self.token(node).at
        return tree.Choice(self.read(node.test), self.read(node.expr1), self.read(node.expr2), at)

    def test(self, node: nodes.Test) -> tree.IsNone:
        if node.name != "none" or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise self.refuse(
                node,
                f'"is {node.name}" cannot be used in a script',
                instead_of_test(node.name, self.token(node.node).text),
            )
        return tree.IsNone(self.read(node.node), self.token(node).at)

    def filtered(self, node: nodes.Filter) -> tree.Filtered:
        at = self.token(node).at
        if node.node is None:  # only in statements, which are never given to Jinja
            raise Unparsed(Flaw(NOT_ALLOWED, at, "a filter needs something before it", "write: name | filter"))
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            message = f'the filter "{node.name}" takes plain values in brackets'
            raise Unparsed(Flaw(FILTER_ARGUMENTS, at, message, 'write them as in money("EUR")'))
        arguments = tuple(self.read(argument) for argument in node.args)
        return tree.Filtered(self.read(node.node), node.name, arguments, at)

    def other(self, node: nodes.Expr) -> Unparsed:
        """The refusal of everything that Jinja has and scripts do not."""
        match node:
            case nodes.Call(node=nodes.Name(name=name)):
                return self.refuse(node, f'"{name}(…)" cannot be used: a script calls nothing', instead_of_call(name))
            case nodes.Call():
                return self.refuse(
                    node, "a script calls nothing", "leave the brackets out; a filter is written: value | upper"
                )
            case nodes.Pos():
                return self.refuse(node, '"+" stands between two numbers', "leave it out, or put a number before it")
            case nodes.Tuple():
                first = node.items[0] if node.items else node
                return self.refuse(first, "a list stands in square brackets", 'write it as ["gold", "silver"]')
            case nodes.Slice():
                return self.refuse(
                    node, "a part of a list cannot be taken", "let the query give the rows that are wanted"
                )
            case _:
                return self.refuse(node, "this cannot be used in a script", "compute it in the query")
