"""Step `set`: keep values under names, for the rest of the call.

Shape: schemas/steps/set.schema.json. Outcomes: done, failed.
"""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Self

from msgspec.structs import replace

from callsheet.analysis.facts import Facts
from callsheet.analysis.inference import fact_of
from callsheet.expressions import Expression, Template
from callsheet.ports.values import Value
from callsheet.script.call import StepContext
from callsheet.script.parts import Arguments
from callsheet.script.reading import Fields, Verb
from callsheet.script.words import Word


class Set(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "set"
    decides: ClassVar[frozenset[str]] = frozenset({"set"})
    passes_keys: ClassVar[bool] = True
    values: Arguments
    constants: Mapping[str, Value]  # all of them, where none has to be reckoned out

    @classmethod
    def read(cls, fields: Fields) -> Self:
        values = fields.values("set")
        known = {name.text: value.constant.value for name, value in values if value.constant}
        return cls(span=fields.span, values=values, constants=known if len(known) == len(values) else {})

    def texts(self) -> Iterable[Template | Expression]:
        return (value for _, value in self.values)

    def keeps(self) -> Iterable[Word]:
        return (name for name, _ in self.values)

    def computes(self) -> Arguments:
        return self.values

    def empties(self) -> Iterable[str]:
        return (name.text for name, value in self.values if value.may_be_empty)

    def evaluations(self, facts: Facts) -> Iterable[tuple[Template | Expression, Facts]]:
        for name, value in self.values:
            yield value, facts
            facts = facts.keep(name.text, fact_of(value, facts))

    def after(self, outcome: str, facts: Facts) -> Facts:
        for name, value in self.values:
            before = facts.kept(name.text)
            kept = fact_of(value, facts)
            if outcome != "done":  # it failed at one of them, so that each may be as it was
                kept = replace(kept, unset=True) if before is None else kept.joined(before)
            facts = facts.keep(name.text, kept)
        return facts

    def run(self, call: StepContext) -> str:
        names = call.names
        kept = names.kept
        if self.constants:
            kept |= self.constants
            return "done"
        for name, value in self.values:  # in order: a later one may use an earlier one
            known = value.constant
            kept[name.text] = value.evaluate(names) if known is None else known.value
        return "done"
