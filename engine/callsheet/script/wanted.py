"""What a question asks for at one moment of one call, and what it makes of what is heard.

In this order: keys, words that are a value, words that are a phrase of an answer. A value wins over a yes and a no; one
that stands beside another answer, or beside words that make it doubtful, is unclear.
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from callsheet.ports.telephony import KeyPress, Keys, Utterance
from callsheet.ports.understanding import BESIDE, GIVEN, NOT_OFFERED, SEVERAL, UNCLEAR, Intent, Understood, unclear
from callsheet.ports.values import Value
from callsheet.script.intents import Listener
from callsheet.understanding.beside import behind_no, is_clear, is_sign
from callsheet.understanding.built_in import REFUSE
from callsheet.understanding.echoes import without_echo
from callsheet.understanding.phrases import WAIT
from callsheet.understanding.values import Meant, Sayable, choose, expected, from_keys, read, read_among, refused
from callsheet.understanding.values.said import words_of
from callsheet.understanding.words import words

# Kinds that any words can be: phrases of answers come first.
FREE = frozenset({"name", "email", "text"})

# Words of one value; what stands before them is none of it.
MOST_WORDS = 16


class Readings(Struct, frozen=True, kw_only=True):
    """How words become a value: of which kind, within which bounds (inclusive), of which length in characters. Where
    one of several things is chosen by such a value, they are `among`: of those, the value that is said; None where
    several have it."""

    kind: str
    now: datetime
    language: str
    from_: Sayable | None = None
    to: Sayable | None = None
    length: tuple[int, int] | None = None
    among: Mapping[Sayable, Value] | None = None

    def of_keys(self, keys: str) -> Understood:
        """The value that was typed; unclear where it is none, or out of bounds."""
        value = from_keys(self.kind, keys, self.language)
        why = "" if value is None else refused(value, self.from_, self.to, self.length)
        return unclear(why) if value is None or why else Understood(GIVEN, "key", 1.0, value)

    def of_words(self, said: str) -> Value:
        """The value that words are, and nothing else; None where they are none."""
        found = self._chosen(self.read(said))
        return self._value(found) if found else None

    def place(self, said: str) -> tuple[int, int] | None:
        """Where in the words it is said, from its first character to behind its last; None where it is not, or said
        twice. Numbers before it that are none of it are left out."""
        found = self.read(said)
        if not found or any(each.start != found[0].start for each in found):
            return None
        start, end = found[0].start, found[0].end
        values = [each.value for each in found]
        starts = [start + word.start for word in words_of(said[start:end])][-MOST_WORDS:]
        readings = {at: self.read(said[at:end]) for at in (start, *starts)}  # "-5" begins before its first word
        same = [at for at in starts if [each.value for each in readings[at]] == values] or [start]
        before = max((at for at in starts if at < same[-1]), default=start)
        # "At nine" is nine, and leaves no "at".
        return (before if before in same and readings[before][0].start == 0 else same[-1]), end

    def of_pointed(self, pointed: str, heard: str) -> Value:
        """The value that words are, of all that was heard; None where they are none, were not said, or are a part of
        what is another value with the word beside them: "twenty" of "twenty-seven"."""
        value, own, said = self.of_words(pointed), words(pointed), words(heard)
        for start in range(len(said)):
            end = start + len(own)
            if own and said[start:end] == own:
                wider = (" ".join(each) for each in (said[max(start - 1, 0) : end], said[start : end + 1]))
                if not any(self.read(text) and self.of_words(text) != value for text in wider):
                    return value
        return None

    def understand(self, heard: Utterance, listener: Listener) -> Understood | None:
        """The value that was said, or unclear; None where there is none in the words."""
        readings = self.read(heard.text)
        if not readings:
            return None
        chosen = self._chosen(readings)
        if chosen is None:
            return unclear(self._refused(readings[0].value))
        before, after = heard.text[: chosen.start], heard.text[chosen.end :]
        beside = f"{before} {after}".strip()
        other = any(each.start >= chosen.end or each.end <= chosen.start for each in readings)
        if other or not is_clear(before, after, self.language) or self.read(beside):
            return unclear(SEVERAL if other or self.read(beside) else BESIDE)
        if listener.understand(Utterance(beside)).intent != "unclear" and not is_sign(beside, self.language):
            return unclear(BESIDE)
        return Understood(GIVEN, "value", heard.confidence, self._value(chosen))

    def read(self, words: str) -> tuple[Meant, ...]:
        """All that words can mean, whatever the bounds."""
        if self.among is None:
            return read(self.kind, words, self.now, self.language)
        return read_among(self.among, self.kind, words, self.now, self.language)

    def _chosen(self, readings: tuple[Meant, ...]) -> Meant | None:
        if self.among is None:
            return choose(readings, self.from_, self.to, self.length)
        # "nine" is one of nine and ten o'clock, and nobody knows which of nine in the morning and nine in the evening.
        found = {reading.value: reading for reading in readings if reading.value in self.among}
        value, reading = found.popitem() if len(found) == 1 else (None, None)
        return reading if value is not None and self.among[value] is not None else None

    def is_doubtful(self, said: str) -> bool:
        """Whether one of the words would be a value by itself, where all of them are none."""
        return self.kind not in FREE and any(self.read(said[word.start : word.end]) for word in words_of(said))

    def _refused(self, value: Sayable) -> str:
        return NOT_OFFERED if self.among is not None else refused(value, self.from_, self.to, self.length)

    def _value(self, meant: Meant) -> Value:
        return meant.value if self.among is None else self.among[meant.value]


class Wanted(Struct, frozen=True):
    """What is listened for, and how words become a value: by what they say, or as a phrase of one of the `options`, by
    the names of their intents. `keys` give one of them; `told` are the intents that a model may be told of."""

    listener: Listener
    told: tuple[Intent, ...]
    readings: Readings | None = None
    options: Mapping[str, Value] = {}
    keys: Mapping[str, Value] = {}
    echo: str = ""  # what a value may have before it, as a pattern
    refused_in: str = ""  # the language in which a no refuses, whatever else is said behind it
    around: tuple[str, ...] = ()  # words that may stand beside an option
    confirmed: bool = False  # the value is confirmed later: nobody needs to be sure of it
    value_first: bool = False  # whatever else it may mean: "one" is a value rather than a key

    @property
    def kind(self) -> str:
        """The kind of value that is said, or empty."""
        return self.readings.kind if self.readings else ""

    @property
    def said_with(self) -> tuple[str, ...]:
        """The words that the value is said with, as far as they are known."""
        chosen = [
            phrase for intent in self.listener.intents if intent.name in self.options for phrase in intent.phrases
        ]
        options = [word for phrase in chosen for word in phrase.split()]
        read = expected(self.readings.kind, self.readings.language) if self.readings else ()
        return tuple(dict.fromkeys((*options, *self.around, *read)))

    def why_unclear(self, said: str) -> str:
        """Why words are no value, as far as is known."""
        return BESIDE if self.readings and self.readings.is_doubtful(said) else ""

    def likeliest(self, heard: Utterance) -> Understood | None:
        """The value that was said in all likelihood, with its share of all that may have been said as the confidence,
        and with its words, where they are not those that were heard; None where none may have been."""
        found: list[Understood] = []
        for text, likely in heard.alternatives:
            meant = self.understand(Utterance(text))
            if meant.intent != GIVEN:
                continue
            place = next((at for at, each in enumerate(found) if each.value == meant.value), len(found))
            if place == len(found):
                found.append(replace(meant, confidence=0.0, words="" if text == heard.text else text))
            found[place] = replace(found[place], confidence=found[place].confidence + likely)
        if not found:
            return None
        likeliest = max(found, key=lambda each: each.confidence)
        return replace(likeliest, confidence=likeliest.confidence / sum(each.confidence for each in found))

    def understand(self, heard: Utterance | KeyPress | Keys) -> Understood:
        """What was meant: the value (`given`), an intent, or `unclear`."""
        if isinstance(heard, Keys):
            return self.readings.of_keys(heard.text) if self.readings else UNCLEAR
        if isinstance(heard, KeyPress):
            value = self.keys.get(heard.key)
            return self.listener.understand(heard) if value is None else Understood(GIVEN, "key", 1.0, value)
        understood = self._said(heard)
        if understood.intent == "unclear" and understood.how != WAIT.how and self.is_refused(heard, self.refused_in):
            return Understood(REFUSE.name, "phrase", heard.confidence)
        return understood

    def is_refused(self, heard: Utterance, language: str) -> bool:
        """Whether a no stands before words that nobody understands; of no language none does."""
        behind = behind_no(heard.text, language) if language else ""
        return bool(behind) and self.listener.understand(Utterance(behind)).intent == "unclear"

    def _said(self, heard: Utterance) -> Understood:
        """What words mean."""
        answered = self.meant(self.listener.understand(heard))
        if self.readings is None:
            return answered
        given = self.readings.understand(replace(heard, text=without_echo(heard.text, self.echo)), self.listener)
        if given is None or answered.intent == "unclear":
            return given or answered
        if self.value_first:
            return given
        if answered.intent == GIVEN:  # "the third" is an option, and may be a day
            return answered if given.value in (None, answered.value) else unclear(SEVERAL)
        # What is a phrase as a whole is no value; but what a plain yes may stand beside is one: "yes, book Friday".
        goes_first = self.readings.kind in FREE or not is_sign(heard.text, self.readings.language)
        return answered if goes_first else given

    def meant(self, understood: Understood) -> Understood:
        """What was understood, an option as its value."""
        if understood.intent not in self.options:
            return understood
        return Understood(GIVEN, understood.how, understood.confidence, self.options[understood.intent])

    def pointed_at(self, understood: Understood, said: str) -> Understood:
        """What a model has understood: an option as its value, and words of the caller's that it has pointed at as what
        they are. What it has made up is unclear."""
        if understood.intent != GIVEN:
            return self.meant(understood)
        value = self.readings.of_pointed(understood.words, said) if self.readings else None
        return UNCLEAR if value is None else Understood(GIVEN, "model", understood.confidence, value)
