"""Step `say`: speak a text, or play it from a file, and wait until the caller has heard it, or interrupts it.

Shape: schemas/steps/say.schema.json. Port: telephony. Outcomes: done, failed, hung_up.
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from callsheet.analysis.facts import LineState
from callsheet.expressions import Expression, Template
from callsheet.ports.requests import Request
from callsheet.script.call import StepContext
from callsheet.script.reading import Fields, Verb, either
from callsheet.script.words import Word


class Say(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "say"
    line_before: ClassVar[tuple[LineState, ...]] = ("up",)
    passes_keys: ClassVar[bool] = True
    text: Template
    interruptible: bool
    audio: Word | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        interruptible = either(fields.flag("interruptible"), fields.reading.defaults.interruptible)
        return cls(span=fields.span, text=fields.spoken("say"), interruptible=interruptible, audio=fields.word("audio"))

    def texts(self) -> Iterable[Template | Expression]:
        return (self.text,)

    def prompt(self) -> Template:
        return self.text

    def sound(self) -> Word | None:
        return self.audio

    @property
    def is_heard_whole(self) -> bool:
        return not self.interruptible

    def run(self, call: StepContext) -> str | Request:
        return call.say(self.text, interruptible=self.interruptible, sound=self.audio) or "done"
