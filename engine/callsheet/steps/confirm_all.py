"""The last state of a `collect`: whether all that was collected is right.

A yes goes on; a no asks what to change; the name of a question, or another value, changes that one, and all that uses
it. Outcomes: agree; refuse, silent, unclear and repeat, which lead back to it; changed; otherwise.
"""

from collections.abc import Mapping
from typing import ClassVar

from callsheet.analysis.facts import Fact, Facts, reply_of
from callsheet.analysis.shapes import TEXT
from callsheet.expressions import Expression, Template, Words
from callsheet.ports.requests import INSTEAD
from callsheet.ports.understanding import GIVEN, Understood
from callsheet.ports.values import Row
from callsheet.script.call import Asking, StepContext
from callsheet.steps.confirm import NO, YES
from callsheet.steps.questioning import AGAIN, Questioning, reply_to

CHANGED = "changed"


class ConfirmAll(Questioning, frozen=True, kw_only=True):
    """No author writes it: it stands at its `collect`. `used` are, of each name, those that are asked for again where
    it changes."""

    verb: ClassVar[str] = "collect"
    change: Template | None
    used: Mapping[str, frozenset[str]]

    def leads(self, here: str, first: str, following: str) -> Mapping[str, str]:
        """Where its outcomes lead, but for otherwise."""
        return {**dict.fromkeys((*AGAIN, NO), here), CHANGED: first, YES: following}

    def texts(self) -> tuple[Template | Expression, ...]:
        return (self.question.text, *self.question.again, *((self.change,) if self.change else ()))

    def after(self, outcome: str, facts: Facts) -> Facts:
        again = self.is_asked_again(outcome) or outcome == NO
        return facts if again or outcome in INSTEAD else facts.keep("reply", Fact(reply_of(TEXT)))

    def line(self, asking: Asking) -> Template | Words:
        line = super().line(asking)
        return self.change if line is self.question.text and asking.refused and self.change else line

    def settled(self, call: StepContext, asking: Asking, outcome: str, understood: Understood) -> str:
        collected = call.collected[self.collect]
        given: dict[str, object] = {}
        forgotten: frozenset[str] = frozenset()
        if outcome == NO and not asking.refused and self.change:
            asking.refused, asking.ladder = True, "ask"
            return NO
        if asking.refused and outcome in (YES, NO):  # nobody knows what is right, or what to change
            if self.another(asking, "unclear"):
                return "unclear"
            outcome = "otherwise"
        elif outcome == NO:
            forgotten = frozenset(self.used)
        elif outcome in self.used:
            forgotten = self.used[outcome] | {outcome}
        elif outcome == GIVEN and isinstance(understood.value, Row):
            for name, value in understood.value.columns.items():
                call.names.keep(name, value)
                given[name] = value
            forgotten = frozenset().union(*(self.used[name] for name in given))
        call.end_question()
        call.names.keep("reply", reply_to(asking.heard, understood))
        if not given and not forgotten:
            return outcome
        collected = collected.changed(given, forgotten)
        call.collect(self.collect, collected)
        return CHANGED if collected.changes < self.most_attempts(call) else "otherwise"
