"""Step `answer`: pick up the call.

Shape: schemas/steps/answer.schema.json. Port: telephony. Outcomes: done, failed, hung_up.
"""

from dataclasses import dataclass
from typing import ClassVar, Self

from engine.flow.builder import Place
from engine.flow.facts import Facts
from engine.flow.reading import Fields
from engine.steps.step import Call, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Step):
    verb: ClassVar[str] = "answer"

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(span=fields.span)

    def after(self, outcome: str, facts: Facts) -> Facts:
        return facts.on_line("up") if outcome == "done" else facts

    def compile(self, place: Place) -> None:
        place.state(self, done=place.following, needs_line=True)

    async def run(self, call: Call) -> str:
        await call.answer()
        return "done"
