"""Dates and years."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from callsheet.adapters.speech.pronunciation.fractions import is_part
from callsheet.adapters.speech.pronunciation.numbers import ordinal, year
from callsheet.adapters.speech.pronunciation.rules import BEGINS, DASH, ENDS, Rule, to
from callsheet.ports.english import MONTHS

# As they are written, in full and short, with the number of the month.
WRITTEN = {name: at for at, month in enumerate(MONTHS, 1) for name in (month, month[:3])} | {"Sept": 9}
MONTH = rf"(?P<month>{'|'.join(sorted(WRITTEN, key=len, reverse=True))})(?![\w])\.?"
# Where people write the month before the day (10/12 is October 12). Everywhere else the day comes first.
MONTH_FIRST = frozenset({"en", "en-us", "en-ca", "en-ph"})
# A year of two digits is one of this century: scripts speak of appointments and bills.
CENTURY = 2000
# One that has all days.
LEAP_YEAR = 2000
# Words before 2/3 that make it a day: without one it is a part of something.
BEFORE_DAYS = (
    "on|by|before|until|till|from|since|due|after|through|thru|starting|beginning|ending|week of"
    "|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun"
)
DAY = r"[0-9]{1,2}/[0-9]{1,2}(?![\w/])(?!\.?[0-9])(?! of\b)"
FURTHER_DAYS = rf"(?:(?:,? (?:to|through|thru|until|till|and|or)(?: on)? |, |{DASH}){DAY}){{0,8}}"
# What a time of the day begins with, behind a day.
AT_TIME = r"(?=,? (?:at|@|around|from) (?:[0-9]|noon|midnight))"
# Words before a number of four digits that make it a year.
BEFORE_YEARS = (
    "in|since|of|from|until|till|by|year|before|after|during|through|born|Q[1-4]|H[12]|FY|fiscal"
    "|spring|summer|autumn|fall|winter|Christmas|Easter"
)
YEAR = r"(?:19|20)[0-9]{2}"

Order = Callable[[int, int, int | None], str]


@cache
def date_rules(month_first: bool) -> tuple[Rule, ...]:
    """The rules where the month comes before the day, or behind it."""
    say = _month_day if month_first else _day_month

    def in_numbers(match: re.Match[str]) -> str:
        """10/12/2026; 22.11.2026 has its day first wherever it is written."""
        first, second = int(match["first"]), int(match["second"])
        number = int(match["year"]) + (CENTURY if len(match["year"]) == 2 else 0)
        day, month = (second, first) if month_first and match["separator"] != "." else (first, second)
        if not _exists(number, month, day):
            day, month = month, day
        return say(day, month, number) if _exists(number, month, day) else match[0]

    def iso(match: re.Match[str]) -> str:
        number, month, day = int(match["year"]), int(match["month"]), int(match["day"])
        if not _exists(number, month, day):
            return match[0]
        return say(day, month, number) + (" at " if match["time"] else "")

    def day(first: int, second: int) -> str:
        """2/3, without a year; empty where there is no such day."""
        month, number = (first, second) if month_first else (second, first)
        if not _exists(LEAP_YEAR, month, number):
            month, number = number, month
        return say(number, month, None) if _exists(LEAP_YEAR, month, number) else ""

    def days(match: re.Match[str]) -> str:
        """`on 2/3`, `from 11/22 to 11/29`, `11/22-11/29`: all of them are days, or none is."""
        written = [(int(first), int(second)) for first, second in SLASHED.findall(match["days"])]
        spoken = [day(*one) for one in written]
        sure = match.groupdict().get("before") is not None
        if not all(spoken) or (not sure and any(is_part(*one) for one in written)):
            return match[0]
        rest = iter(spoken)
        said = SLASHED.sub(lambda _: next(rest), re.sub(DASH, " to ", match["days"]))
        return (match["before"] if sure else "") + said

    return (
        Rule(SLASHED_ISO, lambda match: match[0].replace("/", "-")),
        Rule(DAY_AND_YEAR, lambda match: f"{match['day']}/{match['year']}"),
        Rule(ISO_RANGE, to),
        Rule(
            re.compile(
                rf"(?:\bthe )?{BEGINS}(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})"
                rf"(?:(?P<time>[T ](?=[0-9]{{2}}:[0-9]{{2}}))|{ENDS})"
            ),
            iso,
        ),
        Rule(
            re.compile(
                rf"(?:\bthe )?{BEGINS}(?P<first>[0-9]{{1,2}})(?P<separator>[/.-])(?P<second>[0-9]{{1,2}})"
                rf"(?P=separator)(?P<year>[0-9]{{4}}|[0-9]{{2}}){ENDS}"
            ),
            in_numbers,
        ),
        Rule(re.compile(rf"(?P<before>\b(?i:{BEFORE_DAYS})[.,:]?\s)(?:the )?(?P<days>{DAY}{FURTHER_DAYS})"), days),
        Rule(re.compile(rf"(?P<before>){BEGINS}(?P<days>{DAY}){AT_TIME}"), days),
        Rule(re.compile(rf"{BEGINS}(?P<days>{DAY}(?:{DASH}| to | through | and ){DAY})"), days),
        *NAMED,
    )


def _named(order: Order) -> Callable[[re.Match[str]], str]:
    def say(match: re.Match[str]) -> str:
        """November 22, 2026; the 22nd of November."""
        day, month = int(match["day"]), WRITTEN[match["month"]]
        number = int(match["year"]) if match["year"] else None
        return order(day, month, number) if _exists(number or LEAP_YEAR, month, day) else match[0]

    return say


def _month_day(day: int, month: int, number: int | None) -> str:
    return f"{MONTHS[month - 1]} {ordinal(day)}{_of_year(number)}"


def _day_month(day: int, month: int, number: int | None) -> str:
    return f"the {ordinal(day)} of {MONTHS[month - 1]}{_of_year(number)}"


def _of_year(number: int | None) -> str:
    return "" if number is None else f", {year(number)}"


def _exists(number: int, month: int, day: int) -> bool:
    try:
        date(number, month, day)
    except ValueError:
        return False
    return True


def _decade(match: re.Match[str]) -> str:
    spoken = match.groupdict().get("before", "") + year(int(match["year"]))
    return spoken[:-1] + "ies" if spoken.endswith("y") else spoken + "s"


def _month_days(match: re.Match[str]) -> str:
    """`November 3-5`, `3-5 November`: both days are said."""
    month, first, last = WRITTEN[match["month"]], int(match["first"]), int(match["last"])
    if not (_exists(LEAP_YEAR, month, first) and _exists(LEAP_YEAR, month, last)):
        return match[0]
    name = MONTHS[month - 1]
    if match.start("month") < match.start("first"):
        return f"{name} {ordinal(first)} to {ordinal(last)}"
    return f"the {ordinal(first)} to the {ordinal(last)} of {name}"


def _year_of(match: re.Match[str]) -> str:
    """`in 2026`, `Q3 2026`, `FY2026`."""
    return f"{match['before']} {year(int(match['year']))}"


def _expires(match: re.Match[str]) -> str:
    """`exp. 09/27`: a month and its year."""
    return f"{match['before']}{MONTHS[int(match['month']) - 1]} {year(CENTURY + int(match['year']))}"


SLASHED = re.compile("([0-9]{1,2})/([0-9]{1,2})")
SLASHED_ISO = re.compile(rf"(?<![\w/.-])(?:19|20)[0-9]{{2}}/[0-9]{{2}}/[0-9]{{2}}{ENDS}")
DAY_AND_YEAR = re.compile(rf"{BEGINS}(?P<day>[0-9]{{1,2}}/[0-9]{{1,2}}), (?P<year>{YEAR}){ENDS}")
ISO_RANGE = re.compile(
    rf"(?P<from>{BEGINS}[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:\s[-–—]\s|[–—/])(?=[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})"
)
TWO_DAYS = rf"(?P<first>[0-9]{{1,2}})(?:st|nd|rd|th)?{DASH}(?P<last>[0-9]{{1,2}})(?:st|nd|rd|th)?"
NAMED = (
    Rule(re.compile(rf"(?<!\w){MONTH} {TWO_DAYS}(?![\w:/%])(?![.,-][0-9])"), _month_days),
    Rule(re.compile(rf"(?:\bthe )?{BEGINS}{TWO_DAYS} (?:of )?{MONTH}"), _month_days),
    Rule(
        re.compile(
            rf"(?P<from>(?<!\w){MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?){DASH}(?={MONTH.replace('?P<month>', '?:')} [0-9])"
        ),
        to,
    ),
    Rule(
        re.compile(
            rf"(?<!\w){MONTH} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>{YEAR}))?(?![\w:/%])(?![.,][0-9])"
        ),
        _named(_month_day),
    ),
    Rule(
        re.compile(
            rf"(?:\bthe )?{BEGINS}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? (?:of )?{MONTH}(?:,? (?P<year>{YEAR})(?![\w]))?"
        ),
        _named(_day_month),
    ),
    Rule(
        re.compile(rf"(?<!\w){MONTH} (?P<year>{YEAR}){ENDS}"),
        lambda match: f"{MONTHS[WRITTEN[match['month']] - 1]} {year(int(match['year']))}",
    ),
)
YEAR_RANGES = (
    Rule(
        re.compile(rf"{BEGINS}(?P<year>{YEAR}){DASH}(?P<until>{YEAR}){ENDS}"),
        lambda match: f"{year(int(match['year']))} to {year(int(match['until']))}",
    ),
)
EXPIRY = (
    Rule(
        re.compile(
            r"(?P<before>\b(?i:exp(?:\.|ires?|iry|iration)?(?: date)?:?|valid (?:thru|through|until|to)) )"
            rf"(?P<month>0[1-9]|1[0-2])/(?:20)?(?P<year>[2-9][0-9]){ENDS}"
        ),
        _expires,
    ),
)
YEARS = (
    Rule(re.compile(rf"(?<!\w)(?P<before>FY|Q[1-4]|H[12])(?P<year>{YEAR}){ENDS}"), _year_of),
    Rule(
        re.compile(rf"(?<!\w)(?P<before>(?i:{BEFORE_YEARS}))\s(?P<year>{YEAR}){ENDS}"),
        _year_of,
    ),
)
# Before the tens of a decade, or of an age.
BEFORE_DECADES = "the|his|her|their|my|your|our|early|mid|late"
DECADES = (
    Rule(re.compile(r"(?<!\w)(?P<year>(?:1[5-9]|20)[0-9]0)[’']?s(?!\w)"), _decade),
    Rule(re.compile(rf"(?P<before>\b(?i:{BEFORE_DECADES})[ -])[’']?(?P<year>[2-9]0)[’']?s(?!\w)"), _decade),
    Rule(re.compile(r"(?P<before>)(?<!\w)[’'](?P<year>[2-9]0)s(?!\w)"), _decade),
)
