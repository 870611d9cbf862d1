"""What a question asks for beside its answers, as its author wrote it: a value of a kind."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from msgspec import Struct

from callsheet.analysis.shapes import Shape
from callsheet.expressions import Expression, Names, Template, Unusable
from callsheet.ports.iso import in_zone, read_date, read_datetime, read_time
from callsheet.ports.values import Value
from callsheet.script.intents import Listener
from callsheet.script.wanted import Readings, Wanted
from callsheet.understanding.values import KINDS, Sayable

DIGIT_KEYS = frozenset("0123456789")
NO_KEYS: frozenset[str] = frozenset()
# Keys of one answer, where the author gave no length: the longest telephone number has 15 digits.
MOST_KEYS = 20


class Slot(Struct, frozen=True, kw_only=True):
    """A value of a kind, within its bounds (inclusive). `length` is in characters, from and to."""

    kind: str
    from_: Template | None
    to: Template | None
    length: tuple[int, int] | None

    def texts(self) -> Iterable[Template | Expression]:
        """What it evaluates."""
        return (text for text in (self.from_, self.to) if text is not None)

    def shape(self) -> Shape:
        """What its name holds."""
        held = KINDS[self.kind].shape
        return Shape(held, zoned={"datetime": True, "time": False}.get(held))

    @property
    def own_keys(self) -> frozenset[str]:
        """The keys that are part of the value, and no answer."""
        return DIGIT_KEYS if KINDS[self.kind].keyed else NO_KEYS

    @property
    def most_keys(self) -> int:
        """How many keys are gathered at most; 0 where none are."""
        if not KINDS[self.kind].keyed:
            return 0
        return min(self.length[1], MOST_KEYS) if self.length else MOST_KEYS

    def wanted(self, listener: Listener, names: Names, now: datetime, language: str) -> Wanted:
        """What it asks for now. Raises `Unusable`: a bound is missing, or of another kind."""
        from_, to = (self._bound(text, names, now) for text in (self.from_, self.to))
        return Wanted(listener, Readings(self.kind, now, language, from_, to, self.length))

    def _bound(self, text: Template | None, names: Names, now: datetime) -> Sayable | None:
        if text is None:
            return None
        value = as_held(KINDS[self.kind].shape, text.evaluate(names), now)
        if value is None:
            raise Unusable("bad_value", f"a bound of the question is not {self.kind}: {text.source.strip()}")
        return value


def as_held(held: str, value: Value, now: datetime) -> Sayable | None:
    """A value as one of a shape, so that values of it can be compared with it; None where it is none. A text is read as
    a script writes it; a moment without a time zone is in that of `now`."""
    match held, value:
        case "number", bool():
            return None
        case "number", int() | float():
            return value
        case "date", str():
            return read_date(value)
        case "date", date() if not isinstance(value, datetime):
            return value
        case "time", str():
            return read_time(value)
        case "time", time():
            return value
        case "datetime", str() if (moment := read_datetime(value)) is not None:
            return as_held(held, moment, now)
        case "datetime", datetime():
            return value.replace(tzinfo=now.tzinfo) if value.tzinfo is None else in_zone(value, now.tzinfo or UTC)
    return None
