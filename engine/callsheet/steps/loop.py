"""Step `loop`: run steps again and again, at most so many times.

Shape: schemas/steps/loop.schema.json. Two states, as `for_each` has them: the loop opens with its first round (outcome:
round); after each it goes to the next (outcomes: round, otherwise). `stop_loop` leads to what follows.
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from callsheet.analysis.facts import Facts
from callsheet.analysis.shapes import NUMBER
from callsheet.script.call import NAMELESS, StepContext
from callsheet.script.parts import WayToTry
from callsheet.script.reading import Fields, Verb
from callsheet.script.step import Block, Place
from callsheet.steps.for_each import NEXT, NextRow


class Loop(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "loop"
    rounds: int
    do: Block
    otherwise: Block | None

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(
            span=fields.span,
            rounds=fields.number("loop") or 0,
            do=fields.block("do"),
            otherwise=fields.optional_block("otherwise"),
        )

    def blocks(self) -> Iterable[Block]:
        return (self.do, self.otherwise or ())

    def repeats(self) -> Block:
        return self.do

    def after(self, outcome: str, facts: Facts) -> Facts:
        return facts.in_loop(NAMELESS, NUMBER) if outcome == "round" else facts

    def compile(self, place: Place) -> None:
        next_round = place.name + NEXT
        first_step = place.loop(self.do, next_round)
        place.state(self, {"round": first_step})
        over = {"round": first_step, "otherwise": place.block("otherwise", self.otherwise)}
        place.state(NextRound(span=self.span, written=self.written), over, suffix=NEXT)

    def run(self, call: StepContext) -> str:
        call.names.open_loop(NAMELESS, tuple(range(1, self.rounds + 1)))
        call.names.next_row()
        return "round"


class NextRound(NextRow, frozen=True, kw_only=True):
    """The loop's second state."""

    verb: ClassVar[str] = "loop"
    goes_on: ClassVar[str] = "round"
    is_over: ClassVar[str] = "otherwise"

    def ways_to_try(self) -> Iterable[WayToTry]:
        if "otherwise" in self.written:
            yield WayToTry(self.is_over, self.written["otherwise"], "all rounds are over")
