"""Step `ask`: speak a question, await an intent or a value, run that answer's steps.

Shape: schemas/steps/ask.schema.json. Ports: telephony, understanding. One state, and one where a value is confirmed;
each attempt is a visit of it. Outcomes: given, empty; the intents; silent, unclear and repeat, which lead back to it;
otherwise; failed, hung_up.
"""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Self

from msgspec.structs import replace

from callsheet.analysis.facts import Fact, Facts, Lost, reply_of
from callsheet.analysis.shapes import UNKNOWN, Shape, one_of
from callsheet.expressions import Expression, Template
from callsheet.ports.requests import INSTEAD, Request
from callsheet.ports.telephony import Utterance
from callsheet.ports.understanding import AGAIN, CHANGED, EMPTY, GIVEN, NOTED, Understood
from callsheet.queries.records import Library
from callsheet.script.call import Asking, StepContext
from callsheet.script.collected import KNOWN
from callsheet.script.limits import LONGEST_SPEECH_PAUSE, LONGEST_TIMEOUT
from callsheet.script.parts import Question, QuestionSettings, WayToTry
from callsheet.script.reading import Fields, Verb, either
from callsheet.script.several import Together
from callsheet.script.slots import NO_KEYS, Slot
from callsheet.script.step import CONFIRM, Block, Place
from callsheet.script.words import Word
from callsheet.steps.confirm import Confirm, read_confirm
from callsheet.steps.in_collect import asks_in
from callsheet.steps.question import read_question
from callsheet.steps.questioning import ASKED_AGAIN, Questioning, reply_to
from callsheet.steps.slot import read_slot
from callsheet.understanding.echoes import echo_of

# In a collect: its answer is known, but there are questions in the steps behind that.
WITHIN = "questions-within"


