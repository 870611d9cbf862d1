"""Opening hours as their author wrote them, and as calls ask for them."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from callsheet.ports.english import DAYS
from callsheet.ports.iso import read_date
from callsheet.script.words import Word
from callsheet.source import document as source
from callsheet.source.document import Node, Scalar, Sequence

EVERY_DAY, EXCEPT, CLOSED = "every_day", "except", "closed"
WEEKDAYS: Mapping[str, int] = {day.lower(): number for number, day in enumerate(DAYS)}
MINUTES_A_DAY = 24 * 60
_RANGE = r"([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})"
_SEVERAL = r"([a-z]+) to ([a-z]+)"


class Range(Struct, frozen=True):
    """From when to when, in minutes from the day's beginning; past midnight the end is more than a day."""

    begins: int
    ends: int


class WrittenDay(Struct, frozen=True):
    """A line of opening hours: the weekdays that it names (0 is Monday) or the one date; neither where it is no day."""

    key: Word
    weekdays: tuple[int, ...]
    date: date | None
    ranges: tuple[tuple[Word, Range], ...]


class OpeningHours(Struct, frozen=True):
    """Hours under a name: what is open on each weekday, and on dates that are exceptions. Not `sound`: something of it
    could not be read."""

    name: Word
    written: tuple[WrittenDay, ...]
    week: tuple[tuple[Range, ...], ...]
    exceptions: Mapping[date, tuple[Range, ...]]
    sound: bool

    def on(self, day: date) -> tuple[Range, ...]:
        """When it is open on a day, in order."""
        return self.exceptions.get(day, self.week[day.weekday()])


def read_hours(root: source.Mapping) -> dict[str, OpeningHours]:
    """The opening hours of a script, by name."""
    node = root.get("hours")
    entries = node if isinstance(node, source.Mapping) else ()
    return {entry.name: _hours(Word(entry.name, entry.key.span), entry.value) for entry in entries}


def _hours(name: Word, node: Node) -> OpeningHours:
    written = tuple(_written(node))
    week: list[tuple[Range, ...]] = [()] * len(DAYS)
    exceptions: dict[date, tuple[Range, ...]] = {}
    for day in written:
        ranges = tuple(sorted((each for _, each in day.ranges), key=lambda each: each.begins))
        for number in day.weekdays:
            week[number] = ranges
        if day.date is not None:
            exceptions[day.date] = ranges
    return OpeningHours(name, written, tuple(week), exceptions, _sound(node))


def _sound(node: Node) -> bool:
    match node:
        case source.Mapping(complete=complete):
            return complete and all(_sound(entry.value) for entry in node)
        case Sequence(items=items):
            return all(map(_sound, items))
    return isinstance(node, Scalar)


def _written(node: Node, *, dates: bool = False) -> Iterator[WrittenDay]:
    for entry in node if isinstance(node, source.Mapping) else ():
        if entry.name == EXCEPT and not dates:
            yield from _written(entry.value, dates=True)
            continue
        weekdays, day = ((), read_date(entry.name)) if dates else (weekdays_of(entry.name), None)
        yield WrittenDay(Word(entry.name, entry.key.span), weekdays, day, tuple(_ranges(entry.value)))


def weekdays_of(key: str) -> tuple[int, ...]:
    """The weekdays that a key names; none where it is no day."""
    if key == EVERY_DAY:
        return tuple(range(len(DAYS)))
    if key in WEEKDAYS:
        return (WEEKDAYS[key],)
    several = re.fullmatch(_SEVERAL, key)
    if several is None or not {several[1], several[2]} <= WEEKDAYS.keys():
        return ()
    first, last = WEEKDAYS[several[1]], WEEKDAYS[several[2]]
    return tuple((first + number) % len(DAYS) for number in range((last - first) % len(DAYS) + 1))


def _ranges(node: Node) -> Iterator[tuple[Word, Range]]:
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Scalar) and (found := re.fullmatch(_RANGE, str(item.value))):
            begins, ends = (int(found[place]) * 60 + int(found[place + 1]) for place in (1, 3))
            yield Word(str(item.value), item.span), Range(begins, ends if ends >= begins else ends + MINUTES_A_DAY)
