"""What `query`, `write` and `request` have in common: what a file has under a name, its values, and `if_fails`."""

from collections.abc import Iterable
from typing import ClassVar, Self

from callsheet.analysis.facts import Fact, Facts, Lost
from callsheet.expressions import Expression, Template
from callsheet.ports.values import Value
from callsheet.script.call import StepContext
from callsheet.script.parts import Statement, StatementKind, StatementVerb, WayToTry
from callsheet.script.reading import Fields, Verb
from callsheet.script.step import FAILS, Block, Place
from callsheet.script.words import Word


class DataStep(Verb, frozen=True, kw_only=True):
    """A step that runs a named statement, or sends a named request. `otherwise` runs where it found, or changed,
    nothing; `while_waiting` is spoken where it takes long."""

    verb: ClassVar[StatementVerb]
    kind: ClassVar[StatementKind]
    statement: Statement
    kept_as: Word | None
    while_waiting: Template | None
    otherwise: Block | None
    if_fails: Block | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(
            span=fields.span,
            statement=Statement(
                name=fields.required_word(cls.verb),
                arguments=fields.values("with"),
                all_arguments=fields.sound("with"),
                extent=fields.mapping.span,
                verb=cls.verb,
                kind=cls.kind,
            ),
            kept_as=fields.word("as"),
            while_waiting=fields.optional_spoken("while_waiting"),
            otherwise=fields.optional_block(cls.kind.option),
            if_fails=fields.optional_block("if_fails"),
        )

    @property
    def label(self) -> str:
        return f"{self.verb} {self.statement.name.text}"

    def texts(self) -> Iterable[Template | Expression]:
        values = (value for _, value in self.statement.arguments)
        return (*values, self.while_waiting) if self.while_waiting else values

    def meanwhile(self) -> Template | None:
        return self.while_waiting

    def executes(self) -> Statement:
        return self.statement

    def blocks(self) -> Iterable[Block]:
        return (self.otherwise or (), self.if_fails or ())

    def keeps(self) -> Iterable[Word]:
        return (self.kept_as,) if self.kept_as else ()

    def ways_to_try(self) -> Iterable[WayToTry]:
        kind = self.kind
        other = {kind.option: (kind.other, f"it {kind.finds_not}")}
        return self.options_to_try(f"it {kind.finds}", **other, if_fails=FAILS)

    def compile(self, place: Place) -> None:
        otherwise = place.block(self.kind.option, self.otherwise)
        place.state(self, {"done": place.following, self.kind.other: otherwise, **place.if_fails(self.if_fails)})

    def after_keeping(self, fact: Fact, facts: Facts, *, lost: str) -> Facts:
        """What is certain once `fact` was kept; with the option that deals with it where it was `lost`."""
        if not self.kept_as:
            return facts
        facts = facts.keep(self.kept_as.text, fact)
        if not lost:
            return facts
        happened = "find nothing" if lost == "if_none" else "fail"
        return facts.lose(self.kept_as.text, Lost(self.verb, self.span.line, happened, lost))

    def keep(self, call: StepContext, value: Value) -> None:
        """Keep a value under the name of `as`; None makes it missing."""
        if self.kept_as:
            call.names.kept[self.kept_as.text] = value
