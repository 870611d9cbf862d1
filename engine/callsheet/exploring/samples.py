"""Values that can make a difference: one of each kind of what a script tells apart, and their neighbours."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from callsheet.analysis.shapes import Kind
from callsheet.exploring.compared import Compared
from callsheet.expressions.values import is_number
from callsheet.ports.english import DAYS, FIRST_TWENTY
from callsheet.ports.iso import read_date, read_datetime, read_time
from callsheet.ports.values import Value

# A number that nobody compares with anything.
SOME_NUMBER = 7
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NINE = time(9, 5)
# The only values that something can have, where there are not any others.
Allowed = Sequence[int | float | str]
# Neighbours of days that are compared with today.
AROUND = (-1, 0, 1)


class Samples:
    """The values that a column or a name is given. `now` is the moment at which calls are walked."""

    def __init__(self, compared: Compared, now: datetime) -> None:
        self._compared = compared
        self._now = now

    def of(self, name: str, kind: Kind, *, nullable: bool | None, allowed: Allowed = ()) -> tuple[Value, ...]:
        """One of each class, the usual one first; None where it can be missing. Where there are some, `allowed` are the
        only values that it can have."""
        found: dict[Hashable, Value] = {}
        for value in self._values(name, kind, allowed):
            found.setdefault(self._compared.told_apart(name, value), value)
        values = list(found.values())
        return tuple([*values, None] if nullable is not False else values)

    def usual(self, name: str, kind: Kind, number: int, allowed: Allowed = ()) -> Value:
        """What stands there in the row of this number, where nothing depends on it: in no two of the first rows the
        same."""
        place = (number - 1) % len(FIRST_TWENTY)
        match kind:
            case "boolean":
                return True
            case "date":
                return self._now.date() + (place + 1) * DAY
            case "time":
                return time((NINE.hour + place) % 24, NINE.minute)
            case "datetime":
                return self._at(NINE) + (place + 1) * DAY
        if allowed:
            return allowed[0]
        return SOME_NUMBER + place if kind == "number" else f"the {FIRST_TWENTY[place]} {name.replace('_', ' ')}"

    def _values(self, name: str, kind: Kind, allowed: Allowed) -> Iterator[Value]:
        constants = self._compared.constants.get(name, set())
        match kind:
            case "boolean":
                yield from (True, False)
            case "date" | "time" | "datetime":
                yield self.usual(name, kind, 1)
                yield from self._moments(name, kind, constants)
            case _ if allowed:
                yield from sorted(allowed, key=lambda value: value in constants)  # the usual one first
            case "number":
                yield from self._numbers(name, constants)
            case _:
                yield self.usual(name, kind, 1)
                yield from sorted(value for value in constants if isinstance(value, str))
                if kind != "text":
                    yield from sorted(_numbers(constants))

    def _numbers(self, name: str, constants: Iterable[Value]) -> Iterator[Value]:
        points = _numbers(constants) or ({SOME_NUMBER} if name in self._compared.related else set())
        if not points:
            yield SOME_NUMBER
        yield from sorted({near for point in points for near in (point - 1, point, point + 1)})

    def _moments(self, name: str, kind: Kind, constants: Iterable[Value]) -> Iterator[Value]:
        texts = sorted(value for value in constants if isinstance(value, str))
        days = {day for text in texts if (day := read_date(text)) is not None}
        days |= {self._now.date() + days * DAY for days in self._compared.relative.get(name, ())}
        days |= {
            self._now.date() + (DAYS.index(text) - self._now.weekday()) % 7 * DAY for text in texts if text in DAYS
        }
        if name in self._compared.related and not days:
            days = {self._now.date()}
        times = {moment.replace(tzinfo=None) for text in texts if (moment := read_time(text)) is not None}
        if kind == "date":
            yield from sorted({day + step * DAY for day in days for step in AROUND})
        elif kind == "time":
            yield from sorted({_later(moment, step) for moment in times for step in AROUND})
        else:
            moments = {each for text in texts if (each := read_datetime(text)) is not None}
            moments = {each if each.tzinfo else each.replace(tzinfo=self._now.tzinfo) for each in moments}
            moments |= {self._at(NINE, day) for day in days} | {self._at(moment) for moment in times}
            if 0 in self._compared.relative.get(name, ()):
                moments.add(self._now)
            step = HOUR if times and not days else DAY
            yield from sorted({moment + at * step for moment in moments for at in AROUND})

    def _at(self, moment: time, day: date | None = None) -> datetime:
        return datetime.combine(day or self._now.date(), moment, self._now.tzinfo)


def _numbers(constants: Iterable[Value]) -> set[int | float]:
    return {value for value in constants if is_number(value)}


def _later(moment: time, hours: int) -> time:
    return moment.replace(hour=(moment.hour + hours) % 24)
