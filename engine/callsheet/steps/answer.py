"""Step `answer`: pick up the call.

Shape: schemas/steps/answer.schema.json. Port: telephony. Outcomes: done, failed, hung_up.
"""

from typing import ClassVar, Self

from callsheet.analysis.facts import LineState
from callsheet.ports.requests import Request
from callsheet.script.call import StepContext
from callsheet.script.reading import Fields, Verb


class Answer(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "answer"
    line_before: ClassVar[tuple[LineState, ...]] = ("ringing", "up")
    line_after: ClassVar[LineState] = "up"

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(span=fields.span)

    def run(self, call: StepContext) -> str | Request:
        return call.pick_up() or "done"
