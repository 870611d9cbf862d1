"""Opening hours: days that there are, each once, with hours that do not overlap; and something is open at some time."""

import re
from collections.abc import Iterator
from itertools import pairwise

from callsheet.diagnostics.catalogue import DAY_TWICE, NEVER_OPEN, OVERLAPPING_HOURS, UNKNOWN_DAY
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.suggest import did_you_mean
from callsheet.diagnostics.visible import quoted
from callsheet.ports.english import DAYS
from callsheet.script.hours import EVERY_DAY, EXCEPT, MINUTES_A_DAY, WEEKDAYS, OpeningHours, WrittenDay, weekdays_of
from callsheet.script.script import Script
from callsheet.script.words import Word

SEPARATES = r"\s*(?:-|\u2013|\bto\b|\buntil\b|\bthrough\b)\s*"
ALSO_CALLED = {
    "weekdays": "monday to friday",
    "weekend": "saturday to sunday",
    "weekends": "saturday to sunday",
    **dict.fromkeys(("holiday", "holidays", "exceptions"), EXCEPT),
    **dict.fromkeys(("daily", "every day", "everyday"), EVERY_DAY),
}
A_DATE = 'a date stands under "except", in quotes, as year, month and day: "2026-12-24"'


def check_hours(script: Script) -> Iterator[Diagnostic]:
    """Each line of opening hours that cannot be, and hours that never come."""
    path = script.document.path
    for hours in script.hours.values():
        wrong = list(_wrong_days(path, hours))
        yield from wrong
        if not wrong:
            yield from _overlapping(path, hours)
            if hours.sound and not any(hours.week):
                message = f'"{hours.name.text}" is never open on any day of the week'
                yield Diagnostic(NEVER_OPEN, path, hours.name.span, message, "write a day, as in monday: 09:00-17:00")


def _wrong_days(path: str, hours: OpeningHours) -> Iterator[Diagnostic]:
    """What is no day, and what is one of the days that another line names as well."""
    named: dict[object, Word] = {}
    for each in hours.written:
        days: tuple[object, ...] = each.weekdays if each.date is None else (each.date,)
        if not days:
            yield _no_day(path, each)
        before = next((named[day] for day in days if day in named), None)
        if before is not None:
            day = next(day for day in days if day in named)
            called = DAYS[day] if isinstance(day, int) else each.key.text
            message = f"{called} stands here and on line {before.span.line}"
            yield Diagnostic(DAY_TWICE, path, each.key.span, message, "put all hours of a day into one list")
        named |= dict.fromkeys(days, each.key)


def _no_day(path: str, each: WrittenDay) -> Diagnostic:
    text = each.key.text
    message = f"{quoted(text)} is no day"
    if meant := _meant_days(text):
        return Diagnostic(UNKNOWN_DAY, path, each.key.span, message, f'did you mean "{meant}"?')
    if weekdays_of(text):
        return Diagnostic(UNKNOWN_DAY, path, each.key.span, f"{quoted(text)} is no date", A_DATE)
    if any(character.isdigit() for character in text):
        return Diagnostic(UNKNOWN_DAY, path, each.key.span, message, A_DATE)
    if (first := text.split(",")[0].strip().lower()) in WEEKDAYS and "," in text:
        help_ = f'write each of these days on a line of its own, beginning with "{first}:"'
        return Diagnostic(UNKNOWN_DAY, path, each.key.span, message, help_)
    days = (*WEEKDAYS, EVERY_DAY, EXCEPT)
    help_ = did_you_mean(text.lower(), days, otherwise='write a day, several as in "monday to friday", or every_day')
    return Diagnostic(UNKNOWN_DAY, path, each.key.span, message, help_)


def _meant_days(text: str) -> str:
    """Days as the language writes them that stand here in another way: `mon-fri`; empty where they are none."""
    if text.lower() in ALSO_CALLED:
        return ALSO_CALLED[text.lower()]
    said = re.split(SEPARATES, text.lower().strip())
    days = [day for part in said for day in WEEKDAYS if len(part) > 1 and day.startswith(part)]
    return " to ".join(days) if len(days) == len(said) <= 2 and " to ".join(days) != text else ""


def _overlapping(path: str, hours: OpeningHours) -> Iterator[Diagnostic]:
    """Hours that are none, and those that begin before others have ended, also those of the day before."""
    for each in hours.written:
        ranges = sorted(each.ranges, key=lambda item: item[1].begins)
        for word, hour in ranges:
            if hour.begins == hour.ends:
                message, help_ = (
                    f"{quoted(word.text)} ends when it begins",
                    "write 00:00-24:00 for the whole day, or closed",
                )
                yield Diagnostic(OVERLAPPING_HOURS, path, word.span, message, help_)
        for (one, first), (other, second) in pairwise(ranges):
            if second.begins < first.ends:
                message = f"{quoted(other.text)} begins before {quoted(one.text)} has ended"
                yield Diagnostic(OVERLAPPING_HOURS, path, other.span, message, "make one of the two out of them")
    for number, ranges_of_day in enumerate(hours.week):
        following = hours.week[(number + 1) % len(DAYS)]
        if ranges_of_day and following and ranges_of_day[-1].ends - MINUTES_A_DAY > following[0].begins:
            word = next(each.key for each in hours.written if number in each.weekdays)
            message = f"the hours of {DAYS[number]} go on into those of {DAYS[(number + 1) % len(DAYS)]}"
            yield Diagnostic(OVERLAPPING_HOURS, path, word.span, message, "let the one end where the other begins")
            return
