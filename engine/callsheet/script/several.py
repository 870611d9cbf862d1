"""The questions of a collect, heard together: at each of them, callers may answer others in the same breath, and change
what they have answered before.

Of what is said, the question that is put comes first. What else is said is taken once, by the question that reads the
most of it, else by the first one that is not answered yet; what two kinds of values could be counts for nothing. It is
kept as words: the question that takes them reads them, within its bounds, when its turn comes.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from callsheet.expressions import Names, Unusable
from callsheet.ports.telephony import Utterance
from callsheet.ports.understanding import CHANGED, GIVEN, NOTED, UNCLEAR, Intent, Understood
from callsheet.script.collected import Collected, SaidFor
from callsheet.script.intents import Listener
from callsheet.script.slots import Slot
from callsheet.script.wanted import FREE, Wanted
from callsheet.understanding.beside import corrected, is_clear, is_sign
from callsheet.understanding.built_in import REFUSE
from callsheet.understanding.words import words

Place = tuple[int, int]
# Words of an answer in which those of others are looked for. Who tells more has hardly meant all of it as an answer.
MOST_WORDS = 40


class CollectedQuestion(Struct, frozen=True):
    """A question of a collect: the name that keeps its answer, and what it asks for."""

    name: str
    slot: Slot | None


class Together(Struct, frozen=True, kw_only=True):
    """The questions of the collect at a `state`, of which `own` is put, or that which confirms all (empty). `called`
    are the words that change one, as intents by its name; `used` are, of each name, those that are asked again."""

    state: str
    questions: tuple[CollectedQuestion, ...]
    called: Listener
    used: Mapping[str, frozenset[str]]
    own: str = ""

    def in_call(self, so_far: Mapping[str, Collected], names: Names, now: datetime, language: str) -> "HeardTogether":
        """They as they are listened for now, `so_far` being how far collects have come, by their states."""
        return HeardTogether(together=self, collected=so_far[self.state], names=names, now=now, language=language)


class FoundBeside(Struct, frozen=True):
    """What was said for another question, from `start` to before `end` of the utterance."""

    question: CollectedQuestion
    kind: str
    start: int
    end: int
    known: bool

    @property
    def place(self) -> Place:
        """Where it is said."""
        return self.start, self.end

    def goes_before(self, other: "FoundBeside", *, first: bool) -> bool:
        """Whether it takes words that both have. `first`: its question stands before the other's."""
        length, others = self.end - self.start, other.end - other.start
        if length != others:
            return length > others
        if self.kind != other.kind or (self.known and other.known):
            return False
        return first if self.known == other.known else not self.known