class Ask(Questioning, Verb, frozen=True, kw_only=True):
    """A question. Ladders and `otherwise` are its own, or else the script's defaults."""

    verb: ClassVar[str] = "ask"
    decides: ClassVar[frozenset[str]] = frozenset({"for", "one_of", "by"})
    answers: tuple[tuple[Word, Block], ...]
    own: tuple[Block, ...]
    defaults: Mapping[tuple[str, ...], Block]
    if_given: Block
    if_none: Block
    own_otherwise: Block | None
    otherwise: Block | None
    confirm: Question | None  # whether the value was understood

    @classmethod
    def read(cls, fields: Fields) -> Self:
        defaults = fields.reading.defaults
        own = fields.answers("answers")
        taken = {intent.text for answer in own for intent in answer.intents}
        default = defaults.answers_besides(taken)
        answers = tuple((intent, answer.steps) for answer in (*own, *default) for intent in answer.intents)
        interruptible = fields.flag("interruptible")
        timeout = fields.seconds("timeout", longest=LONGEST_TIMEOUT)
        speech_pause = fields.seconds("speech_pause", longest=LONGEST_SPEECH_PAUSE)
        slot = read_slot(fields)
        own_keys = slot.own_keys if slot else NO_KEYS
        options = slot.intents(fields.reading.intents.language) if slot else ()
        settings = QuestionSettings(
            listener=fields.listener((answer.together for answer in (*own, *default)), own_keys, options),
            slot=slot,
            private=fields.flag("private") or False,
            confirmed=slot is not None and fields.has("confirm"),
            interruptible=either(interruptible, defaults.interruptible),
            timeout_seconds=either(timeout, defaults.timeout_seconds),
            pause_seconds=either(speech_pause, defaults.pause_seconds),
        )
        written = read_question(fields, "ask", (answer for answer, _ in answers), settings)
        echo = echo_of(written.text.literal, fields.reading.intents.language) if slot else ""
        question = replace(
            written,
            settings=replace(settings, echo=echo),
            called=fields.words("called"),
            complete=fields.mapping.complete,
        )
        otherwise = fields.optional_block("otherwise")
        return cls(
            span=fields.span,
            question=question,
            answers=answers,
            own=tuple(answer.steps for answer in own),
            defaults=defaults.fallen_back_to(default, otherwise),
            if_given=fields.block("if_given"),
            if_none=fields.block("if_none"),
            own_otherwise=otherwise,
            otherwise=either(otherwise, defaults.otherwise),
            kept_as=fields.word("as"),
            audio=fields.word("audio"),
            attempts=fields.number("attempts"),
            confirm=read_confirm(fields, question) if slot else None,
        )

    @property
    def name(self) -> str:
        """The name that keeps its answer, or empty."""
        return self.kept_as.text if self.kept_as else ""

    @property
    def slot(self) -> Slot | None:
        return self.question.settings.slot

    def texts(self) -> Iterable[Template | Expression]:
        confirm = (self.confirm.text,) if self.confirm else ()
        return (self.question.text, *self.question.again, *confirm, *(self.slot.texts() if self.slot else ()))

    def evaluations(self, facts: Facts) -> Iterable[tuple[Template | Expression, Facts]]:
        choices = self.slot.choices(facts) if self.slot else None
        spoken = facts if choices is None else facts.keep("choices", Fact(choices))
        asked = set(map(id, self.slot.texts() if self.slot else ()))
        for text in self.texts():
            if self.confirm and text is self.confirm.text:
                yield text, self.given(facts)
            else:
                yield text, facts if id(text) in asked else spoken

    def answer_keys(self) -> frozenset[str]:
        answers, settings = {intent.text for intent, _ in self.answers}, self.question.settings
        keys = {intent.press for intent in settings.listener.intents if intent.name in answers and intent.press}
        keys |= self.slot.early_keys if self.slot else NO_KEYS
        return frozenset(keys) if settings.interruptible else frozenset()

    def ways_to_try(self) -> Iterable[WayToTry]:
        if self.slot:
            given = () if self.confirm else ("if_given",)  # which runs once it is confirmed
            yield WayToTry(GIVEN, self.at(*given, "for", "one_of"), "the caller gives a value")
            if self.slot.among:
                yield WayToTry(EMPTY, self.at("if_none", "one_of"), "there is nothing to choose from")
        yield from super().ways_to_try()

    def blocks(self) -> Iterable[Block]:
        return (self.if_given, self.if_none, *self.own, self.own_otherwise or ())

    def answered(self) -> Iterable[Block]:
        return (self.if_given, *(block for _, block in self.answers))

    def falls_back(self) -> Mapping[tuple[str, ...], Block]:
        return self.defaults

    def keeps(self) -> Iterable[Word]:
        return (self.kept_as,) if self.kept_as else ()

    def kept_shape(self, library: Library) -> Shape:
        if self.slot is None and self.written.keys() & {"for", "one_of"}:
            return UNKNOWN  # what it asks for could not be read
        return self.slot.shape(Facts(library)) if self.slot else self._replied()

    def after(self, outcome: str, facts: Facts) -> Facts | None:
        if outcome == EMPTY and self.slot and self.slot.is_surely_filled(facts):
            return None
        if outcome in (CHANGED, WITHIN):
            # Steps that run again find all of what the first round makes certain: of what is passed over, they have
            # been there before.
            return None
        if outcome == KNOWN:
            return self._known(facts)
        if outcome == "otherwise" and self.otherwise is None:
            return None  # nobody has said yet what happens then
        if self.is_asked_again(outcome) or outcome == NOTED or outcome in INSTEAD:
            return facts  # nobody knows yet what the caller meant
        if self.slot is None:
            fact = Fact(self._replied(outcome))
            facts = facts.keep("reply", fact)
            return facts.keep(self.kept_as.text, fact) if self.kept_as else facts
        if outcome == GIVEN:
            return facts if self.confirm else self.given(facts)
        if outcome != EMPTY:
            facts = facts.keep("reply", Fact(self._replied(outcome)))
        before = facts.kept(self.kept_as.text) if self.kept_as else None
        if self.kept_as is None or (before is not None and not before.unset):
            return facts  # it stays as it was
        happened = "have nothing to choose from" if outcome == EMPTY else "get another answer"
        lost = Lost(self.verb, self.span.line, happened, "if_none" if outcome == EMPTY else outcome)
        return facts.lose(self.kept_as.text, lost)

    def given(self, facts: Facts) -> Facts:
        if self.slot is None:
            return facts
        shape = self.slot.shape(facts)
        facts = facts.keep("reply", Fact(reply_of(one_of((GIVEN,)), shape)))
        return facts.keep(self.kept_as.text, Fact(shape)) if self.kept_as else facts

    def _known(self, facts: Facts) -> Facts | None:
        """What is certain where another step has kept its answer before."""
        before = facts.kept(self.name)
        asked_again = before is not None and before.lost is not None and before.lost.happened == ASKED_AGAIN
        return facts.keep(self.name, Fact(before.shape)) if before and not asked_again else None

    def _replied(self, outcome: str = "") -> Shape:
        """The row `reply`, where the answer was no value; after one outcome it is known which."""
        intent = one_of((*(answer.text for answer, _ in self.answers), "silent", "unclear"))
        known = {"silent", "unclear"} if outcome == "otherwise" else {outcome}
        return reply_of(replace(intent, constants=intent.texts & known))

    def compile(self, place: Place) -> None:
        if place.collecting and self.kept_as and self.together is None:
            self._in_collect(replace(place.collecting, own=self.kept_as.text)).compile(place)
            return
        again = dict.fromkeys(AGAIN, place.name)
        otherwise = place.block("otherwise", self.otherwise)
        answered = place.answered(otherwise, self.name)
        given = {GIVEN: answered.block("if_given", self.if_given)} if self.slot else {}
        if self.slot and self.slot.among:
            given[EMPTY] = place.block("if_none", self.if_none)
        answers = answered.blocks((intent.text, block) for intent, block in self.answers)
        leads = {**again, **given, **answers, "otherwise": otherwise}
        if place.collecting and self.kept_as:
            leads |= {KNOWN: place.following, NOTED: place.name, CHANGED: place.collecting.state}
            leads |= {WITHIN: given[GIVEN]} if self.slot else {}
        if self.confirm is None:
            place.state(self, leads)
            return
        place.state(self, {**leads, GIVEN: place.name + CONFIRM})
        confirm = Confirm(
            span=self.span,
            question=self.confirm,
            kept_as=self.kept_as,
            attempts=self.attempts,
            ask=self,
            state=place.name,
        )
        place.state(confirm, {**leads, **confirm.leads(given[GIVEN])}, suffix=CONFIRM)

    def _in_collect(self, together: Together) -> Self:
        confirm = self.confirm.in_collect(together) if self.confirm else None
        return replace(self, question=self.question.in_collect(together), confirm=confirm)

    def run(self, call: StepContext) -> str | Request:
        if call.asking is None:
            if known := self.collected(call).known.get(self.name):
                return self._passed(known)
            if self.slot is not None and self.slot.is_empty(call.names):
                return EMPTY
            if words := self.collected(call).said.get(self.name):
                return self._taken(call, words)
        return super().run(call)

    def _passed(self, known: str) -> str:
        """Where it goes on, as its answer is known: with the steps of that answer where there are questions in them,
        which are passed over in their turn, or were never put."""
        if known == GIVEN and any(asks_in(self.if_given)):
            return WITHIN
        blocks = [block for intent, block in self.answers if intent.text == known]
        return known if any(asks_in(block) for block in blocks) else KNOWN

    def _taken(self, call: StepContext, words: Utterance) -> str | Request:
        """What comes of words that were said for it before: where they are no value now, it is asked."""
        self.keep(call, self.collected(call).taken(self.name))
        understood = call.taken(words, self.question.settings)
        if understood is None:
            return super().run(call)
        call.asking = Asking(self.most_attempts(call), heard=words)
        return self.settled(call, call.asking, GIVEN, understood)

    def settled(self, call: StepContext, asking: Asking, outcome: str, understood: Understood) -> str:
        reply = reply_to(asking.heard, understood)
        if outcome == GIVEN and self.confirm:
            asking.given = reply
            call.end_question()
            return GIVEN
        call.end_question()
        if outcome != "otherwise":
            self.is_collected(call, outcome)
        call.names.kept["reply"] = reply
        if self.kept_as and (self.slot is None or outcome == GIVEN):
            call.names.kept[self.kept_as.text] = understood.value if self.slot else reply
        return outcome
