"""What `whisper` and `barge` have in common: a text that is spoken while the caller talks with somebody else."""

from collections.abc import Iterable
from typing import ClassVar, Literal, Self

from callsheet.analysis.facts import LineState
from callsheet.expressions import Expression, Template
from callsheet.ports.requests import Request
from callsheet.ports.telephony import Ability
from callsheet.script.call import StepContext
from callsheet.script.reading import Fields, Verb


class Aside(Verb, frozen=True, kw_only=True):
    """A step that speaks beside a talk, and is silent again."""

    line_before: ClassVar[tuple[LineState, ...]] = ("bridged",)
    to: ClassVar[Literal["other", "both"]]
    text: Template

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(span=fields.span, text=fields.spoken(cls.verb))

    def texts(self) -> Iterable[Template | Expression]:
        return (self.text,)

    def wants(self) -> Iterable[Ability]:
        return ("whisper",) if self.to == "other" else ("barge",)

    def prompt(self) -> Template:
        return self.text

    def run(self, call: StepContext) -> str | Request:
        return call.speak_beside(self.text, self.to) or "done"