class HeardTogether(Struct, frozen=True, kw_only=True):
    """One of the questions at one moment of one call."""

    together: Together
    collected: Collected
    names: Names
    now: datetime
    language: str

    @property
    def told(self) -> tuple[Intent, ...]:
        """What a model may be told of beside the question's own answers."""
        return tuple(each for each in self.together.called.intents if each.name in self.collected.known)

    def understand(self, heard: Utterance, own: Wanted) -> Understood:
        """What was meant, by the question's own answers, which are `own`, and by what stands beside them."""
        alone = own.understand(heard)
        if alone.how == "wait" or (alone.how == "phrase" and not is_sign(heard.text, self.language)):
            return alone
        start, end = corrected(heard.text, self.language)
        called = self.together.called.understand(replace(heard, text=heard.text[start:end]))
        if called.intent in self.collected.known:
            return self.changes(called)
        taken = self._own(heard.text, own)
        found = self._found(heard.text, own, taken)
        if not found:
            if not self.together.own and alone.intent == "unclear" and own.is_refused(heard, self.language):
                return Understood(REFUSE.name, "phrase", heard.confidence)
            # A yes beside a value that is not clear confirms nothing.
            return UNCLEAR if alone.how == "phrase" and self._holds_value(heard.text) else alone
        rest = replace(heard, text=_without(heard.text, (each.place for each in found)))
        answered = self._answered(own, rest, taken)
        said = {each.question.name: replace(heard, text=heard.text[each.start : each.end]) for each in found}
        before = {name for name, words in said.items() if self._is_so(name, words)}
        return self._meant(answered, rest, {name: words for name, words in said.items() if name not in before})

    def changes(self, called: Understood) -> Understood:
        """Asking for another answer to a question that was answered, by one of the words that it is called."""
        return replace(called, intent=CHANGED, said=((called.intent, None),))

    def _meant(self, answered: Understood, rest: Utterance, said: Mapping[str, Utterance]) -> Understood:
        """What is meant by the rest of what was heard, beside what was `said` for others."""
        if not said:
            return answered
        if said.keys() & (self.collected.known.keys() | self.collected.said.keys()):
            if answered.intent not in (GIVEN, "unclear") and not is_sign(rest.text, self.language):
                return UNCLEAR
            both: SaidFor = {**said, self.together.own: rest} if self._keeps_own(answered) else said
            return Understood(CHANGED, "value", rest.confidence, said=tuple(both.items()))
        if answered.intent == "unclear":
            return Understood(NOTED, "value", rest.confidence, said=tuple(said.items()))
        return replace(answered, said=tuple(said.items()))

    def _answered(self, own: Wanted, rest: Utterance, taken: list[Place]) -> Understood:
        """What the question's own answers make of the rest: an option is chosen by it as clearly as a value is said."""
        answered = own.understand(rest)
        beside = replace(rest, text=_without(rest.text, taken))
        if answered.intent != "unclear" or not taken or own.listener.understand(beside).intent != "unclear":
            return answered
        return own.understand(replace(rest, text=rest.text[slice(*taken[0])]))

    def _keeps_own(self, answered: Understood) -> bool:
        slot = self._slot(self.together.own)
        return answered.intent == GIVEN and slot is not None and slot.is_told_apart

    def _found(self, text: str, own: Wanted, taken: list[Place]) -> list[FoundBeside]:
        """What is said for other questions, clearly, and each of it once."""
        start, end = corrected(text, self.language)
        corrects = (start, end) != (0, len(text))
        if (own.kind in FREE and not corrects) or len(words(text)) > MOST_WORDS:
            return []
        left = _without(text, taken)
        read = [each for asked in self.together.questions if (each := self._read(left, asked, corrects=corrects))]
        found = [each for place, each in enumerate(read) if _is_first(place, read)]
        places = [*taken, *(each.place for each in found)]
        first = min((place[0] for place in places), default=0)
        beside = _without(text, places)
        if own.kind in FREE and words(beside[start:end]):
            return []
        return found if is_clear(text[start:first], beside[first:end], self.language) else []

    def _holds_value(self, text: str) -> bool:
        slots = (asked.slot for asked in self.together.questions if asked.slot and asked.slot.is_told_apart)
        read = (slot.readings(self.now, self.language) for slot in slots)
        return any(readings.read(text) for readings in read if readings)

    def _own(self, text: str, own: Wanted) -> list[Place]:
        slot = self._slot(self.together.own)
        if own.kind in FREE:
            return []
        readings = own.readings or (slot.readings(self.now, self.language) if slot else None)
        place = readings.place(text) if readings else None
        return [place] if place else []

    def _read(self, text: str, asked: CollectedQuestion, *, corrects: bool) -> FoundBeside | None:
        known = asked.name in self.collected.known
        open_ = not known and self.together.own and (not corrects or asked.name in self.collected.said)
        if asked.slot is None or not asked.slot.is_told_apart or asked.name == self.together.own:
            return None
        readings = asked.slot.readings(self.now, self.language) if known or open_ else None
        place = readings.place(text) if readings else None
        if readings is None or place is None or (known and self._value(asked.slot, text[slice(*place)]) is None):
            return None
        return FoundBeside(asked, readings.kind, *place, known)

    def _is_so(self, name: str, said: Utterance) -> bool:
        """Whether that was said before."""
        slot = self._slot(name)
        if name in self.collected.known and slot:
            return self._value(slot, said.text) == self.names.get(name)
        return name in self.collected.said and self.collected.said[name].text == said.text

    def _value(self, slot: Slot, said: str) -> object:
        """The value of words within the bounds of now; None where it is out of them, or nobody can judge it."""
        try:
            readings = slot.bounded(self.names, self.now, self.language)
        except Unusable:
            return None
        return readings.of_words(said) if readings else None

    def _slot(self, name: str) -> Slot | None:
        return next((asked.slot for asked in self.together.questions if asked.name == name), None)


def _is_first(place: int, read: list[FoundBeside]) -> bool:
    own = read[place]
    rivals = (
        (at, each) for at, each in enumerate(read) if at != place and each.start < own.end and own.start < each.end
    )
    return all(own.goes_before(each, first=place < at) for at, each in rivals)


def _without(text: str, places: Iterable[Place]) -> str:
    """The text with a pause in these places, so that all others stay where they are."""
    for start, end in places:
        text = f"{text[:start]},{' ' * (end - start - 1)}{text[end:]}"
    return text
