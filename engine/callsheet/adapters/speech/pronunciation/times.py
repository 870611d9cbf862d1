"""Times of the day."""

import re

from callsheet.adapters.speech.pronunciation.numbers import cardinal, so_many
from callsheet.adapters.speech.pronunciation.rules import BEGINS, DASH, Rule, to

NOON, DAY = 12, 24
# What a time zone is called behind a time: EST, GMT.
LONGEST_ZONE = 4
ZONE = re.compile(rf"[A-Z]{{2,{LONGEST_ZONE}}}(?![A-Za-z])")
HALF = r"\s?(?P<half>[AaPp])(?P<dot>\.)?[Mm](?(dot)\.)(?!\w)"
CLOCK = r"(?P<hour>[0-9]{1,2})(?P<separator>[:.])(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"


def _time(match: re.Match[str]) -> str:
    """`9:05 am`, `14:30`, `12:00`. Seconds are said only where there are some."""
    parts = match.groupdict()
    hour, minute, second = int(match["hour"]), int(parts.get("minute") or 0), int(parts.get("second") or 0)
    half = parts.get("half")
    if hour == DAY and not minute and not second and not half:
        return "midnight"
    if hour >= DAY or minute >= 60 or second >= 60 or (half and "minute" not in parts and not 1 <= hour <= NOON):
        return match[0]
    seconds = f" and {so_many(second, 'second')}" if second else ""
    minutes = f" {'oh ' if minute < 10 else ''}{cardinal(minute)}" if minute else ""
    if half:
        return f"{_hour(hour)}{minutes} {half.upper()}M{seconds}{_stop(match)}"
    if not minute and not second and hour % NOON == 0:
        return "noon" if hour else "midnight"
    if match["hour"].startswith("0") or hour > NOON:  # on a clock of 24 hours
        return f"{_hour(hour)}{minutes} {'AM' if hour < NOON else 'PM'}{seconds}"
    return f"{_hour(hour)}{minutes or ' o’clock'}{seconds}"


def _hour(hour: int) -> str:
    return cardinal(hour % NOON or NOON)


def _stop(match: re.Match[str]) -> str:
    """The full stop of `p.m.` is that of the sentence as well, where another begins."""
    rest = match.string[match.end() : match.end() + LONGEST_ZONE + 2].lstrip()
    return "." if match["dot"] and (not rest or (rest[0].isupper() and not ZONE.match(rest))) else ""


def _zone(match: re.Match[str]) -> str:
    """What stands behind a moment in ISO form: `Z`, `-05:00`."""
    if match["zone"] in (None, "Z"):
        return match["time"] + (" UTC" if match["zone"] else "")
    sign = "minus" if match["zone"][0] in "-−" else "plus"
    hours, minutes = int(match["zone"][1:3]), int(match["zone"][-2:])
    if not hours and not minutes:
        return f"{match['time']} UTC"
    return f"{match['time']} UTC {sign} {cardinal(hours)}" + (f" {cardinal(minutes)}" if minutes else "")


def _military(match: re.Match[str]) -> str:
    """`1430 hours`."""
    minute = int(match["minute"])
    hour = ("oh " if match["hour"][0] == "0" else "") + cardinal(int(match["hour"]))
    return f"{hour} {cardinal(minute) if minute else 'hundred'} hours"


# A moment in ISO form: its fractions of a second are not said.
STAMP = r"(?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,][0-9]{1,9})?"
TIME = r"[0-9]{1,2}(?:[:.][0-9]{2})?"
NOONS = "noon|midnight|midday"
ZONES = (Rule(re.compile(rf"(?<![\w:.]){STAMP}(?P<zone>Z|[+−-][0-9]{{2}}:?[0-9]{{2}})?(?![\w:])"), _zone),)
TIMES = (
    Rule(
        re.compile(
            rf"(?P<from>(?:[0-9]:[0-9]{{2}}|[0-9])(?:\s?[AaPp]\.?[Mm]\.?)?|\b(?:{NOONS})){DASH}"
            rf"(?=[0-9]{{1,2}}:[0-9]{{2}}(?![0-9])|(?:{NOONS})\b)"
        ),
        to,
    ),
    Rule(re.compile(rf"(?P<from>[0-9]\s?[AaPp]\.?[Mm]\.?){DASH}(?={TIME}\s?[AaPp]\.?[Mm])"), to),
    Rule(re.compile(rf"(?P<from>(?<![\w.,:/–-])(?:{TIME}|{NOONS})){DASH}(?={TIME}\s?[AaPp]\.?[Mm]\b)"), to),
    Rule(re.compile(rf"(?P<from>\b(?:{NOONS})){DASH}(?={TIME}(?![\w/]))"), to),
    Rule(re.compile(rf"{BEGINS}(?P<hour>[01][0-9]|2[0-3])(?P<minute>[0-5][0-9]) (?:hours|hrs)\b"), _military),
    Rule(re.compile(rf"{BEGINS}{CLOCK}{HALF}"), _time),
    Rule(re.compile(rf"{BEGINS}{CLOCK.replace('[:.]', ':')}(?:\s?o['’]clock)?(?![\w:]|[.,]?[0-9])"), _time),
    Rule(re.compile(rf"{BEGINS}(?P<hour>[0-9]{{1,2}}){HALF}"), _time),
)
