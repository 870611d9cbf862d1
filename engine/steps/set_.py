"""Step `set`: keep values under names, for the rest of the call.

Shape: schemas/steps/set.schema.json. Outcomes: done, failed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from engine.flow.builder import Place
from engine.flow.expressions import Expression, Template
from engine.flow.reading import Fields
from engine.flow.words import Word
from engine.steps.step import Arguments, Call, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Set(Step):
    verb: ClassVar[str] = "set"
    values: Arguments

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(span=fields.span, values=fields.values("set"))

    def texts(self) -> Iterable[Template | Expression]:
        return (value for _, value in self.values)

    def keeps(self) -> Iterable[Word]:
        return (name for name, _ in self.values)

    def compile(self, place: Place) -> None:
        place.state(self, done=place.following)

    async def run(self, call: Call) -> str:
        for name, value in self.values:  # in order: a later one may use an earlier one
            call.names.keep(name.text, value.evaluate(call.names))
        return "done"
