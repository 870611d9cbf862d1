"""Step `disconnect`: end the call for everyone.

Shape: schemas/steps/disconnect.schema.json. Port: telephony. Outcomes: done, failed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from callsheet.analysis.facts import LineState
from callsheet.expressions import Expression, Template
from callsheet.flow.builder import Place
from callsheet.script.reading import Fields
from callsheet.steps.step import Call, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnect(Step):
    verb: ClassVar[str] = "disconnect"
    line_after: ClassVar[LineState] = "down"
    reason: Template | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(span=fields.span, reason=fields.spoken("disconnect") if fields.has("disconnect") else None)

    def texts(self) -> Iterable[Template | Expression]:
        return (self.reason,) if self.reason else ()

    def compile(self, place: Place) -> None:
        place.state(self, done=place.routes.disconnected)

    async def run(self, call: Call) -> str:
        if self.reason:
            call.note(self.reason.text(call.names))
        await call.hang_up()
        return "done"
