"""Tree -> closures, compiled once per script, and what a check wants to know of each name that is used."""

from msgspec import Struct
from msgspec.structs import replace

from callsheet.diagnostics.catalogue import FILTER_ARGUMENTS, NOT_ALLOWED, UNKNOWN_FILTER
from callsheet.diagnostics.suggest import ask_for, did_you_mean
from callsheet.expressions import tree, values
from callsheet.expressions.facts import facts_of
from callsheet.expressions.filters import DEFAULT, FILTERS, also_called
from callsheet.expressions.problem import Flaw
from callsheet.expressions.reach import constant, is_none, label_of, reach_path
from callsheet.expressions.reckoning import instead_of_adding
from callsheet.expressions.tree import At, Tree, all_of, path_of, places_of, size_of
from callsheet.expressions.unheard import may_be_empty
from callsheet.expressions.uses import PlaceInText, Use
from callsheet.expressions.values import Evaluate, Names, ToText, Unusable, missing
from callsheet.ports.values import Value


class NoNames:
    """Sees nothing: for expressions that are constant."""

    def get(self, name: str) -> Value:
        return None


class Compiled(Struct, frozen=True):
    """A compiled expression; without use where it has `problems`. `nodes` are the tree and all that it is made of,
    `size` is how many names, values and signs these are, `constant` is a tuple of its value, if known. `may_be_empty`:
    its author says that it may be an empty text."""

    tree: Tree
    nodes: tuple[Tree, ...]
    size: int
    may_be_empty: bool
    closure: Evaluate
    label: str
    reads: frozenset[str]
    uses: tuple[Use, ...]
    problems: tuple[Flaw, ...]
    constant: tuple[Value] | None


def compile_tree(node: Tree, to_text: ToText, *, needed: bool) -> Compiled:
    """Compile an expression. `needed`: its value must not be missing. `to_text` is how `~` makes texts of values."""
    compiler = Compiler(to_text)
    closure = compiler.compile(node, PlaceInText(needed))
    constant_value: tuple[Value] | None = None
    if not compiler.uses and not compiler.problems and not compiler.clock:
        try:
            constant_value = (closure(NoNames()),)
            closure = constant(constant_value[0])
        except Unusable as error:
            compiler.problem(node.at, f"this can never be computed: {error.message}", "look at its values")
    reads = frozenset({str(use.path[0]) for use in compiler.uses} | ({"today"} if compiler.clock else set()))
    nodes = tuple(all_of(node))
    return Compiled(
        tree=node,
        nodes=nodes,
        size=size_of(nodes),
        may_be_empty=may_be_empty(nodes),
        closure=closure,
        label=label_of(node),
        reads=reads,
        uses=tuple(compiler.uses),
        problems=tuple(compiler.problems),
        constant=constant_value,
    )


