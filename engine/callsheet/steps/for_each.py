"""Step `for_each`: run steps for each row of a list.

Shape: schemas/steps/for_each.schema.json. Two states: the loop opens with its first row (outcomes: rows, none); after
each row it goes to the next (outcomes: row, done). `next_item` leads to the second, `stop_loop` to what follows.
"""

from collections.abc import Iterable
from typing import ClassVar, Self

from callsheet.analysis.facts import Facts
from callsheet.analysis.inference import shape_of
from callsheet.analysis.shapes import UNKNOWN
from callsheet.expressions import Expression, Template, Unusable
from callsheet.expressions.tree import path_of
from callsheet.script.call import LimitReached, StepContext
from callsheet.script.parts import Rows, WayToTry
from callsheet.script.reading import Fields, Verb
from callsheet.script.step import Block, Place, Step
from callsheet.script.words import Word

NEXT = "/next"


class ForEach(Verb, frozen=True, kw_only=True):
    verb: ClassVar[str] = "for_each"
    decides: ClassVar[frozenset[str]] = frozenset({"for_each", "in"})
    row: Word
    rows: Expression
    if_none: Block | None
    do: Block

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(
            span=fields.span,
            row=fields.required_word("for_each"),
            rows=fields.expression("in"),
            if_none=fields.optional_block("if_none"),
            do=fields.block("do"),
        )

    @property
    def label(self) -> str:
        return f"for_each {self.row.text}"

    def texts(self) -> Iterable[Template | Expression]:
        return (self.rows,)

    def blocks(self) -> Iterable[Block]:
        return (self.if_none or (), self.do)

    def goes_through(self) -> Rows:
        return Rows(self.row, self.rows)

    def repeats(self) -> Block:
        return self.do

    def after(self, outcome: str, facts: Facts) -> Facts | None:
        if outcome == "rows":
            return facts.in_loop(self.row.text, shape_of(self.rows.tree, facts).item or UNKNOWN)
        path = path_of(self.rows.tree)
        if outcome == "none" and path and facts.is_present((*path, 0)):
            return None  # there is a first row
        return facts

    def ways_to_try(self) -> Iterable[WayToTry]:
        yield WayToTry("rows", self.at("do"), "there are rows")
        yield WayToTry("none", self.at("if_none"), "there are no rows")

    def compile(self, place: Place) -> None:
        next_row = place.name + NEXT
        first_step = place.loop(self.do, next_row)
        place.state(self, {"rows": first_step, "none": place.block("if_none", self.if_none)})
        place.state(NextRow(span=self.span), {"row": first_step, "done": place.following}, suffix=NEXT)

    def run(self, call: StepContext) -> str:
        rows = self.rows.evaluate(call.names)
        if rows is None:
            return "none"
        if not isinstance(rows, tuple):
            raise Unusable("bad_value", f"for_each {self.row.text} needs a list")
        if len(rows) > call.limits.rows:
            raise LimitReached(f"for_each {self.row.text} has more than {call.limits.rows} rows (limits: rows)")
        if not rows:
            return "none"
        call.names.open_loop(self.row.text, rows)
        call.names.next_row()
        return "rows"


class NextRow(Step, frozen=True, kw_only=True):
    """The loop's second state. No author writes it: it stands at its `for_each`."""

    verb: ClassVar[str] = "for_each"
    advances_loop: ClassVar[bool] = True
    goes_on: ClassVar[str] = "row"
    is_over: ClassVar[str] = "done"

    def after(self, outcome: str, facts: Facts) -> Facts:
        around = len(facts.loops) - 1
        if outcome == self.goes_on:
            return facts.outside_loops(around).in_loop(*facts.loops[around])
        return facts.outside_loops(around) if outcome == self.is_over else facts

    def run(self, call: StepContext) -> str:
        return self.goes_on if call.names.next_row() else self.is_over
