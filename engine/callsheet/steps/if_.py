"""Step `if`: two ways.

Shape: schemas/steps/if.schema.json. Outcomes: then, else.
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from callsheet.analysis.facts import Facts, with_first_items
from callsheet.expressions import Expression, Template
from callsheet.script.call import StepContext
from callsheet.script.parts import WayToTry
from callsheet.script.reading import Fields, Verb
from callsheet.script.step import Block, Place


class If(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "if"
    conditions: ClassVar[bool] = True
    passes_keys: ClassVar[bool] = True
    condition: Expression
    then: Block
    otherwise: Block | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(
            span=fields.span,
            condition=fields.expression("if"),
            then=fields.block("then"),
            otherwise=fields.optional_block("else"),
        )

    def texts(self) -> Iterable[Template | Expression]:
        return (self.condition,)

    def blocks(self) -> Iterable[Block]:
        return (self.then, self.otherwise or ())

    def after(self, outcome: str, facts: Facts) -> Facts:
        if outcome == "then":
            return facts.assume(with_first_items(self.condition.present_if_true, facts))
        return facts.assume(self.condition.present_if_false) if outcome == "else" else facts

    def ways_to_try(self) -> Iterable[WayToTry]:
        yield WayToTry("then", self.at("then"), "it holds")
        yield WayToTry("else", self.at("else"), "it does not hold")

    def compile(self, place: Place) -> None:
        place.state(self, {"then": place.block("then", self.then), "else": place.block("else", self.otherwise)})

    def run(self, call: StepContext) -> str:
        return "then" if self.condition.holds(call.names) else "else"
