"""Step `run`: run a section here, with the names visible here. The section's steps are compiled in its place.

Shape: schemas/steps/run.schema.json. Outcomes: done, failed. A name that `with` gives is kept like any other; that
nobody else has it, and that it is read in the section alone, `check` sees to.
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from callsheet.analysis.facts import Facts
from callsheet.analysis.inference import fact_of
from callsheet.expressions import Expression, Template
from callsheet.script.call import StepContext
from callsheet.script.parts import Arguments
from callsheet.script.reading import Fields, Verb
from callsheet.script.step import Place
from callsheet.script.words import Word


class Run(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "run"
    decides: ClassVar[frozenset[str]] = frozenset({"run", "with"})
    passes_keys: ClassVar[bool] = True
    section: Word
    given: Arguments

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(span=fields.span, section=fields.required_word("run"), given=fields.values("with"))

    @property
    def label(self) -> str:
        return f"run {self.section.text}"

    def texts(self) -> Iterable[Template | Expression]:
        return (value for _, value in self.given)

    def runs(self) -> Word:
        return self.section

    def gives(self) -> Arguments:
        return self.given

    def after(self, outcome: str, facts: Facts) -> Facts:
        found = [(name.text, fact_of(value, facts)) for name, value in self.given] if outcome == "done" else []
        for name, fact in found:
            facts = facts.keep(name, fact)
        return facts

    def compile(self, place: Place) -> None:
        place.state(self, {"done": place.section(self.section.text)})

    def run(self, call: StepContext) -> str:
        names = call.names
        for name, value in [(name.text, value.evaluate(names)) for name, value in self.given]:
            names.kept[name] = value
        return "done"
