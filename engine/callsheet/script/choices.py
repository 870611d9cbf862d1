"""Slots that a caller fills by choosing: one of some texts, or one of the rows that a list has."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from functools import lru_cache

from msgspec import Struct

from callsheet.analysis.facts import Facts
from callsheet.analysis.inference import shape_of
from callsheet.analysis.shapes import UNKNOWN, Shape, list_of, one_of
from callsheet.expressions import Expression, Names, Template, Unusable
from callsheet.expressions.values import field
from callsheet.ports.english import FIRST_TWENTY
from callsheet.ports.languages import is_english
from callsheet.ports.understanding import Intent
from callsheet.ports.values import Row, Value
from callsheet.script.intents import Listener
from callsheet.script.slots import FOR_ALL, Slot
from callsheet.script.wanted import Readings, Wanted
from callsheet.script.words import Word
from callsheet.understanding.languages import language
from callsheet.understanding.values import Meant, Sayable, expected
from callsheet.understanding.values.said import words_of
from callsheet.understanding.words import words

# The keys of the first nine: the nth gives the nth.
PLACES = "123456789"
# Rows that can be chosen by word. Nobody listens to as many.
MOST_ROWS = 100


class Option(Struct, frozen=True):
    """A text that can be chosen, and further words that mean it."""

    text: Word
    also: tuple[Word, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """All that callers say for it."""
        return (self.text, *self.also)


class OptionSlot(Slot, frozen=True, kw_only=True):
    """One of some texts."""

    options: tuple[Option, ...]

    @property
    def own_keys(self) -> frozenset[str]:
        return frozenset(PLACES[: len(self.options)])

    @property
    def early_keys(self) -> frozenset[str]:
        return self.own_keys

    @property
    def is_corrected(self) -> bool:
        return True

    @property
    def is_told_apart(self) -> bool:
        return True

    def shape(self, facts: Facts) -> Shape:
        return one_of(option.text.text for option in self.options)

    def spoken(self) -> tuple[Intent, ...]:
        return tuple(Intent(option.text.text, "", tuple(word.text for word in option.words)) for option in self.options)

    def intents(self, language: str) -> tuple[Intent, ...]:
        number = len(self.options)
        return tuple(
            Intent(
                option.text.text,
                f"The caller chooses {option.text.text}.",
                (*(word.text for word in option.words), *_places(place, number, language)),
                press=PLACES[place : place + 1],
            )
            for place, option in enumerate(self.options)
        )

    def readings(self, now: datetime, language: str) -> Readings:
        said = {_plain(word.text, language): option.text.text for option in self.options for word in option.words}
        return OptionReadings(kind="", now=now, language=language, options=said)

    def wanted(self, listener: Listener, names: Names, now: datetime, language: str) -> Wanted:
        texts = [option.text.text for option in self.options]
        keys = dict(zip(PLACES, texts, strict=False))
        options = {text: text for text in texts}
        return Wanted(listener, listener.intents, options=options, keys=keys, around=expected("", language))


class OptionReadings(Readings, frozen=True, kw_only=True):
    """How an option is read from among other words: by its own ones, and not by its place. `options` are these words,
    each with the option's text."""

    options: Mapping[tuple[str, ...], str]

    def read(self, words: str) -> tuple[Meant, ...]:
        said = [(plain, word) for word in words_of(words) for plain in _plain(word.text, self.language)]
        plain = tuple(each for each, _ in said)
        longest = max(map(len, self.options), default=0)
        found: list[Meant] = []
        at = 0
        while at < len(said):
            ends = range(min(at + longest, len(said)), at, -1)
            end = next((end for end in ends if plain[at:end] in self.options), at)
            if end > at:
                found.append(Meant(self.options[plain[at:end]], said[at][1].start, said[end - 1][1].end))
            at = max(end, at + 1)
        return tuple(found)


def _plain(text: str, tag: str) -> tuple[str, ...]:
    return language(tag).plain(text)


