"""Step `answer`: pick up the call.

Shape: schemas/steps/answer.schema.json. Port: telephony. Outcomes: done, failed, hung_up.
"""

from dataclasses import dataclass
from typing import ClassVar, Self

from callsheet.analysis.facts import Facts
from callsheet.flow.builder import Place
from callsheet.script.reading import Fields
from callsheet.steps.step import Call, Step


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
