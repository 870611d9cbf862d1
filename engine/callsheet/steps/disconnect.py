"""Step `disconnect`: end the call for everyone.

Shape: schemas/steps/disconnect.schema.json. Port: telephony. Outcomes: done, failed.
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from callsheet.analysis.facts import LineState
from callsheet.expressions import Expression, Template
from callsheet.ports.requests import Request
from callsheet.script.call import StepContext
from callsheet.script.reading import Fields, Verb
from callsheet.script.step import Place


class Disconnect(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "disconnect"
    line_after: ClassVar[LineState] = "down"
    reason: Template | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(span=fields.span, reason=fields.optional_spoken("disconnect"))

    def texts(self) -> Iterable[Template | Expression]:
        return (self.reason,) if self.reason else ()

    def compile(self, place: Place) -> None:
        place.state(self, {"done": place.disconnected})

    def run(self, call: StepContext) -> str | Request:
        if self.reason:
            call.note(self.reason)
        return call.hang_up()
