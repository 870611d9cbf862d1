"""A slot that any of several questions fills: what a caller corrects once all of them were answered."""

from datetime import datetime

from msgspec import Struct

from callsheet.analysis.facts import Facts
from callsheet.analysis.shapes import UNKNOWN, Shape
from callsheet.expressions import Names, Unusable
from callsheet.ports.telephony import Utterance
from callsheet.ports.understanding import GIVEN, UNCLEAR, Understood
from callsheet.ports.values import Row, Value
from callsheet.script.intents import Listener
from callsheet.script.parts import QuestionSettings
from callsheet.script.slots import Slot
from callsheet.script.wanted import Readings, Wanted


class CollectedValue(Struct, frozen=True):
    """A question, and the name that keeps its value."""

    name: str
    settings: QuestionSettings


class SeveralSlot(Slot, frozen=True, kw_only=True):
    """The value of one of several questions, as a row that has it under the question's name."""

    asked: tuple[CollectedValue, ...]

    def shape(self, facts: Facts) -> Shape:
        return UNKNOWN

    def wanted(self, listener: Listener, names: Names, now: datetime, language: str) -> Wanted:
        each: list[tuple[str, Wanted]] = []
        for asked in self.asked:
            try:
                each.append((asked.name, asked.settings.wanted(names, lambda: now, language)))
            except Unusable:  # a bound is not known: what nobody can judge is asked for
                continue
        readings = SeveralReadings(kind="", now=now, language=language, each=tuple(each))
        return Wanted(listener, listener.intents, readings)


class SeveralReadings(Readings, frozen=True, kw_only=True):
    """How words become the value of one of several questions. What two of them could mean is unclear."""

    each: tuple[tuple[str, Wanted], ...]

    def of_keys(self, keys: str) -> Value:
        return None

    def of_words(self, words: str) -> Value:
        return self._row(Utterance(words))

    def understand(self, heard: Utterance, listener: Listener) -> Understood | None:
        found = self._values(heard)
        if len(found) > 1:
            return UNCLEAR
        return Understood(GIVEN, "value", heard.confidence, Row(found)) if found else None

    def _row(self, heard: Utterance) -> Row | None:
        found = self._values(heard)
        return Row(found) if len(found) == 1 else None

    def _values(self, heard: Utterance) -> dict[str, Value]:
        understood = ((name, wanted.understand(heard)) for name, wanted in self.each)
        return {name: found.value for name, found in understood if found.intent == GIVEN}
