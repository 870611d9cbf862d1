"""Step `record_call`: keep the call as a sound file from here on, or no longer.

Shape: schemas/steps/record_call.schema.json. Ports: telephony, recordings. Outcomes: done, failed.
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from callsheet.analysis.facts import LineState
from callsheet.ports.requests import Request
from callsheet.script.call import StepContext
from callsheet.script.parts import WayToTry
from callsheet.script.reading import Fields, Verb
from callsheet.script.step import FAILS, Block, Place

STOP = "stop"


class RecordCall(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "record_call"
    line_before: ClassVar[tuple[LineState, ...]] = ("up", "bridged")
    passes_keys: ClassVar[bool] = True
    stops: bool
    if_fails: Block | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        word = fields.word("record_call")
        return cls(
            span=fields.span,
            stops=word is not None and word.text == STOP,
            if_fails=fields.optional_block("if_fails"),
        )

    @property
    def records(self) -> bool:
        return not self.stops

    def blocks(self) -> Iterable[Block]:
        return (self.if_fails or (),)

    def ways_to_try(self) -> Iterable[WayToTry]:
        return self.options_to_try("it is done", if_fails=FAILS)

    def compile(self, place: Place) -> None:
        place.state(self, {"done": place.following, **place.if_fails(self.if_fails)})

    def run(self, call: StepContext) -> str | Request:
        return call.record_call(stops=self.stops) or "done"
