"""Step `run`: run a section here, with the names visible here. The section's steps are compiled in its place.

Shape: schemas/steps/run.schema.json. Outcome: done.
"""

from typing import ClassVar, Self

from callsheet.script.call import StepContext
from callsheet.script.reading import Fields, Verb
from callsheet.script.step import Place
from callsheet.script.words import Word


class Run(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "run"
    decides: ClassVar[frozenset[str]] = frozenset({"run"})
    passes_keys: ClassVar[bool] = True
    section: Word

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(span=fields.span, section=fields.required_word("run"))

    @property
    def label(self) -> str:
        return f"run {self.section.text}"

    def runs(self) -> Word:
        return self.section

    def compile(self, place: Place) -> None:
        place.state(self, {"done": place.section(self.section.text)})

    def run(self, call: StepContext) -> str:
        return "done"
