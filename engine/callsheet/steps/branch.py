"""Step `branch`: the first case whose condition holds.

Shape: schemas/steps/branch.schema.json. Outcomes: case 1, case 2, …, else.
"""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Self

from callsheet.analysis.facts import Facts, with_first_items
from callsheet.diagnostics.diagnostic import Span
from callsheet.diagnostics.visible import quoted
from callsheet.expressions import Expression, Template
from callsheet.script.call import StepContext
from callsheet.script.parts import CASE, WayToTry
from callsheet.script.reading import Fields, Verb
from callsheet.script.step import Block, Place


class Branch(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "branch"
    conditions: ClassVar[bool] = True
    passes_keys: ClassVar[bool] = True
    cases: tuple[tuple[Expression, Block], ...]
    places: tuple[Span, ...]  # of their steps
    otherwise: Block | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        cases = tuple(fields.children("branch"))
        return cls(
            span=fields.span,
            cases=tuple((case.expression("if"), case.block("then")) for case in cases),
            places=tuple(case.written.get("then", case.span) for case in cases),
            otherwise=fields.optional_block("else"),
        )

    def texts(self) -> Iterable[Template | Expression]:
        return (condition for condition, _ in self.cases)

    @property
    def may_fit_nothing(self) -> bool:
        return self.otherwise is None

    def blocks(self) -> Iterable[Block]:
        return (*(block for _, block in self.cases), self.otherwise or ())

    def evaluations(self, facts: Facts) -> Iterable[tuple[Template | Expression, Facts]]:
        for condition, _ in self.cases:
            yield condition, facts
            facts = facts.assume(condition.present_if_false)

    def after(self, outcome: str, facts: Facts) -> Facts:
        return dict(self._after_cases(facts)).get(outcome, facts)

    def ways(self, outcomes: Iterable[str], facts: Facts) -> Iterable[tuple[str, Facts]]:
        known = dict(self._after_cases(facts))
        return ((outcome, known.get(outcome, facts)) for outcome in outcomes)

    def _after_cases(self, facts: Facts) -> Iterator[tuple[str, Facts]]:
        """What is certain in each case; the conditions before it did not hold."""
        for number, (condition, _) in enumerate(self.cases, 1):
            yield f"{CASE}{number}", facts.assume(with_first_items(condition.present_if_true, facts))
            facts = facts.assume(condition.present_if_false)
        yield "else", facts

    def ways_to_try(self) -> Iterable[WayToTry]:
        for number, ((condition, _), place) in enumerate(zip(self.cases, self.places, strict=True), 1):
            yield WayToTry(f"{CASE}{number}", place, f"{quoted(condition.source)} holds")
        yield WayToTry("else", self.at("else"), "nothing of it holds")

    def compile(self, place: Place) -> None:
        cases = place.blocks((f"{CASE}{number}", block) for number, (_, block) in enumerate(self.cases, 1))
        place.state(self, {**cases, "else": place.block("else", self.otherwise)})

    def run(self, call: StepContext) -> str:
        for number, (condition, _) in enumerate(self.cases, 1):
            if condition.holds(call.names):
                return f"{CASE}{number}"
        return "else"
