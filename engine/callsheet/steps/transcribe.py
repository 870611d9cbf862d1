"""Step `transcribe`: put what is said in a recording into words.

Shape: schemas/steps/transcribe.schema.json. Port: recordings. Outcomes: done, failed.
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from callsheet.analysis.facts import Fact, Facts, Lost
from callsheet.analysis.shapes import TEXT, Shape
from callsheet.expressions import Expression, Template
from callsheet.ports.requests import InWords, Reply, Request
from callsheet.queries.records import Library
from callsheet.script.call import StepContext
from callsheet.script.parts import WayToTry
from callsheet.script.reading import Fields, Verb
from callsheet.script.step import FAILS, Block, Place
from callsheet.script.words import Word


class Transcribe(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "transcribe"
    passes_keys: ClassVar[bool] = True
    recording: Expression
    kept_as: Word
    if_fails: Block | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(
            span=fields.span,
            recording=fields.expression("transcribe"),
            kept_as=fields.required_word("as"),
            if_fails=fields.optional_block("if_fails"),
        )

    def texts(self) -> Iterable[Template | Expression]:
        return (self.recording,)

    def transcribes(self) -> Expression:
        return self.recording

    def blocks(self) -> Iterable[Block]:
        return (self.if_fails or (),)

    def keeps(self) -> Iterable[Word]:
        return (self.kept_as,)

    def empties(self) -> Iterable[str]:
        return (self.kept_as.text,)  # there may be no words in it

    def kept_shape(self, library: Library) -> Shape:
        return TEXT

    def after(self, outcome: str, facts: Facts) -> Facts:
        if outcome == "done":
            return facts.keep(self.kept_as.text, Fact(TEXT))
        before = facts.kept(self.kept_as.text)
        if before is not None and not before.unset:
            return facts  # it stays as it was
        return facts.lose(self.kept_as.text, Lost(self.verb, self.span.line, "fail", "if_fails"))

    def ways_to_try(self) -> Iterable[WayToTry]:
        return self.options_to_try("it is put into words", if_fails=FAILS)

    def compile(self, place: Place) -> None:
        place.state(self, {"done": place.following, **place.if_fails(self.if_fails)})

    def run(self, call: StepContext) -> Request:
        return call.put_into_words(self.recording.evaluate(call.names))

    def replied(self, call: StepContext, reply: Reply) -> str:
        call.names.kept[self.kept_as.text] = reply.text if isinstance(reply, InWords) else ""
        return "done"
