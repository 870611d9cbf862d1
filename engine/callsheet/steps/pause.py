"""Step `pause`: silence on the line.

Shape: schemas/steps/pause.schema.json. Port: telephony. Outcomes: done, failed, hung_up.
"""

from dataclasses import dataclass
from typing import ClassVar, Self

from callsheet.flow.builder import Place
from callsheet.script.reading import Fields
from callsheet.steps.step import Call, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Step):
    verb: ClassVar[str] = "pause"
    passes_keys: ClassVar[bool] = True
    seconds: float

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(span=fields.span, seconds=fields.seconds("pause") or 0.0)

    def compile(self, place: Place) -> None:
        place.state(self, done=place.following, needs_line=True)

    async def run(self, call: Call) -> str:
        await call.pause(self.seconds)
        return "done"
