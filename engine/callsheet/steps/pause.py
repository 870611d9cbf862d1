"""Step `pause`: silence on the line.

Shape: schemas/steps/pause.schema.json. Port: telephony. Outcomes: done, failed, hung_up.
"""

from typing import ClassVar, Self

from callsheet.analysis.facts import LineState
from callsheet.ports.requests import Request
from callsheet.script.call import StepContext
from callsheet.script.reading import Fields, Verb

# An hour: longer, and the line is open for nothing.
LONGEST_PAUSE = "60m"


class Pause(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "pause"
    line_before: ClassVar[tuple[LineState, ...]] = ("up",)
    passes_keys: ClassVar[bool] = True
    seconds: float

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(span=fields.span, seconds=fields.seconds("pause", longest=LONGEST_PAUSE) or 0.0)

    def run(self, call: StepContext) -> str | Request:
        return call.pause(self.seconds)
