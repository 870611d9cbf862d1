"""A question that is put, and put again, until something is meant by what was heard."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from callsheet.analysis.facts import Facts, LineState
from callsheet.expressions import Template, Words
from callsheet.ports.requests import QuestionHeard, Reply, Request
from callsheet.ports.telephony import Heard, KeyPress, Keys, Utterance
from callsheet.ports.understanding import AGAIN, CHANGED, NOTED, REPEAT, UNCLEAR, Understood
from callsheet.ports.values import Row
from callsheet.script.call import Asking, StepContext
from callsheet.script.collected import NOTHING_COLLECTED, Collected, SaidFor
from callsheet.script.parts import Question, WayToTry
from callsheet.script.several import Together
from callsheet.script.step import Step
from callsheet.script.words import Word

# How often one question is repeated on request; after that asking for it counts as unclear.
MOST_REPEATS = 3

# What may have happened to an answer.
ASKED_AGAIN = "ask for another answer"


class Questioning(Step, frozen=True, kw_only=True):
    """A step that asks. Each attempt is a visit of it."""

    line_before: ClassVar[tuple[LineState, ...]] = ("up",)
    question: Question
    kept_as: Word | None
    attempts: int | None
    audio: Word | None = None  # what is played instead of the question

    @property
    def together(self) -> Together | None:
        """The questions of the collect around it, in the flow."""
        return self.question.settings.together

    def prompt(self) -> Template:
        return self.question.text

    def sound(self) -> Word | None:
        return self.audio

    def asks(self) -> Question:
        return self.question

    def ways_to_try(self) -> Iterable[WayToTry]:
        return self.question.ways_to_try()

    @property
    def own_attempts(self) -> int | None:
        return self.attempts

    def given(self, facts: Facts) -> Facts:
        """What is certain once the caller has given a value."""
        return facts

    def run(self, call: StepContext) -> str | Request:
        if call.asking is None:
            call.asking = Asking(self.most_attempts(call))
        line = self.line(call.asking)
        put = call.put(line, self.question.settings, self.audio if line is self.question.text else None)
        return self._heard(call, call.asking, put) if isinstance(put, KeyPress) else put

    def replied(self, call: StepContext, reply: Reply) -> str | Request:
        match call.asking, reply:
            case Asking() as asking, QuestionHeard(heard=heard):
                return self._heard(call, asking, heard)
            case Asking() as asking, Understood():
                return self._understood(call, asking, call.pointed_at(reply, asking.heard, self.question.settings))
        raise AssertionError("a question is replied to by what was heard, and what that means")

    def _heard(self, call: StepContext, asking: Asking, heard: Heard) -> str | Request:
        asking.heard = heard
        understood = call.understand(heard, self.question.settings)
        return self._understood(call, asking, understood) if isinstance(understood, Understood) else understood

    def _understood(self, call: StepContext, asking: Asking, understood: Understood) -> str:
        """The outcome of an attempt; where there is to be another one, `asking` has its line."""
        if understood.intent == CHANGED:
            call.end_question()
            return self.changed(call, dict(understood.said))
        if understood.said:
            self.keep(call, self.collected(call).noted(dict(understood.said)))
        if understood.intent == NOTED:
            asking.ladder = "ask"
            return NOTED
        if understood.intent == REPEAT and not self._answers(REPEAT):
            if asking.repeats < MOST_REPEATS:
                asking.repeats += 1
                asking.ladder = "ask"
                return REPEAT
            understood = UNCLEAR
        if understood.how == "wait":
            if not asking.waited:
                asking.waited = True
                asking.ladder, asking.rung = "if_unclear", asking.unclears
                return "unclear"
            understood = UNCLEAR
        outcome = understood.intent
        if outcome in ("silent", "unclear"):
            if self.another(asking, outcome):
                return outcome
            outcome = "otherwise"
        return self.settled(call, asking, outcome, understood)

    @abstractmethod
    def settled(self, call: StepContext, asking: Asking, outcome: str, understood: Understood) -> str:
        """Keep what came of it; the outcome."""

    def most_attempts(self, call: StepContext) -> int:
        """How often it listens."""
        return self.attempts or call.limits.attempts

    def is_collected(self, call: StepContext, outcome: str) -> None:
        """In a collect, it is passed over from now on."""
        if self.together and self.kept_as:
            self.keep(call, self.collected(call).answered(self.kept_as.text, outcome))

    def collected(self, call: StepContext) -> Collected:
        """How far the collect around it has come."""
        return call.collected[self.together.state] if self.together else NOTHING_COLLECTED

    def keep(self, call: StepContext, collected: Collected) -> None:
        """The collect around it has come so far."""
        if self.together:
            call.collect(self.together.state, collected)

    def changed(self, call: StepContext, said: SaidFor) -> str:
        """Answers of the collect are taken back, for others or to be asked for again: its outcome."""
        self.keep(call, self.collected(call).changed(said, self.together.used if self.together else {}))
        return CHANGED

    def is_asked_again(self, outcome: str) -> bool:
        """Whether the question is put once more after this outcome."""
        return outcome in AGAIN and not self._answers(outcome)

    def _answers(self, intent: str) -> bool:
        return any(answer.text == intent for answer in self.question.answers)

    def another(self, asking: Asking, intent: str) -> bool:
        """Whether the question is put once more, by the next line of the ladder that belongs to `intent`."""
        asking.listenings += 1
        if intent == "silent":
            asking.ladder, asking.rung, length = "if_silent", asking.silences, len(self.question.if_silent)
            asking.silences += 1
        else:
            asking.ladder, asking.rung, length = "if_unclear", asking.unclears, len(self.question.if_unclear)
            asking.unclears += 1
        return asking.rung < length and asking.listenings < asking.most

    def line(self, asking: Asking) -> Template | Words:
        """What is spoken: a line of a ladder, or, where there is none, the question, or what stands in its place."""
        match asking.ladder:
            case "if_silent":
                lines = self.question.if_silent
            case "if_unclear":
                lines = self.question.if_unclear
            case _:
                lines = ()
        return lines[asking.rung] if asking.rung < len(lines) else asking.instead or self.question.text


def reply_to(heard: Heard | None, understood: Understood) -> Row:
    """What `reply` holds once a question is finished. The text is the one that was understood."""
    match heard:
        case Utterance(text=text):
            pass
        case KeyPress(key=text) | Keys(text=text):
            pass
        case _:
            text = ""
    return Row(
        {
            "intent": understood.intent,
            "text": understood.words or text,
            "how": understood.how,
            "confidence": understood.confidence,
            "value": understood.value,
        }
    )
