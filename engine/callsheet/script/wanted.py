"""What a question asks for at one moment of one call, and what it makes of what is heard.

In this order: keys, words that are a value, words that are a phrase of an answer. A value wins over a yes and a no; one
that stands beside another answer, or beside words that make it doubtful, is unclear.
"""

from datetime import datetime

from msgspec import Struct

from callsheet.ports.telephony import KeyPress, Keys, Utterance
from callsheet.ports.understanding import GIVEN, UNCLEAR, Understood
from callsheet.ports.values import Value
from callsheet.script.intents import Listener
from callsheet.understanding.beside import is_clear, is_sign
from callsheet.understanding.values import Meant, Sayable, choose, from_keys, read

# Kinds that any words can be: phrases of answers come first.
FREE = frozenset({"name", "email", "text"})


class Readings(Struct, frozen=True):
    """How words become a value: of which kind, within which bounds (inclusive), of which length in characters."""

    kind: str
    now: datetime
    language: str
    from_: Sayable | None = None
    to: Sayable | None = None
    length: tuple[int, int] | None = None

    def of_keys(self, keys: str) -> Value:
        """The value that was typed; None where it is none, or out of bounds."""
        value = from_keys(self.kind, keys, self.language)
        found = value is not None and choose((Meant(value, 0, 0),), self.from_, self.to, self.length)
        return found.value if found else None

    def of_words(self, words: str) -> Value:
        """The value that words are, and nothing else; None where they are none."""
        found = choose(read(self.kind, words, self.now, self.language), self.from_, self.to, self.length)
        return found.value if found else None

    def understand(self, heard: Utterance, listener: Listener) -> Understood | None:
        """The value that was said, or unclear; None where there is none in the words."""
        text = heard.text
        readings = read(self.kind, text, self.now, self.language)
        if not readings:
            return None
        chosen = choose(readings, self.from_, self.to, self.length)
        if chosen is None:
            return UNCLEAR
        before, after = text[: chosen.start], text[chosen.end :]
        beside = f"{before} {after}".strip()
        other = any(each.start >= chosen.end or each.end <= chosen.start for each in readings)
        if other or not is_clear(before, after, self.language) or read(self.kind, beside, self.now, self.language):
            return UNCLEAR
        if listener.understand(Utterance(beside)).intent != "unclear" and not is_sign(beside, self.language):
            return UNCLEAR
        return Understood(GIVEN, "value", heard.confidence, chosen.value)


class Wanted(Struct, frozen=True):
    """What is listened for, and how words become a value."""

    listener: Listener
    readings: Readings | None = None

    def understand(self, heard: Utterance | KeyPress | Keys) -> Understood:
        """What was meant: the value (`given`), an intent, or `unclear`."""
        match heard:
            case Keys(text=keys):
                value = self.readings.of_keys(keys) if self.readings else None
                return UNCLEAR if value is None else Understood(GIVEN, "key", 1.0, value)
            case KeyPress():
                return self.listener.understand(heard)
        answered = self.listener.understand(heard)
        given = self.readings.understand(heard, self.listener) if self.readings else None
        if self.readings is None or given is None:
            return answered
        # What is a phrase as a whole is no value; but what a plain yes may stand beside is one: "yes, book Friday".
        is_phrase = answered.intent != "unclear"
        goes_first = self.readings.kind in FREE or not is_sign(heard.text, self.readings.language)
        return answered if is_phrase and goes_first else given
