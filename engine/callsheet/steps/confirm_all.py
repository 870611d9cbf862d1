"""The last state of a `collect`: whether all that was collected is right.

A yes goes on; a no asks what to change. Outcomes: agree; refuse, silent, unclear and repeat, which lead back to it;
changed, which has the steps run again; the intents of the defaults; otherwise.
"""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from callsheet.analysis.facts import Fact, Facts, reply_of
from callsheet.analysis.shapes import TEXT
from callsheet.expressions import Expression, Template, Words
from callsheet.ports.requests import INSTEAD
from callsheet.ports.understanding import AGAIN, CHANGED, Understood
from callsheet.script.call import Asking, StepContext
from callsheet.script.several import Together
from callsheet.steps.confirm import NO, YES
from callsheet.steps.questioning import Questioning, reply_to


class ConfirmAll(Questioning, frozen=True, kw_only=True):
    """No author writes it: it stands at its `collect`."""

    verb: ClassVar[str] = "collect"
    change: Template | None

    def leads(self, together: Together, here: str, following: str) -> Mapping[str, str]:
        """Where its outcomes lead, but for otherwise."""
        return {**dict.fromkeys((*AGAIN, NO), here), CHANGED: together.state, YES: following}

    def texts(self) -> tuple[Template | Expression, ...]:
        return (self.question.text, *self.question.again, *((self.change,) if self.change else ()))

    def confirms(self) -> Iterable[str]:
        together = self.question.settings.together
        return [each.name for each in together.questions if each.slot] if together else []

    def after(self, outcome: str, facts: Facts) -> Facts | None:
        if outcome == CHANGED:
            return None  # as of an `ask`
        again = self.is_asked_again(outcome) or outcome == NO
        return facts if again or outcome in INSTEAD else facts.keep("reply", Fact(reply_of(TEXT)))

    def line(self, asking: Asking) -> Template | Words:
        line = super().line(asking)
        return self.change if line is self.question.text and asking.refused and self.change else line

    def settled(self, call: StepContext, asking: Asking, outcome: str, understood: Understood) -> str:
        if outcome == NO and self.change and not asking.refused:
            asking.refused, asking.ladder = True, "ask"
            return NO
        if asking.refused and outcome in (YES, NO):  # nobody knows what is right, or what to change
            if self.another(asking, "unclear"):
                return "unclear"
            outcome = "otherwise"
        call.end_question()
        if outcome == NO:
            return self.changed(call, dict.fromkeys(self.collected(call).known))
        call.names.kept["reply"] = reply_to(asking.heard, understood)
        return outcome
