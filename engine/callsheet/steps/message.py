"""Step `message`: send a written message to a telephone, once.

Shape: schemas/steps/message.schema.json. Port: messages. Outcomes: done, failed (it was certainly not sent), fault
(nobody knows).
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from callsheet.expressions import Expression, Template
from callsheet.ports.messages import By
from callsheet.ports.requests import Request
from callsheet.script.call import StepContext
from callsheet.script.parts import WayToTry, WrittenMessage
from callsheet.script.reading import Fields, Verb
from callsheet.script.step import FAILS, Block, Place


class Message(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "message"
    sends: ClassVar[bool] = True
    text: Template
    to: Template | None
    by: By
    if_fails: Block | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        by = fields.word("by")
        return cls(
            span=fields.span,
            text=fields.spoken("message"),
            to=fields.value("to") if fields.has("to") else None,
            by="whatsapp" if by and by.text == "whatsapp" else "sms",
            if_fails=fields.optional_block("if_fails"),
        )

    def texts(self) -> Iterable[Template | Expression]:
        return (self.text, self.to) if self.to else (self.text,)

    def message(self) -> WrittenMessage:
        return WrittenMessage(self.text, self.to, self.by, deals_with_failure=self.if_fails is not None)

    def blocks(self) -> Iterable[Block]:
        return (self.if_fails or (),)

    def ways_to_try(self) -> Iterable[WayToTry]:
        return self.options_to_try("it is sent", if_fails=FAILS)

    def compile(self, place: Place) -> None:
        outcomes = {"done": place.following}
        if self.if_fails is not None:
            outcomes["failed"] = place.block("if_fails", self.if_fails)
        place.state(self, outcomes)

    def run(self, call: StepContext) -> str | Request:
        return call.message(self.text, self.to, self.by)
