"""Constants beside values of known kind: whether the two can ever be alike, and what to write if they cannot."""

import re
from datetime import date, datetime, time

from msgspec import Struct

from callsheet.analysis.shapes import MOMENTS, WORDS, Kind, Shape
from callsheet.checks.mistake import constant_text
from callsheet.diagnostics.suggest import ask_for, did_you_mean
from callsheet.diagnostics.visible import quoted
from callsheet.expressions.values import is_number
from callsheet.ports.english import DAYS
from callsheet.ports.iso import DATE, read_date, read_datetime, read_time
from callsheet.ports.values import Value
from callsheet.understanding.built_in import BUILT_IN

EQUALITY = ("==", "!=", "in", "not in")
WAYS_TO_WRITE: dict[Kind, str] = {
    "date": 'write a date as year, month and day: "2026-12-24"',
    "time": 'write a time in hours from 00 to 23 and minutes: "09:05"',
    "datetime": 'write a date with its time and time zone: "2026-12-24T09:05:00-05:00"',
}
# Words that authors write for what the language computes.
COMPUTED: dict[tuple[Kind, str], str] = {
    ("date", "today"): "today",
    ("date", "tomorrow"): "today | in_days(1)",
    ("date", "yesterday"): "today | in_days(-1)",
    ("datetime", "now"): "now",
    ("time", "now"): "now | time",
}
HOURS = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_CLOCK = r"(?i)(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?"


FOR_DATES = "ask for a date, a time or both: for: date, time or date_and_time"


class Beside(Struct, frozen=True):
    """A value beside a constant: what it can be, its text in the script (empty where that is long), what compares the
    two, and whether the constant stands on the left. `quote` is the mark that its author writes texts with."""

    shape: Shape
    called: str
    sign: str
    first: bool = False
    quote: str = '"'

    @property
    def name(self) -> str:
        """How messages call the value."""
        return f'"{self.called}"' if self.called else "this"

    def comparison(self, value: str, constant: str) -> str:
        """What to write, for messages: the comparison with other sides."""
        if self.sign in ("in", "not in"):
            constant = f"[{constant}, …]"
        sides = (constant, value) if self.first else (value, constant)
        return f"write {sides[0]} {self.sign} {sides[1]}".replace('"', self.quote)

    def consequence(self) -> str:
        """What comes of it."""
        return "they are never alike" if self.sign in EQUALITY else f'"{self.sign}" fails every call'


Words = tuple[str, str]  # a message and its help


def judged(beside: Beside, constant: Value) -> Words | None:
    """What is wrong with a value of known kind beside this constant."""
    kind = beside.shape.kind
    if constant is None or kind in ("unknown", "row", "list") or isinstance(constant, tuple):
        return None
    if kind in MOMENTS:
        if isinstance(constant, str):
            return _moment(beside, constant)
        return _other(beside, constant, _moment_help(beside, constant_text(constant)))
    same = {"text": isinstance(constant, str), "boolean": isinstance(constant, bool)}
    if same.get(kind, is_number(constant)):
        return None
    return _other(beside, constant, _plain_help(beside, constant))


def never_one(beside: Beside, constant: Value) -> Words | None:
    """What is wrong where the value can only be one of a few texts, or is written as people say it."""
    if beside.sign not in EQUALITY or not isinstance(constant, str):
        return None
    texts = beside.shape.texts
    if texts and constant not in texts:
        return f"{beside.name} is never {quoted(constant)}", _meant(constant, texts)
    if beside.shape.spoken and any(read(constant) for read in (read_date, read_time, read_datetime)):
        message = f"{beside.name} is a text as people say it, and never {quoted(constant)}"
        return message, "compare the value itself, without the filter" if "|" in beside.called else FOR_DATES
    return None


def without_order(beside: Beside) -> Words | None:
    """What is wrong with ordering a text whose order is that of its letters only."""
    if beside.sign in EQUALITY or not (beside.shape.spoken or beside.shape.texts):
        return None
    what = "a text as people say it" if beside.shape.spoken else "a word"
    value, _, used = beside.called.rpartition(" | ")
    help_ = 'use "==", or compare a number, a date or a time'
    if used in ("spoken_time", "spoken_date"):
        help_ = f"compare the value itself: {value} | {used.removeprefix('spoken_')} {beside.sign} …"
    return f'{beside.name} is {what}: "{beside.sign}" would go by its letters', help_


