"""Step `say`: speak a text and wait until the caller has heard it, or interrupts it.

Shape: schemas/steps/say.schema.json. Port: telephony. Outcomes: done, failed, hung_up.
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from callsheet.analysis.facts import LineState
from callsheet.expressions import Expression, Template
from callsheet.ports.requests import Request
from callsheet.script.call import StepContext
from callsheet.script.reading import Fields, Verb, either


class Say(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "say"
    line_before: ClassVar[LineState] = "up"
    passes_keys: ClassVar[bool] = True
    text: Template
    interruptible: bool

    @classmethod
    def read(cls, fields: Fields) -> Self:
        interruptible = either(fields.flag("interruptible"), fields.reading.defaults.interruptible)
        return cls(span=fields.span, text=fields.spoken("say"), interruptible=interruptible)

    def texts(self) -> Iterable[Template | Expression]:
        return (self.text,)

    def prompt(self) -> Template:
        return self.text

    def run(self, call: StepContext) -> str | Request:
        return call.say(self.text, interruptible=self.interruptible) or "done"
