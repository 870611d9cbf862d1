"""Step `say`: speak a text and wait until the caller has heard it, or interrupts it.

Shape: schemas/steps/say.schema.json. Port: telephony. Outcomes: done, failed, hung_up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from engine.flow.builder import Place
from engine.flow.expressions import Expression, Template
from engine.flow.reading import Fields
from engine.steps.step import Call, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(Step):
    verb: ClassVar[str] = "say"
    text: Template
    interruptible: bool | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(span=fields.span, text=fields.spoken("say"), interruptible=fields.flag("interruptible"))

    def texts(self) -> Iterable[Template | Expression]:
        return (self.text,)

    def compile(self, place: Place) -> None:
        place.state(self, done=place.following, needs_line=True)

    async def run(self, call: Call) -> str:
        await call.say(self.text, interruptible=self.interruptible is not False)
        return "done"
