"""Step `write`: change the database, exactly once.

Shape: schemas/steps/write.schema.json. Port: data. Outcomes: done, unchanged, failed (it certainly
did not happen), fault (nobody knows).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from engine.diagnostics.diagnostic import Span
from engine.flow.builder import Place
from engine.flow.expressions import Expression, Template
from engine.flow.facts import Fact, Facts
from engine.flow.reading import Fields
from engine.flow.shapes import NUMBER
from engine.flow.words import Word
from engine.steps.step import Arguments, Block, Call, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Write(Step):
    verb: ClassVar[str] = "write"
    extent: Span  # of the whole step
    name: Word
    arguments: Arguments
    all_arguments: bool  # False where a key of `with` was left out as nobody's
    kept_as: Word | None
    if_unchanged: Block | None
    if_fails: Block | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(
            span=fields.span,
            extent=fields.mapping.span,
            name=fields.required_word("write"),
            arguments=fields.values("with"),
            all_arguments=fields.sound("with"),
            kept_as=fields.word("as"),
            if_unchanged=fields.optional_block("if_unchanged"),
            if_fails=fields.optional_block("if_fails"),
        )

    @property
    def label(self) -> str:
        return f"write {self.name.text}"

    def texts(self) -> Iterable[Template | Expression]:
        return (value for _, value in self.arguments)

    def blocks(self) -> Iterable[Block]:
        return (self.if_unchanged or (), self.if_fails or ())

    def keeps(self) -> Iterable[Word]:
        return (self.kept_as,) if self.kept_as else ()

    def after(self, outcome: str, facts: Facts) -> Facts:
        if not self.kept_as:
            return facts
        kept = facts.keep(self.kept_as.text, Fact(NUMBER))
        return kept if outcome in ("done", "unchanged") else kept.lose(self.kept_as.text, query=self.span.line)

    def compile(self, place: Place) -> None:
        outcomes = {"done": place.following, "unchanged": place.optional("if_unchanged", self.if_unchanged)}
        if self.if_fails is not None:
            outcomes["failed"] = place.block("if_fails", self.if_fails)
        place.state_with(self, outcomes)

    async def run(self, call: Call) -> str:
        self._keep(call, None)  # missing, should the write fail
        rows = await call.write(self.name.text, self.arguments)
        self._keep(call, rows)
        return "done" if rows else "unchanged"

    def _keep(self, call: Call, rows: int | None) -> None:
        if self.kept_as:
            call.names.keep(self.kept_as.text, rows)
