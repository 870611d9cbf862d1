"""Times of the day."""

import re

from engine.adapters.speech.pronunciation.numbers import cardinal
from engine.adapters.speech.pronunciation.rules import BEGINS, Rule

NOON, DAY = 12, 24
HALF = r"\s?(?P<half>[AaPp])(?P<dot>\.)?[Mm](?(dot)\.)(?!\w)"
CLOCK = r"(?P<hour>[0-9]{1,2})(?P<separator>[:.])(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"


def _time(match: re.Match[str]) -> str:
    """`9:05 am`, `14:30`, `12:00`. Seconds are said only where there are some."""
    parts = match.groupdict()
    hour, minute, second = int(match["hour"]), int(parts.get("minute") or 0), int(parts.get("second") or 0)
    half = parts.get("half")
    if hour >= DAY or minute >= 60 or second >= 60 or (half and "minute" not in parts and not 1 <= hour <= NOON):
        return match[0]
    seconds = f" and {cardinal(second)} second{'' if second == 1 else 's'}" if second else ""
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
    rest = match.string[match.end() : match.end() + 3].lstrip()
    return "." if match["dot"] and (not rest or rest[0].isupper()) else ""


TIMES = (
    Rule(
        re.compile(
            r"(?P<until>(?:[0-9]:[0-9]{2}|[0-9])(?:\s?[AaPp]\.?[Mm]\.?)?)\s?[-–]\s?(?=[0-9]{1,2}:[0-9]{2}(?![0-9]))"
        ),
        lambda match: f"{match['until']} to ",
    ),
    Rule(
        re.compile(r"(?P<until>[0-9]\s?[AaPp]\.?[Mm]\.?)\s?[-–]\s?(?=[0-9]{1,2}\s?[AaPp]\.?[Mm])"),
        lambda match: f"{match['until']} to ",
    ),
    Rule(re.compile(rf"{BEGINS}{CLOCK}{HALF}"), _time),
    Rule(re.compile(rf"{BEGINS}{CLOCK.replace('[:.]', ':')}(?:\s?o['’]clock)?(?![\w:]|[.,]?[0-9])"), _time),
    Rule(re.compile(rf"{BEGINS}(?P<hour>[0-9]{{1,2}}){HALF}"), _time),
)