class Compiler(Struct):
    """Compiles one expression; collects its uses and its problems."""

    to_text: ToText
    uses: list[Use] = []
    problems: list[Flaw] = []
    clock: bool = False  # what day it is matters to the result

    def compile(self, node: Tree, place: PlaceInText) -> Evaluate:
        """The closure of a node. Where something is wrong, `problems` has grown and the closure is of no use."""
        match node:
            case tree.Literal():
                return constant(node.value)
            case tree.Name() | tree.Field() | tree.Item():
                return self.reach(node, place)
            case tree.Minus():
                return self.minus(node, place)
            case tree.Sum():
                return self.sum(node, place)
            case tree.Join():
                return self.join(node, place)
            case tree.Compare():
                return self.compare(node, place)
            case tree.IsNone():
                operand = self.compile(node.operand, replace(place, needed=False, guarded=True))
                return is_none(operand)
            case tree.Not():
                operand = self.condition(node.operand, place)
                return lambda names: not values.holds(operand(names))
            case tree.Both():
                return self.both(node, place)
            case tree.Choice():
                return self.choice(node, place)
            case tree.Filtered():
                return self.filtered(node, place)

    def problem(self, at: At, message: str, help_line: str) -> None:
        self.problems.append(Flaw(NOT_ALLOWED, at, message, help_line))

    def reach(self, node: tree.Name | tree.Field | tree.Item, place: PlaceInText) -> Evaluate:
        """A name and what is reached from it; the whole path is one use."""
        path = path_of(node)
        if path:
            if any(isinstance(part, int) and part < 0 for part in path):
                self.problem(node.at, "items are counted from 0", "for the last one, write: rows | last")
            self.uses.append(Use(path, places_of(node), place.guarded, place.needed, place.tested, place.present))
            return reach_path(path)
        match node:
            case tree.Field():
                owner, label = self.compile(node.owner, replace(place, needed=True)), label_of(node.owner)
                name = node.name
                return lambda names: values.field(owner(names), name, label)
            case tree.Item():
                if isinstance(node.index, tree.Literal):
                    self.problem(
                        node.at, "[ ] holds a whole number or the name of a column", "write rows[0], or row.name"
                    )
                owner, label = self.compile(node.owner, replace(place, needed=True)), label_of(node.owner)
                index = self.compile(node.index, replace(place, needed=True))
                return lambda names: values.item(owner(names), index(names), label)
            case tree.Name():
                raise AssertionError("a name always is a path")

    def minus(self, node: tree.Minus, place: PlaceInText) -> Evaluate:
        operand, label = self.number(node.operand, "-", place), label_of(node.operand)
        return lambda names: values.negative(operand(names), label)

    def sum(self, node: tree.Sum, place: PlaceInText) -> Evaluate:
        left = self.number(node.left, node.sign, place)
        right = self.number(node.right, node.sign, place, behind=node.left)
        first, second, sign = label_of(node.left), label_of(node.right), node.sign

        def evaluate(names: Names) -> Value:
            one, other = values.number(left(names), first), values.number(right(names), second)
            return values.total(one, other, sign, f"{first} {sign} {second}")

        return evaluate

    def number(self, node: Tree, sign: str, place: PlaceInText, *, behind: Tree | None = None) -> Evaluate:
        """An operand of + or -, `behind` another: refused where its form tells that it is no number."""
        if isinstance(node, tree.Literal) and not values.is_number(node.value):
            self.problem(node.at, f'"{sign}" needs numbers', instead_of_adding(node.value, sign, behind))
        elif isinstance(node, tree.CONDITIONS):
            self.problem(
                node.at, f'"{sign}" needs numbers, and this is a condition', "put round brackets where they belong"
            )
        return self.compile(node, replace(place, needed=True))

    def join(self, node: tree.Join, place: PlaceInText) -> Evaluate:
        for part in node.parts:
            literal = isinstance(part, tree.Literal) and not values.is_textual(part.value)
            if isinstance(part, tree.CONDITIONS) or literal:
                self.problem(part.at, '"~" puts texts together, and this is no text', "write a text in quotation marks")
        parts = [(self.compile(part, replace(place, needed=True)), label_of(part)) for part in node.parts]
        to_text = self.to_text

        def evaluate(names: Names) -> Value:
            text = ""
            for part, label in parts:
                text += to_text(part(names), names, label)
                if len(text) > values.MOST_CHARACTERS:
                    raise Unusable("bad_value", f"a text is longer than {values.MOST_CHARACTERS:,} characters")
            return text

        return evaluate

    def compare(self, node: tree.Compare, place: PlaceInText) -> Evaluate:
        operands = (node.first, *(operand for _, operand in node.rest))
        signs = [comparison for comparison, _ in node.rest]
        closures = []
        for index, operand in enumerate(operands):
            beside = signs[max(0, index - 1) : index + 1]
            needed = any(sign not in ("==", "!=", "in", "not in") for sign in beside)
            needed = needed or (index > 0 and signs[index - 1] in ("in", "not in"))
            closures.append(self.compile(operand, replace(place, needed=needed)))
        for index, sign in enumerate(signs):
            self.refuse_comparison(operands[index], sign, operands[index + 1])
        labels = [label_of(operand) for operand in operands]
        if len(signs) == 1:
            first, second, comparison = closures[0], closures[1], signs[0]
            one, other = labels
            return lambda names: values.compare(first(names), comparison, second(names), one, other)

        def evaluate(names: Names) -> Value:
            left = closures[0](names)
            for index, sign in enumerate(signs):
                right = closures[index + 1](names)
                if not values.compare(left, sign, right, labels[index], labels[index + 1]):
                    return False
                left = right
            return True

        return evaluate

    def refuse_comparison(self, left: Tree, sign: str, right: Tree) -> None:
        """Report what can never be compared so, whatever the data."""
        if sign in ("==", "!="):
            return
        if sign in ("in", "not in"):
            if isinstance(right, tree.Literal) and not isinstance(right.value, str | tuple):
                self.problem(
                    right.at, f'"{sign}" needs a list or a text behind it', 'write a list as ["gold", "silver"]'
                )
            return
        for node in (left, right):
            if isinstance(node, tree.Literal) and not (values.is_number(node.value) or isinstance(node.value, str)):
                self.problem(node.at, f'"{sign}" compares numbers, dates or texts', 'use "==" or "is none"')

    def condition(self, node: Tree, place: PlaceInText) -> Evaluate:
        """A part that is used as a condition: a text or number that is written out is a mistake (`or "silver"`)."""
        if isinstance(node, tree.Literal) and not isinstance(node.value, bool):
            self.problem(
                node.at, "a value alone is no condition", 'compare it with something: tier in ["gold", "silver"]'
            )
        return self.compile(node, replace(place, needed=False, tested=bool(path_of(node))))

    def both(self, node: tree.Both, place: PlaceInText) -> Evaluate:
        if either_value := tree.either_value(node):
            self.problem(node.right.at, "a value alone is no condition", f"write {either_value}")
            return self.condition(node.left, place)
        left = self.condition(node.left, place)
        facts = facts_of(node.left)
        known = facts.if_false if node.either else facts.if_true
        right = self.condition(node.right, replace(place, present=place.present | known))
        holds = values.holds
        if node.either:
            return lambda names: holds(left(names)) or holds(right(names))
        return lambda names: holds(left(names)) and holds(right(names))

    def choice(self, node: tree.Choice, place: PlaceInText) -> Evaluate:
        test, facts = self.condition(node.test, place), facts_of(node.test)
        then = self.compile(node.then, replace(place, present=place.present | facts.if_true))
        otherwise = self.compile(node.otherwise, replace(place, present=place.present | facts.if_false))
        return lambda names: then(names) if values.holds(test(names)) else otherwise(names)

    def filtered(self, node: tree.Filtered, place: PlaceInText) -> Evaluate:
        if node.filter == DEFAULT:
            return self.default(node, place)
        operand = self.compile(node.operand, replace(place, needed=True))
        known = FILTERS.get(node.filter)
        if known is None:
            names = sorted((*FILTERS, DEFAULT))
            meant = also_called(node.filter)
            suggestion = ask_for(meant) if meant else ""
            suggestion = suggestion or did_you_mean(node.filter, names, otherwise=f"there is: {', '.join(names)}")
            self.problems.append(Flaw(UNKNOWN_FILTER, node.at, f'there is no filter "{node.filter}"', suggestion))
            return operand
        literals = [argument for argument in node.arguments if isinstance(argument, tree.Literal)]
        arguments = tuple(literal.value for literal in literals)
        written_out = len(literals) == len(node.arguments)
        message = known.refuse(arguments) if written_out else "its values must be written out"
        if message:
            message = f'the filter "{node.filter}" cannot be used so: {message}'
            self.problems.append(Flaw(FILTER_ARGUMENTS, node.at, message, f"write it as: {known.example}"))
            return operand
        self.clock = self.clock or known.clock
        apply, label, name = known.apply, label_of(node.operand), node.filter

        def evaluate(names: Names) -> Value:
            value = operand(names)
            if value is None:
                raise missing(label)
            try:
                return apply(value, arguments, names)
            except Unusable as error:
                raise Unusable(error.kind, f'the filter "{name}" {error.message}') from None

        return evaluate

    def default(self, node: tree.Filtered, place: PlaceInText) -> Evaluate:
        operand = self.compile(node.operand, replace(place, needed=False, guarded=True))
        if len(node.arguments) != 1:
            message = f'the filter "{DEFAULT}" needs one value, which is taken where there is none'
            self.problems.append(
                Flaw(FILTER_ARGUMENTS, node.at, message, 'write it as: customer.name | default("you")')
            )
            return operand
        instead = self.compile(node.arguments[0], place)

        def evaluate(names: Names) -> Value:
            try:
                value = operand(names)
            except Unusable as error:
                if error.kind != "missing_value":
                    raise
                value = None
            return instead(names) if value is None else value

        return evaluate