def _meant(constant: str, texts: frozenset[str]) -> str:
    said = constant.casefold()
    for name in texts & BUILT_IN.keys():
        if said in (phrase.casefold() for phrase in BUILT_IN[name].phrases):
            return ask_for(name)
    return did_you_mean(constant, texts)


def _other(beside: Beside, constant: Value, help_: str) -> Words:
    written = quoted(constant) if isinstance(constant, str) else constant_text(constant)
    what = _kind_of_text(constant) if isinstance(constant, str) else "one of true and false"
    if is_number(constant):
        what = "a number"
    kind = WORDS[beside.shape.kind]
    return f"{beside.name} is {kind}, and {written} is {what}: {beside.consequence()}", help_


def _plain_help(beside: Beside, constant: Value) -> str:
    called = beside.called or "it"
    match beside.shape.kind:
        case "text" if beside.shape.texts:
            return did_you_mean(constant_text(constant), beside.shape.texts)
        case "text":
            return beside.comparison(called, f'"{constant_text(constant)}"')
        case "boolean":
            return f"write {called} alone, or not {called}"
    if isinstance(constant, str) and re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", constant):
        return f"{beside.comparison(called, constant)}, without quotes"
    return "compare it with a number"


def _kind_of_text(text: str) -> str:
    if read_date(text):
        return "a date"
    if read_time(text) is not None:
        return "a time"
    if (moment := read_datetime(text)) is not None:
        return "a date with a time" if moment.tzinfo else "a date with a time without a zone"
    return "a text"


def _moment(beside: Beside, text: str) -> Words | None:
    """What is wrong with a date, a time, or both, beside this text."""
    kind = beside.shape.kind
    reads = {"date": read_date, "time": read_time, "datetime": read_datetime}
    found: date | time | datetime | None = reads[kind](text)
    if found is None:
        if kind == "date" and re.fullmatch(DATE, text):
            return f"there is no day {quoted(text)}: {beside.consequence()}", "look at the month and the day"
        return _other(beside, text, _moment_help(beside, text))
    zoned = beside.shape.zoned
    if kind == "date" or zoned is None or zoned == (_zone(found) is not None):
        return None
    if zoned:
        message = f"{quoted(text)} says no time zone, and {beside.name} has one: {beside.consequence()}"
        return message, beside.comparison(beside.called or "it", f'"{text}-05:00"') + ", with the offset of your zone"
    message = f"{quoted(text)} has a time zone, and {beside.name} is the time in the script's own"
    return f"{message}: {beside.consequence()}", beside.comparison(beside.called or "it", f'"{text[:5]}"')


def _zone(found: date | time | datetime) -> object:
    return getattr(found, "tzinfo", None)


def _moment_help(beside: Beside, text: str) -> str:
    """What to write instead of a constant of another form."""
    kind, called = beside.shape.kind, beside.called
    if not called:
        return WAYS_TO_WRITE[kind]
    if (computed := COMPUTED.get((kind, text.casefold())) or COMPUTED.get(("date", text.casefold()))) is not None:
        value = f"{called} | date" if kind == "datetime" and computed != "now" else called
        return beside.comparison(value, computed)
    if text.capitalize() in DAYS and kind != "time":
        if beside.sign in EQUALITY:
            return beside.comparison(f"{called} | weekday", f'"{text.capitalize()}"')
        return f"compare the day of the week: {called} | weekday == …"
    if kind == "datetime" and read_date(text):
        return beside.comparison("today" if called == "now" else f"{called} | date", f'"{text}"')
    if kind == "date" and read_datetime(text):
        return beside.comparison(called, f'"{text[:10]}"')
    if (hour := hour_of(text)) is not None:
        if kind == "date":
            return beside.comparison("now | time", f'"{hour}"') if called == "today" else "a date has no time of day"
        return beside.comparison(f"{called} | time" if kind == "datetime" else called, f'"{hour}"')
    return WAYS_TO_WRITE[kind].replace('"', beside.quote)


def hour_of(text: str) -> str | None:
    """`9:05`, `9 am`, `17` or `noon` as the language writes times; None where it is no time."""
    found = re.fullmatch(_CLOCK, text.strip())
    if found is None:
        return HOURS.get(text.casefold())
    hour, half = int(found[1]), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    written = f"{hour:02}:{found[2] or '00'}"
    return None if read_time(written) is None else written
