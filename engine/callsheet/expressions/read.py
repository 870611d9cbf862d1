"""From the scalars of a document to compiled texts and expressions, and to what is wrong with them."""

import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec.structs import replace

from callsheet.diagnostics.catalogue import (
    BRACES_IN_EXPRESSION,
    COMMENT_AFTER_TEXT,
    FORBIDDEN_CHARACTER,
    NOT_ALLOWED,
    TEXT_TOO_LONG,
)
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.expressions.braces import Braced, single_braces, split
from callsheet.expressions.compile import Compiled, NoNames, compile_tree
from callsheet.expressions.facts import facts_of
from callsheet.expressions.part import Inserted, NameUse
from callsheet.expressions.paths import read_tree
from callsheet.expressions.places import Places
from callsheet.expressions.problem import Flaw, Unparsed
from callsheet.expressions.spoken import spoken_text
from callsheet.expressions.template import Constant, Expression, Template, one_line
from callsheet.expressions.tree import Literal
from callsheet.expressions.values import MOST_CHARACTERS, ToText, Unusable, plain_text
from callsheet.source.document import LINE_BREAK, Document, Scalar
from callsheet.source.lookalikes import described, invisible

ANY_BRACES = r"\s*(?:\{\{|\}\})\s*"
# Expressions that are kept: a script says `customer.name` many times, and so do the scripts that are checked with it.
MOST_KEPT = 4096
MOST_SHOWN = 120  # characters of the author's own text in a help line: a line and a half of a terminal


class ExpressionReading:
    """One scalar being read: its places, and the diagnostics found so far."""

    def __init__(self, document: Document, node: Scalar) -> None:
        self.document, self.node = document, node
        self.known_places: Places | None = None
        self.diagnostics: list[Diagnostic] = []
        self.uses: list[NameUse] = []
        self.varies = False  # whether anything in it is known only during a call

    @property
    def places(self) -> Places:
        if self.known_places is None:
            self.known_places = Places(self.document, self.node)
        return self.known_places

    @property
    def quote(self) -> str:
        """The quotation mark that texts in it can be written with."""
        return "'" if self.node.quoted and self.document.text.startswith('"', self.node.start) else '"'

    def report(self, problems: Iterable[Flaw], offset: int = 0) -> None:
        """Add problems whose places count from `offset` of the scalar's value."""
        for problem in problems:
            span = self.places.span((problem.at[0] + offset, problem.at[1]))
            self.diagnostics.append(Diagnostic(problem.code, self.document.path, span, problem.message, problem.help))

    def compile(self, source: str, offset: int, to_text: ToText, *, needed: bool) -> Compiled | None:
        """Read an expression that stands at `offset`; None, and a report, where something is wrong with it."""
        try:
            compiled = compile_text(source, to_text, needed=needed)
        except Unparsed as refused:
            self.report([refused.problem], offset)
            return None
        self.report(compiled.problems, offset)
        for use in compiled.uses:
            span_of = self.places.span
            parts = tuple([span_of((at + offset, length)) for at, length in use.parts])
            first, last = parts[0], parts[-1]
            span = first if len(parts) == 1 else Span(first.line, first.column, last.end_line, last.end_column)
            at = use.parts[0][0]
            self.uses.append(NameUse(use.path, span, parts, use.guarded, use.needed, use.tested, use.present, at))
        self.varies = self.varies or compiled.constant is None
        return None if compiled.problems else compiled

    def part(self, braced: Braced, spoken: bool, *, alone: bool) -> Inserted | None:
        """A `{{ … }}`; `alone` where the text is nothing but this one."""
        to_text, in_text, before = to_text_of(spoken), spoken or not alone, len(self.uses)
        compiled = self.compile(braced.source, braced.offset, to_text, needed=in_text)
        if compiled is None:
            return None
        if in_text and compiled.constant is not None:
            try:
                to_text(compiled.constant[0], NoNames(), compiled.label)
            except Unusable as error:
                self.report(
                    [Flaw(NOT_ALLOWED, compiled.tree.at, error.message, "write a text or a number")], braced.offset
                )
        return Inserted(
            tree=compiled.tree,
            nodes=compiled.nodes,
            size=compiled.size,
            label=compiled.label,
            reads=compiled.reads,
            may_be_empty=compiled.may_be_empty,
            uses=tuple(self.uses[before:]),
            quote=self.quote,
            closure=compiled.closure,
        )

    def constant(self, template: Template) -> Template | None:
        """The template with its value, which no name can change."""
        try:
            return replace(template, constant=Constant(template.evaluate(NoNames())))
        except Unusable as error:  # upper-case letters can be more than the small ones
            span = self.node.span
            self.diagnostics.append(Diagnostic(TEXT_TOO_LONG, self.document.path, span, error.message, "shorten it"))
            return None