class RowSlot(Slot, frozen=True, kw_only=True):
    """One of the rows of a list, by what stands in the column `by`."""

    rows: Expression
    by: Word

    @property
    def takes(self) -> frozenset[str]:
        return FOR_ALL | {"by", "if_none"}

    @property
    def own_keys(self) -> frozenset[str]:
        return frozenset(PLACES)

    @property
    def among(self) -> Expression:
        return self.rows

    def texts(self) -> Iterable[Template | Expression]:
        return (self.rows,)

    def shape(self, facts: Facts) -> Shape:
        return shape_of(self.rows.tree, facts).item or UNKNOWN

    def choices(self, facts: Facts) -> Shape | None:
        return list_of(self.shape(facts).columns.get(self.by.text, (UNKNOWN, None))[0])

    def is_empty(self, names: Names) -> bool:
        return not self._rows(names)

    def read_out(self, names: Names) -> Value:
        return tuple(field(row, self.by.text, self.rows.source) for row in self._rows(names))

    def wanted(self, listener: Listener, names: Names, now: datetime, language: str) -> Wanted:
        rows = self._rows(names)[:MOST_ROWS]
        held = [field(row, self.by.text, self.rows.source) for row in rows]
        readings = _by_value(held, rows, now, language)
        said = _only_its_own([_runs(value) if isinstance(value, str) else {} for value in held])
        offered = tuple(
            Intent(
                f"row {place}",
                "",
                (*_places(place, len(rows), language), *said[place]),
                press="" if readings else PLACES[place : place + 1],  # "two" is two o'clock, where times are chosen
            )
            for place in range(len(rows))
        )
        hopes = _listener((*listener.intents, *offered), language)
        options = {intent.name: row for intent, row in zip(offered, rows, strict=True)}
        keys = dict(zip(PLACES, rows, strict=False))
        return Wanted(hopes, listener.intents, readings, options, keys, around=expected("", language))

    def _rows(self, names: Names) -> tuple[Value, ...]:
        rows = self.rows.evaluate(names)
        if rows is None:
            return ()
        if not isinstance(rows, tuple) or not all(isinstance(row, Row) for row in rows):
            raise Unusable("bad_value", f"one_of needs a list of rows, and {self.rows.source} is none")
        return rows


# What calls listen for just now: each attempt listens twice for the same rows, for what is said and what it means.
@lru_cache(maxsize=64)
def _listener(intents: tuple[Intent, ...], language: str) -> Listener:
    return Listener.of(intents, language)


def _by_value(held: list[Value], rows: tuple[Value, ...], now: datetime, language: str) -> Readings | None:
    """How rows are chosen that a moment or a number stands in: by saying it. What several have chooses none."""
    kinds: tuple[tuple[type, str], ...] = ((datetime, "date_and_time"), (date, "date"), (time, "time"), (int, "number"))
    for type_, kind in kinds:
        if held and all(isinstance(value, type_) and not isinstance(value, bool) for value in held):
            among: dict[Sayable, Value] = {}
            for value, row in zip(held, rows, strict=True):
                if isinstance(value, date | time | int):
                    among[value] = row if held.count(value) == 1 else None
            return Readings(kind=kind, now=now, language=language, among=among)
    return None


def _places(place: int, number: int, language: str) -> Iterator[str]:
    """How people say which of `number` it is, from 0."""
    if not is_english(language) or place >= len(FIRST_TWENTY):
        return
    for ordinal in (FIRST_TWENTY[place], *(["last"] if place == number - 1 and number > 1 else [])):
        yield from (ordinal, f"the {ordinal}", f"{ordinal} one", f"the {ordinal} one")
    yield from (f"number {place + 1}", f"option {place + 1}")


def _runs(text: str) -> dict[str, None]:
    """All runs of words in a text, the whole of it first."""
    said = words(text)
    lengths = range(len(said), 0, -1)
    return dict.fromkeys(" ".join(said[at : at + n]) for n in lengths for at in range(len(said) - n + 1))


def _only_its_own(runs: list[dict[str, None]]) -> list[list[str]]:
    """Of each, what none of the others has."""
    return [[run for run in own if not any(run in other for other in runs if other is not own)] for own in runs]
