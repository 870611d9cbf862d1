"""Step `leave`: leave the call to the two who talk. The script ends as after `disconnect`.

Shape: schemas/steps/leave.schema.json. Port: telephony. Outcomes: done, failed.
"""

from typing import ClassVar, Self

from callsheet.analysis.facts import LineState
from callsheet.ports.requests import Request
from callsheet.script.call import StepContext
from callsheet.script.reading import Fields, Verb
from callsheet.script.step import Place


class Leave(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "leave"
    line_before: ClassVar[tuple[LineState, ...]] = ("bridged",)
    line_after: ClassVar[LineState] = "down"

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(span=fields.span)

    def compile(self, place: Place) -> None:
        place.state(self, {"done": place.disconnected})

    def run(self, call: StepContext) -> str | Request:
        return call.leave()
