"""The second state of an `ask` whose value is confirmed before it is kept.

A yes keeps it; a no leads back to the question; another value takes its place, and is confirmed in turn. Outcomes:
agree, refuse, given; the intents of the question; silent, unclear and repeat, which lead back to it; otherwise.
"""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from msgspec.structs import replace

from callsheet.analysis.facts import Facts
from callsheet.ports.requests import Request
from callsheet.ports.understanding import AGAIN, GIVEN, NOTED, UNCLEAR, Understood
from callsheet.ports.values import Value
from callsheet.script.call import Asking, StepContext
from callsheet.script.parts import Question, WayToTry
from callsheet.script.reading import Fields
from callsheet.script.step import CONFIRM
from callsheet.script.words import Word
from callsheet.steps.questioning import Questioning, reply_to
from callsheet.understanding.built_in import AGREE, REFUSE

YES, NO = AGREE.name, REFUSE.name


def read_confirm(fields: Fields, asked: Question) -> Question | None:
    """Whether a value was understood, as a question with the answers of the one that it answers; None without one."""
    if not fields.has("confirm"):
        return None
    answers = [answer for answer in asked.answers if answer.text not in (YES, NO)]
    slot = asked.settings.slot if asked.settings.slot and asked.settings.slot.is_corrected else None
    intents = slot.intents(fields.reading.intents.language) if slot else ()
    options = tuple(replace(intent, press="") for intent in intents)
    names, at = (YES, NO, *(answer.text for answer in answers)), fields.written["confirm"]
    return Question(
        text=fields.spoken("confirm"),
        answers=(Word(YES, at), Word(NO, at), *answers),
        if_silent=(),
        if_unclear=(),
        places=asked.places,
        settings=replace(asked.settings, listener=fields.listener(names, options=options), slot=slot, confirms=True),
    )


class Confirm(Questioning, frozen=True, kw_only=True):
    """No author writes it: it stands at its `ask`, whose state is `state`."""

    verb: ClassVar[str] = "ask"
    ask: Questioning
    state: str

    def ways_to_try(self) -> Iterable[WayToTry]:
        for way in super().ways_to_try():
            yield replace(way, span=self.ask.at("if_given", "confirm")) if way.outcome == YES else way

    def goes_back_to(self) -> str:
        return self.state

    def confirms(self) -> Iterable[str]:
        return (self.kept_as.text,) if self.kept_as else ()

    def leads(self, if_given: str) -> Mapping[str, str]:
        """Where those of its outcomes lead that are not its ask's."""
        return {**dict.fromkeys((*AGAIN, NOTED, GIVEN), self.state + CONFIRM), YES: if_given, NO: self.state}

    def after(self, outcome: str, facts: Facts) -> Facts | None:
        if outcome == YES:
            return self.ask.given(facts)
        return facts if outcome in (NO, GIVEN) else self.ask.after(outcome, facts)

    def run(self, call: StepContext) -> str | Request:
        if call.asking is None:
            call.asking = Asking(self.most_attempts(call), given=call.given(self.state))
        if self.kept_as is None:
            return super().run(call)
        with call.names.holding(self.kept_as.text, _value(call.asking)):
            return super().run(call)

    def another(self, asking: Asking, intent: str) -> bool:
        asking.listenings += 1
        return asking.listenings < asking.most

    def settled(self, call: StepContext, asking: Asking, outcome: str, understood: Understood) -> str:
        reply = reply_to(asking.heard, understood)
        if outcome == GIVEN and self.another(asking, outcome):
            asking.given, asking.ladder = reply, "ask"
            return GIVEN
        call.end_question()
        if outcome == NO and call.ask_again(self.state, None):
            return NO
        if outcome == YES:
            reply = asking.given or reply
            self.is_collected(call, GIVEN)
            if self.kept_as:
                call.names.kept[self.kept_as.text] = _value(asking)
        elif outcome in (NO, GIVEN):
            reply, outcome = reply_to(asking.heard, UNCLEAR), "otherwise"
        call.names.kept["reply"] = reply
        return outcome


def _value(asking: Asking) -> Value:
    return asking.given.columns["value"] if asking.given else None
