"""Step `record`: speak a prompt, give a tone, and keep what is said then as a sound file.

Shape: schemas/steps/record.schema.json. Ports: telephony, recordings. Outcomes: done, none (nobody spoke), failed (it
could not be kept), hung_up (and what was said until then is kept).
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from callsheet.analysis.facts import RECORDING, Fact, Facts, LineState, Lost
from callsheet.analysis.shapes import Shape
from callsheet.expressions import Expression, Template
from callsheet.ports.line import Listening
from callsheet.ports.requests import Recorded, Reply, Request
from callsheet.ports.values import Row
from callsheet.queries.records import Library
from callsheet.script.call import StepContext
from callsheet.script.limits import LONGEST_RECORDING, LONGEST_SPEECH_PAUSE, LONGEST_TIMEOUT
from callsheet.script.parts import WayToTry
from callsheet.script.reading import Fields, Verb, either
from callsheet.script.step import FAILS, Block, Place
from callsheet.script.words import Word

# Seconds. A message is longer than an answer, and whoever leaves one thinks between two sentences.
RECORDING_SECONDS, PAUSE_SECONDS = 120.0, 3.0


class Record(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "record"
    line_before: ClassVar[tuple[LineState, ...]] = ("up",)
    text: Template
    kept_as: Word
    listening: Listening
    beep: bool
    if_none: Block | None
    if_fails: Block | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        defaults = fields.reading.defaults
        return cls(
            span=fields.span,
            text=fields.spoken("record"),
            kept_as=fields.required_word("as"),
            listening=Listening(
                (),
                either(fields.seconds("timeout", longest=LONGEST_TIMEOUT), defaults.timeout_seconds),
                either(fields.seconds("speech_pause", longest=LONGEST_SPEECH_PAUSE), PAUSE_SECONDS),
                either(fields.seconds("at_most", longest=LONGEST_RECORDING), RECORDING_SECONDS),
            ),
            beep=either(fields.flag("beep"), default=True),
            if_none=fields.optional_block("if_none"),
            if_fails=fields.optional_block("if_fails"),
        )

    def texts(self) -> Iterable[Template | Expression]:
        return (self.text,)

    def prompt(self) -> Template:
        return self.text

    @property
    def is_heard_whole(self) -> bool:
        return True

    @property
    def records(self) -> bool:
        return True

    def blocks(self) -> Iterable[Block]:
        return (self.if_none or (), self.if_fails or ())

    def keeps(self) -> Iterable[Word]:
        return (self.kept_as,)

    def kept_shape(self, library: Library) -> Shape:
        return RECORDING

    def after(self, outcome: str, facts: Facts) -> Facts:
        if outcome == "done":
            return facts.keep(self.kept_as.text, Fact(RECORDING))
        happened, option = ("hear nothing", "if_none") if outcome == "none" else ("fail", "if_fails")
        return facts.lose(self.kept_as.text, Lost(self.verb, self.span.line, happened, option))

    def ways_to_try(self) -> Iterable[WayToTry]:
        return self.options_to_try("somebody speaks, and stays", if_none=("none", "nobody speaks"), if_fails=FAILS)

    def compile(self, place: Place) -> None:
        none = place.block("if_none", self.if_none)
        place.state(self, {"done": place.following, "none": none, **place.if_fails(self.if_fails)})

    def run(self, call: StepContext) -> str | Request:
        call.names.kept[self.kept_as.text] = None  # missing, should nobody speak
        return call.record(self.text, self.listening, beep=self.beep)

    def replied(self, call: StepContext, reply: Reply) -> str:
        if not (isinstance(reply, Recorded) and reply.file):
            return "none"
        kept = Row({"file": reply.file, "seconds": round(reply.seconds), "at": reply.at})
        call.names.kept[self.kept_as.text] = kept
        return "done"
