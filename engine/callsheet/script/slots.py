"""What a question asks for beside its answers, as its author wrote it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from msgspec import Struct
from msgspec.structs import replace

from callsheet.analysis.facts import Facts
from callsheet.analysis.shapes import SPEECH, Shape
from callsheet.expressions import Expression, Names, Template, Unusable
from callsheet.expressions.tree import path_of
from callsheet.ports.iso import in_zone, read_date, read_datetime, read_time
from callsheet.ports.understanding import Intent
from callsheet.ports.values import Value
from callsheet.script.intents import Listener
from callsheet.script.wanted import FREE, Readings, Wanted
from callsheet.understanding.values import KINDS, Sayable

DIGIT_KEYS = frozenset("0123456789")
NO_KEYS: frozenset[str] = frozenset()
# Options of a question, whatever it asks for; and those that bound a value.
FOR_ALL = frozenset({"if_given", "confirm"})
BOUNDS = ("from", "to")
# Keys of one answer, where the author gave no length: the longest telephone number has 15 digits.
MOST_KEYS = 20


class Slot(Struct, frozen=True, kw_only=True):
    """Something that a caller gives, which is kept under a name. What is said here holds where nothing else is said."""

    @property
    def takes(self) -> frozenset[str]:
        """The options that have a meaning at a question because it asks for this."""
        return FOR_ALL

    @property
    def own_keys(self) -> frozenset[str]:
        """The keys that give a value, or a part of it, and no answer."""
        return NO_KEYS

    @property
    def early_keys(self) -> frozenset[str]:
        """Those of them that give all of a value that is known before the question is spoken."""
        return NO_KEYS

    @property
    def most_keys(self) -> int:
        """How many keys are gathered at most; 0 where none are."""
        return 0

    @property
    def is_corrected(self) -> bool:
        """Whether another one may be said where one is to be confirmed: not where any words can be one."""
        return False

    @property
    def is_told_apart(self) -> bool:
        """Whether it can be told from whatever else is said in the same breath."""
        return False

    @property
    def is_a_story(self) -> bool:
        """Whether it is whatever is said, of any length."""
        return False

    @property
    def is_who(self) -> bool:
        """Whether it tells who somebody is, as others know it too: a name, a telephone number."""
        return False

    @property
    def is_secret(self) -> bool:
        """Whether it may be what nobody else knows: a PIN, a date of birth."""
        return False

    @property
    def among(self) -> Expression | None:
        """The list of rows of which it is one."""
        return None

    def intents(self, language: str) -> tuple[Intent, ...]:
        """What callers can choose by phrases that its author wrote."""
        return ()

    def spoken(self) -> tuple[Intent, ...]:
        """What its author wrote to be chosen from, as what callers say for each."""
        return ()

    def texts(self) -> Iterable[Template | Expression]:
        """What it evaluates."""
        return ()

    def shape(self, facts: Facts) -> Shape:
        """What its name holds."""
        raise NotImplementedError

    def choices(self, facts: Facts) -> Shape | None:
        """What `choices` holds in the question's texts; None where there is no such name."""
        return None

    def is_surely_filled(self, facts: Facts) -> bool:
        """Whether there is something to choose from for certain."""
        path = path_of(self.among.tree) if self.among else None
        return path is not None and facts.is_present((*path, 0))

    def is_empty(self, names: Names) -> bool:
        """Whether there is nothing to choose from. Raises `Unusable`."""
        return False

    def read_out(self, names: Names) -> Value:
        """What `choices` is in a call. Raises `Unusable`."""
        return None

    def readings(self, now: datetime, language: str) -> Readings | None:
        """How it is read from among other words, whatever its bounds; None where it is not told apart."""
        return None

    def bounded(self, names: Names, now: datetime, language: str) -> Readings | None:
        """The same, within its bounds. Raises `Unusable` as `wanted` does."""
        return self.readings(now, language)

    def wanted(self, listener: Listener, names: Names, now: datetime, language: str) -> Wanted:
        """What it asks for now. Raises `Unusable`: something is missing, or of another kind."""
        raise NotImplementedError


class ValueSlot(Slot, frozen=True, kw_only=True):
    """A value of a kind, within its bounds (inclusive). `length` is in characters, from and to."""

    kind: str
    from_: Template | None
    to: Template | None
    length: tuple[int, int] | None

    @property
    def takes(self) -> frozenset[str]:
        kind = KINDS[self.kind]
        return FOR_ALL.union(BOUNDS if kind.bounded else (), ("length",) if kind.measured else ())

    @property
    def own_keys(self) -> frozenset[str]:
        return DIGIT_KEYS if KINDS[self.kind].keyed else NO_KEYS

    @property
    def is_corrected(self) -> bool:
        return self.kind not in FREE

    @property
    def is_told_apart(self) -> bool:
        return self.kind not in ("name", "text", "digits")

    @property
    def is_a_story(self) -> bool:
        return self.kind == "text"

    @property
    def is_who(self) -> bool:
        return self.kind in ("name", "phone_number", "email")

    @property
    def is_secret(self) -> bool:
        # From a day on that the script names, it is one that comes.
        return self.kind in ("digits", "number", "money", "text") or (self.kind == "date" and self.from_ is None)

    @property
    def most_keys(self) -> int:
        if not KINDS[self.kind].keyed:
            return 0
        return min(self.length[1], MOST_KEYS) if self.length else MOST_KEYS

    def texts(self) -> Iterable[Template | Expression]:
        return (text for text in (self.from_, self.to) if text is not None)

    def shape(self, facts: Facts) -> Shape:
        if self.kind in FREE:
            return SPEECH
        held = KINDS[self.kind].shape
        return Shape(held, zoned={"datetime": True, "time": False}.get(held))

    def readings(self, now: datetime, language: str) -> Readings:
        return Readings(kind=self.kind, now=now, language=language, length=self.length)

    def bounded(self, names: Names, now: datetime, language: str) -> Readings:
        from_, to = (self._bound(text, names, now) for text in (self.from_, self.to))
        return replace(self.readings(now, language), from_=from_, to=to)

    def wanted(self, listener: Listener, names: Names, now: datetime, language: str) -> Wanted:
        return Wanted(listener, listener.intents, self.bounded(names, now, language))

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
