"""Step `query`: read one row or many, as the `.sql` file declares.

Shape: schemas/steps/query.schema.json. Port: data. Outcomes: done, none, failed, limit_reached.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from engine.diagnostics.diagnostic import Span
from engine.flow.builder import Place
from engine.flow.expressions import Expression, Template
from engine.flow.facts import Fact, Facts
from engine.flow.reading import Fields
from engine.flow.shapes import UNKNOWN, list_of, row_of
from engine.flow.words import Word
from engine.ports.values import Row
from engine.steps.step import Arguments, Block, Call, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Step):
    verb: ClassVar[str] = "query"
    extent: Span  # of the whole step
    name: Word
    arguments: Arguments
    all_arguments: bool  # False where a key of `with` was left out as nobody's
    kept_as: Word | None
    if_none: Block | None
    if_fails: Block | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(
            span=fields.span,
            extent=fields.mapping.span,
            name=fields.required_word("query"),
            arguments=fields.values("with"),
            all_arguments=fields.sound("with"),
            kept_as=fields.word("as"),
            if_none=fields.optional_block("if_none"),
            if_fails=fields.optional_block("if_fails"),
        )

    @property
    def label(self) -> str:
        return f"query {self.name.text}"

    def texts(self) -> Iterable[Template | Expression]:
        return (value for _, value in self.arguments)

    def blocks(self) -> Iterable[Block]:
        return (self.if_none or (), self.if_fails or ())

    def keeps(self) -> Iterable[Word]:
        return (self.kept_as,) if self.kept_as else ()

    def after(self, outcome: str, facts: Facts) -> Facts:
        if not self.kept_as:
            return facts
        named = facts.queries.get(self.name.text)
        row = row_of(named.columns) if named else UNKNOWN
        many = named is not None and named.query.kind == "many"
        kept = facts.keep(self.kept_as.text, Fact(list_of(row) if many else row))
        found = outcome == "done" or (outcome == "none" and many)
        return kept if found else kept.lose(self.kept_as.text, query=self.span.line)

    def compile(self, place: Place) -> None:
        outcomes = {"done": place.following, "none": place.optional("if_none", self.if_none)}
        if self.if_fails is not None:
            outcomes["failed"] = place.block("if_fails", self.if_fails)
        place.state_with(self, outcomes)

    async def run(self, call: Call) -> str:
        self._keep(call, None)  # missing, should the query fail
        found = await call.read(self.name.text, self.arguments)
        self._keep(call, found)
        return "done" if found else "none"

    def _keep(self, call: Call, found: Row | tuple[Row, ...] | None) -> None:
        if self.kept_as:
            call.names.keep(self.kept_as.text, found)
