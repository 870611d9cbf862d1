"""Step `switch`: the case that a value equals, read with the value's type.

Shape: schemas/steps/switch.schema.json. Outcomes: case <as written>, else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import ClassVar, Self

from engine.flow.builder import Place
from engine.flow.expressions import Expression, Template
from engine.flow.expressions.facts import present
from engine.flow.facts import Facts
from engine.flow.reading import Fields
from engine.flow.words import Word
from engine.ports.values import Value
from engine.steps.step import Block, Call, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch(Step):
    verb: ClassVar[str] = "switch"
    structural: ClassVar[bool] = True
    subject: Expression
    cases: tuple[tuple[Word, Block], ...]
    otherwise: Block | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(
            span=fields.span,
            subject=fields.expression("switch"),
            cases=fields.blocks("cases"),
            otherwise=fields.optional_block("else"),
        )

    def texts(self) -> Iterable[Template | Expression]:
        return (self.subject,)

    def blocks(self) -> Iterable[Block]:
        return (*(block for _, block in self.cases), self.otherwise or ())

    def after(self, outcome: str, facts: Facts) -> Facts:
        return facts.assume(present(self.subject.tree)) if outcome.startswith("case ") else facts

    def compile(self, place: Place) -> None:
        outcomes = {f"case {case.text}": place.block(case.text or "empty", block) for case, block in self.cases}
        place.state_with(self, {**outcomes, "else": place.optional("else", self.otherwise)})

    async def run(self, call: Call) -> str:
        value = self.subject.evaluate(call.names)
        return next((f"case {case.text}" for case, _ in self.cases if _equals(value, case.text)), "else")


def _equals(value: Value, case: str) -> bool:
    """Whether a case, which is always text, says `value`."""
    match value:
        case bool():
            return case == ("true" if value else "false")
        case int() | float():
            try:
                return float(case) == value
            except ValueError:
                return False
        case datetime() | date() | time():
            return value.isoformat() == case
        case str():
            return value == case
    return False
