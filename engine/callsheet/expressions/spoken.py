"""Values as they are spoken, in English: what `{{ … }}` becomes in `say` and `ask` when no filter is applied."""

from datetime import date, datetime, time

from callsheet.expressions.values import Names, Unusable, is_number, plain_text
from callsheet.ports.english import DAYS, MONTHS
from callsheet.ports.iso import in_zone
from callsheet.ports.values import Value

NOON, MIDNIGHT = time(12), time(0)
# Digits of a number whose thousands are parted, as in writing: shorter ones can be years, and longer ones have no name.
GROUPED_DIGITS = range(5, 22)


def spoken_text(value: Value, names: Names, label: str) -> str:
    """The value as it is said: `yes`, `Sunday, November 22`, `9:05 AM`, `12,345`, `a, b and c`; else as in any text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        moment = local(value, names)
        return f"{say_date(moment, names)} at {say_time(moment.time())}"
    if isinstance(value, date):
        return say_date(value, names)
    if isinstance(value, time):
        return say_time(value)
    if isinstance(value, tuple):
        if any(isinstance(item, tuple) for item in value):
            raise Unusable("bad_value", f"{label} is a list of lists and cannot be spoken")
        return say_list([spoken_text(item, names, f"an item of {label}") for item in value])
    text = plain_text(value, names, label)
    return with_thousands(text) if is_number(value) else text


def with_thousands(number: str) -> str:
    """`12345` -> `12,345`: a number, as a voice and people can tell it from a code."""
    whole, point, places = number.removeprefix("-").partition(".")
    if len(whole) not in GROUPED_DIGITS:
        return number
    return f"{'-' if number.startswith('-') else ''}{int(whole):,}{point}{places}"


def local(moment: datetime, names: Names) -> datetime:
    """The moment on the script's own clock, which is that of `now`; unchanged where either has no time zone."""
    now = names.get("now")
    return in_zone(moment, now.tzinfo) if isinstance(now, datetime) and now.tzinfo else moment


def say_date(day: date, names: Names) -> str:
    """`Sunday, November 22`, with the year where it is not today's, or where today is not known."""
    today = names.get("today")
    spoken = f"{DAYS[day.weekday()]}, {MONTHS[day.month - 1]} {day.day}"
    return spoken if isinstance(today, date) and today.year == day.year else f"{spoken}, {day.year}"


def say_time(moment: time) -> str:
    """`9:05 AM`, `10 AM`, `noon`, `midnight`. Seconds are left out."""
    clock = moment.replace(second=0, microsecond=0, tzinfo=None)
    if clock in (NOON, MIDNIGHT):
        return "noon" if clock == NOON else "midnight"
    hour = clock.hour % 12 or 12
    minutes = f":{clock.minute:02}" if clock.minute else ""
    return f"{hour}{minutes} {'AM' if clock.hour < 12 else 'PM'}"


def say_list(items: list[str], word: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"