@lru_cache(MOST_KEPT)
def compile_text(source: str, to_text: ToText, *, needed: bool) -> Compiled:
    """Read and compile an expression, as `compile_tree` does.

    Raises:
        Unparsed: it cannot be read, or says something that scripts cannot say. Never anything else.
    """
    return compile_tree(read_tree(source), to_text, needed=needed)


def to_text_of(spoken: bool) -> ToText:
    return spoken_text if spoken else plain_text


def comment_after_text(document: Document, node: Scalar) -> Diagnostic:
    """A comment behind a spoken text without quotes: most often its author wanted the # to be spoken."""
    line_end = LINE_BREAK.search(document.text, node.end)
    whole = one_line(document.text[node.start : line_end.start() if line_end else None])
    quote = "'" if '"' in whole and "'" not in whole else '"'
    text = shortened(whole if quote == "'" else whole.replace("\\", "\\\\").replace('"', '\\"'))
    return Diagnostic(
        COMMENT_AFTER_TEXT,
        document.path,
        node.span,
        "everything after # is a comment, and is not spoken",
        f"write the text in quotes: {quote}{text}{quote}; a comment goes on a line of its own",
    )


def shortened(text: str) -> str:
    """The text as a help line can show it."""
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN].rstrip() + "…"


def read_expression(document: Document, node: Scalar) -> tuple[Expression | None, list[Diagnostic]]:
    """A bare expression, as `if`, `in` and `switch` hold it; a number or `true` is a constant.

    Gives None where it cannot be used; the diagnostics then say why. Never raises.
    """
    reading = ExpressionReading(document, node)
    source = str(node.value)
    if not isinstance(node.value, str):
        compiled = compile_tree(Literal(node.value, (0, 0)), plain_text, needed=False)
        return expression(reading, source, compiled), []
    places = [place for place in (source.find("{{"), source.find("}}")) if place >= 0]
    if places:
        help_line = f"write {shortened(re.sub(ANY_BRACES, ' ', source).strip())}"
        message = "an expression stands without braces here"
        reading.report([Flaw(BRACES_IN_EXPRESSION, (min(places), 2), message, help_line)])
        return None, reading.diagnostics
    read = reading.compile(source, 0, plain_text, needed=False)
    return (expression(reading, source, read) if read else None), reading.diagnostics


def expression(reading: ExpressionReading, source: str, compiled: Compiled) -> Expression:
    facts = facts_of(compiled.tree)
    return Expression(
        source=source,
        span=reading.node.span,
        tree=compiled.tree,
        nodes=compiled.nodes,
        size=compiled.size,
        uses=tuple(reading.uses),
        quote=reading.quote,
        constant=None if compiled.constant is None else Constant(compiled.constant[0]),
        present_if_true=facts.if_true,
        present_if_false=facts.if_false,
        closure=compiled.closure,
    )


def read_template(document: Document, node: Scalar, *, spoken: bool) -> tuple[Template | None, list[Diagnostic]]:
    """A text, `spoken` (`say`, `ask`) or a value (`with`, `set`, `values`).

    Gives None where it cannot be used; the diagnostics then say why. Never raises.
    """
    reading = ExpressionReading(document, node)
    text = one_line(str(node.value)) if spoken else str(node.value)
    if not isinstance(node.value, str):
        constant = Constant(plain_text(node.value, NoNames(), "") if spoken else node.value)
        return Template(text, node.span, spoken, (text,), (), (), constant, plain_text), []
    if len(text) > MOST_CHARACTERS:
        message = f"a text has at most {MOST_CHARACTERS:,} characters, and this one has {len(text):,}"
        return None, [Diagnostic(TEXT_TOO_LONG, document.path, node.span, message, "split it into several steps")]
    raw, problems = split(node.value)
    if not spoken and (at := invisible(node.value)) is not None and "{{" not in node.value:
        message = f"{described(node.value[at])} stands here, which nobody sees"
        problems.append(Flaw(FORBIDDEN_CHARACTER, (at, 1), message, "delete it, and type the text anew"))
    if spoken:
        problems += single_braces(node.value)
    reading.report(problems)
    parts = [part if isinstance(part, str) else reading.part(part, spoken, alone=len(raw) == 1) for part in raw]
    template = None
    if not reading.diagnostics:
        usable = tuple([part for part in parts if part is not None])
        computed = tuple([part for part in usable if isinstance(part, Inserted)])
        known = None if computed else Constant(text)
        template = Template(text, node.span, spoken, usable, computed, tuple(reading.uses), known, to_text_of(spoken))
        if computed and not reading.varies:
            template = reading.constant(template)
    if spoken and node.commented and not node.quoted:  # the text itself may be used: it is reported, and checked on
        reading.diagnostics.append(comment_after_text(document, node))
    return template, reading.diagnostics
