"""Step `switch`: the case that a value equals, read with the value's type.

Shape: schemas/steps/switch.schema.json. Outcomes: case <as written>, else.
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from callsheet.analysis.facts import Facts
from callsheet.analysis.inference import may_be_missing, shape_of
from callsheet.analysis.shapes import BOOLEAN
from callsheet.diagnostics.visible import quoted
from callsheet.expressions import Expression, Template
from callsheet.expressions.facts import present
from callsheet.expressions.values import equal
from callsheet.ports.values import Value
from callsheet.script.call import StepContext
from callsheet.script.parts import CASE, Cases, WayToTry
from callsheet.script.reading import Fields, Verb
from callsheet.script.step import Block, Place
from callsheet.script.words import Word
from callsheet.source.scalars import NoValue, read_plain


class Switch(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "switch"
    decides: ClassVar[frozenset[str]] = frozenset({"switch"})
    passes_keys: ClassVar[bool] = True
    subject: Expression
    cases: tuple[tuple[Word, Block], ...]
    otherwise: Block | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(
            span=fields.span,
            subject=fields.expression("switch"),
            cases=fields.blocks("cases"),
            otherwise=fields.optional_block("else"),
        )

    def texts(self) -> Iterable[Template | Expression]:
        return (self.subject,)

    @property
    def may_fit_nothing(self) -> bool:
        return self.otherwise is None

    def blocks(self) -> Iterable[Block]:
        return (*(block for _, block in self.cases), self.otherwise or ())

    def compares(self) -> Cases:
        return Cases(tuple(case for case, _ in self.cases), self.otherwise is not None)

    def after(self, outcome: str, facts: Facts) -> Facts | None:
        if outcome.startswith(CASE):
            return facts.assume(present(self.subject.tree))
        subject = self.subject.tree
        both = {"true", "false"} <= {case.text for case, _ in self.cases}
        if (
            outcome == "else"
            and both
            and shape_of(subject, facts) == BOOLEAN
            and may_be_missing(subject, facts) is False
        ):
            return None
        return facts

    def ways_to_try(self) -> Iterable[WayToTry]:
        for case, _ in self.cases:
            yield WayToTry(f"{CASE}{case.text}", case.span, f"it is {quoted(case.text)}")
        if "else" in self.written:  # perhaps there is no other case
            yield WayToTry("else", self.written["else"], "it is none of them")

    def compile(self, place: Place) -> None:
        cases = place.blocks((f"{CASE}{case.text}", block) for case, block in self.cases)
        place.state(self, {**cases, "else": place.block("else", self.otherwise)})

    def run(self, call: StepContext) -> str:
        value = self.subject.evaluate(call.names)
        return next((f"{CASE}{case.text}" for case, _ in self.cases if _equals(value, case.text)), "else")


def _equals(value: Value, case: str) -> bool:
    """Whether a case, which is always text, says `value`: read as a value of that kind, as the language writes them."""
    if isinstance(value, bool | int | float):
        return equal(value, plain) if not isinstance(plain := read_plain(case), NoValue) else False
    return equal(value, case)
