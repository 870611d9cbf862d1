"""Dates in English: "the third", "January fourth", "a week from Tuesday", "the day after tomorrow", "12/4".

A date without its month or its year is the next one that comes, then later ones, then those that were.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from callsheet.ports.english import DAYS, MONTHS
from callsheet.ports.languages import country_of
from callsheet.understanding.values.english import days
from callsheet.understanding.values.english.agreeing import meant
from callsheet.understanding.values.english.ahead import AHEAD, moments_ahead
from callsheet.understanding.values.english.figures import figures_of
from callsheet.understanding.values.english.forms import Occasion, Parts, SpokenForm
from callsheet.understanding.values.meant import Meant

WEEKDAYS = {name.lower(): number for number, name in enumerate(DAYS)}
WEEKDAYS |= {name[:3]: number for name, number in WEEKDAYS.items()} | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
MONTH_NAMES = {name.lower(): number for number, name in enumerate(MONTHS, start=1)}
MONTH_NAMES |= {name[:3]: number for name, number in MONTH_NAMES.items()} | {"sept": 9}
FEASTS = {
    "new years day": (1, 1),
    "valentines day": (2, 14),
    "halloween": (10, 31),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new years eve": (12, 31),
}
NAMED = {
    **dict.fromkeys(("today", "tonight", "this morning", "this afternoon", "this evening"), 0),
    **dict.fromkeys(("tomorrow", "tmrw"), 1),
    **dict.fromkeys(("yesterday", "last night"), -1),
}
AWAY = {"last": -1, "this": 0, "next": 1}
# In these countries the month stands before the day, in figures.
MONTH_FIRST = ("", "US", "PH")


def one_of(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


WEEKDAY = rf"(?P<weekday>{one_of(WEEKDAYS)})\b\.?"
MONTH = rf"(?P<month>{one_of(MONTH_NAMES)})\b\.?"
TH = r"(?:st|nd|rd|th)\b"
ZERO = r"(?:(?:oh?|0) )?"
ORDINAL = rf"(?P<day>\d{{1,2}}){TH}"
DAY = rf"(?P<day>\d{{1,2}})(?:{TH}|(?![\d:]| \d))"
FULL_YEAR = r"(?:(?P<year>(?:1[89]|2[01])\d\d)\b|(?P<century>19|20) (?P<of_century>(?:oh?|0) \d|\d\d)(?!\d))"
YEAR = (
    rf"(?:,? (?:of |in )?(?:{FULL_YEAR}"
    r"|'?(?P<short>[4-9]\d)(?![\d:]| ?[ap]\.? ?m\b)|(?P<away>this|next|last) year))"
)
COUNT = r"(?:(?P<count>\d{1,4})|an?(?P<couple> couple of)?)"
UNIT = r"(?P<unit>day|week|fortnight|month|year)s?"
# What a month is called by how far away it is.
A_MONTH = rf"(?:{MONTH}|the month|(?P<which>this|next|last) month)"
TIMES_OF_DAY = r"next\b|\d|noon|midday|work|school|breakfast|lunch|dinner"
# Behind an ordinal, they are what is counted: "the first one", "the second of all".
COUNTED = (
    rf"(?!,? (?:1|option|choice|slot|floor|street|avenue|time|thing|of|available|appointment|day|week|person|line|row"
    rf"|item|opening|class|name|{one_of(DAYS).lower()})\b)"
)
# Before one: "just a second".
NOT_COUNTING = r"(?<!\ba )(?<!\bone )(?<!\b1 )(?<!\bat )(?<!\bany )"


def years_of(said: Parts, today: date) -> list[int]:
    """The years that a date can be in; none where it does not say."""
    if said["year"]:
        return [int(said["year"])]
    if said["century"]:
        return [int(said["century"]) * 100 + int(said["of_century"].split()[-1])]
    if said["short"]:
        return sorted((1900 + int(said["short"]), 2000 + int(said["short"])), key=lambda year: abs(year - today.year))
    return [today.year + AWAY[said["away"]]] if said["away"] else []


def day_in_month(said: Parts, occasion: Occasion) -> Sequence[date]:
    """`friday the 4th of december`, `january 4 2027`."""
    month, day = MONTH_NAMES[said["month"]], int(said["day"])
    years = years_of(said, occasion.today)
    if not years:
        return _on(said, occasion, days.in_years(occasion.today, month, day))
    found = [each for year in years for each in days.day_of(year, month, day)]
    weekday = said["weekday"]
    return [each for each in found if not weekday or each.weekday() == WEEKDAYS[weekday]]


def day_of_month(said: Parts, occasion: Occasion) -> Sequence[date]:
    """`the 3rd`, `friday the 3rd`, `the 3rd of next month`."""
    day, which = int(said["day"]), said["which"]
    if not which:
        return _on(said, occasion, days.in_months(occasion.today, day))
    return _on(said, occasion, days.day_of(*days.month_of(occasion.today, AWAY[which]), day))


def _on(said: Parts, occasion: Occasion, found: Sequence[date]) -> Sequence[date]:
    """The days, as far as they fall on the weekday that was said."""
    weekday = said["weekday"]
    return days.on_weekday(occasion.today, found, WEEKDAYS[weekday]) if weekday else found


def last_day(said: Parts, occasion: Occasion) -> Sequence[date]:
    """`the last day of next month`, `the last of december`."""
    if said["month"]:
        month = MONTH_NAMES[said["month"]]
        years = (occasion.today.year, occasion.today.year + 1)
        return days.by_nearness(occasion.today, (each for year in years for each in days.last_of_month(year, month)))
    return days.last_of_month(*days.month_of(occasion.today, AWAY[said["which"] or "this"]))


def weekday(said: Parts, occasion: Occasion) -> Sequence[date]:
    """`friday`, `next friday`, `friday next week`, `this coming friday`, `friday week`."""
    today, number = occasion.today, WEEKDAYS[said["weekday"]]
    all_days = days.weekdays(today, number)
    which, week = said["which"], said["week"] or said["first"]
    if week in ("week", "after next"):
        return [each for day in all_days for each in days.shifted(day, 1, "week")]
    if week:
        weeks = 2 if "after" in week else AWAY[week.split()[-2]]
        return days.of_week(today, number, weeks)
    if which in ("last", "past", "this past"):
        return [day for day in all_days if day < today][: days.NEAR]
    if which in ("this", "next"):
        of_week = [day for day in days.of_week(today, number, AWAY[which]) if day >= today]
        return list(dict.fromkeys((*of_week, all_days[0])))
    return all_days


def named(said: Parts, occasion: Occasion) -> Sequence[date]:
    """`tomorrow`, `tomorrow week`."""
    return days.shifted(occasion.today, NAMED[said["named"]] + 7 * bool(said["week"]), "day")


def feast(said: Parts, occasion: Occasion) -> Sequence[date]:
    years = years_of(said, occasion.today)
    month, day = FEASTS[said["feast"]]
    return [each for year in years for each in days.day_of(year, month, day)] or days.in_years(
        occasion.today, month, day
    )


def counted(said: Parts, occasion: Occasion) -> Sequence[date]:
    """`in 3 days`, `2 weeks from now`, `3 days ago`."""
    return days.shifted(occasion.today, _count(said) * (-1 if said["ago"] else 1), said["unit"])


def counted_from(said: Parts, occasion: Occasion) -> Sequence[date]:
    """`a week from tuesday`, `2 days after christmas`, `the day before yesterday`."""
    base: Sequence[date] = (occasion.today,)
    if said["named"]:
        base = named(said, occasion)
    elif said["feast"]:
        base = days.in_years(occasion.today, *FEASTS[said["feast"]])
    elif said["month"]:
        base = days.in_years(occasion.today, MONTH_NAMES[said["month"]], int(said["day"]))
    elif said["alone"]:
        base = days.in_months(occasion.today, int(said["alone"]))
    elif said["weekday"]:
        base = days.weekdays(occasion.today, WEEKDAYS[said["weekday"]])
    count = _count(said) * (-1 if said["side"] == "before" else 1)
    return [each for day in base for each in days.shifted(day, count, said["unit"] or said["weeks"])]


def _count(said: Parts) -> int:
    return int(said["count"] or (2 if said["couple"] else 1))


def nth_weekday(said: Parts, occasion: Occasion) -> Sequence[date]:
    """`the first monday of december`, `the last friday of the month`."""
    number = WEEKDAYS[said["weekday"]]
    if said["month"]:
        month = MONTH_NAMES[said["month"]]
        months = [(occasion.today.year + away, month) for away in (0, 1, -1)]
    else:
        months = [days.month_of(occasion.today, AWAY[said["which"] or "this"])]
    found = []
    for year, month in months:
        in_month = [each for day in range(1, 32) for each in days.day_of(year, month, day) if each.weekday() == number]
        place = -1 if said["nth"] == "last" else int(said["nth"][0]) - 1
        found += in_month[place : place + 1 or None]
    return days.by_nearness(occasion.today, found)


def in_figures(said: Parts, occasion: Occasion) -> Sequence[date]:
    """`12/4`, `12/4/2026`, `4.12.26`, `oh 3 oh 4 19 70`: the month first or the day first, as the country has it."""
    first, second = int(said["first"]), int(said["second"])
    ways = [(first, second), (second, first)]
    if country_of(occasion.language) not in MONTH_FIRST:
        ways.reverse()
    years = years_of(said, occasion.today)
    if not years:
        return [each for month, day in ways for each in days.in_years(occasion.today, month, day)]
    return list(dict.fromkeys(each for month, day in ways for one in years for each in days.day_of(one, month, day)))


def in_iso(said: Parts, _: Occasion) -> Sequence[date]:
    return days.day_of(int(said["year"]), int(said["month"]), int(said["day"]))


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})")


def ahead(said: Parts, occasion: Occasion) -> Sequence[date]:
    return [moment.date() for moment in moments_ahead(said, occasion)]


FORMS = (
    *(SpokenForm(pattern, ahead) for pattern in AHEAD),
    SpokenForm(_form(rf"(?:{WEEKDAY},? (?:the )?)?{MONTH},? (?:the )?{DAY}{YEAR}?"), day_in_month),
    SpokenForm(
        _form(rf"(?:{WEEKDAY},? (?:on )?)?(?:the )?(?P<day>\d{{1,2}})(?:{TH})? (?:(?:day )?of )?{MONTH}{YEAR}?"),
        day_in_month,
    ),
    SpokenForm(
        _form(
            rf"(?:{WEEKDAY},? (?:on )?)?(?:the )?{NOT_COUNTING}{ORDINAL}(?: (?:day )?(?:of the month|(?:of )?"
            rf"(?P<which>this|next|last) month))?{COUNTED}"
        ),
        day_of_month,
    ),
    SpokenForm(_form(rf"(?P<which>next|this|last) month,? (?:on )?(?:{WEEKDAY},? )?(?:the )?{ORDINAL}"), day_of_month),
    SpokenForm(_form(rf"the last (?:day )?of {A_MONTH}"), last_day),
    SpokenForm(
        _form(
            rf"(?:(?P<which>this coming|this past|this|next|last|past|coming),? )?{WEEKDAY}"
            r"(?:,? (?P<week>(?:of )?(?:this|next|last) week|(?:of )?the week after next|after next|week)\b)?"
        ),
        weekday,
    ),
    SpokenForm(_form(rf"(?P<first>(?:this|next|last) week|the week after next),? (?:on )?{WEEKDAY}"), weekday),
    SpokenForm(
        _form(rf"the (?P<nth>[1-4](?={TH})|last)(?:{TH})? {WEEKDAY} (?:of|in) {A_MONTH}"),
        nth_weekday,
    ),
    # What it is near to is not known here: "the Friday after the fair".
    SpokenForm(_form(rf"(?:the )?{WEEKDAY} (?:after|before|following) (?!{TIMES_OF_DAY})")),
    SpokenForm(_form(rf"(?P<named>{one_of(NAMED)})(?P<week> week)?\b"), named),
    SpokenForm(_form(rf"(?P<feast>{one_of(FEASTS)})\b{YEAR}?"), feast),
    SpokenForm(_form(rf"in {COUNT} {UNIT}\b(?: time)?"), counted),
    SpokenForm(_form(rf"{COUNT} {UNIT} (?:hence|(?P<ago>ago))\b"), counted),
    SpokenForm(
        _form(
            rf"(?:(?:{COUNT}|the) |(?=day (?:after|before)\b))"
            rf"(?:{UNIT} (?P<side>from|after|before|on)|(?P<weeks>week|fortnight)s?) (?:the )?"
            rf"(?:now|(?P<named>{one_of(NAMED)})|(?P<feast>{one_of(FEASTS)})|{WEEKDAY}"
            rf"|{MONTH} (?:the )?{DAY}|(?P<alone>\d{{1,2}}){TH})\b"
        ),
        counted_from,
    ),
    SpokenForm(
        _form(
            rf"{ZERO}(?P<first>\d{{1,2}})(?P<sign>/| slash ){ZERO}(?P<second>\d{{1,2}})"
            rf"(?:(?P=sign)(?:{FULL_YEAR}|(?P<short>\d\d)))?(?![\d/])"
        ),
        in_figures,
    ),
    SpokenForm(
        _form(
            rf"(?P<first>\d{{1,2}})(?P<sign>[.-])(?P<second>\d{{1,2}})(?P=sign)(?:{FULL_YEAR}|(?P<short>\d\d))"
            r"(?![\d.-]\d)"
        ),
        in_figures,
    ),
    SpokenForm(
        _form(
            rf"{ZERO}(?P<first>\d{{1,2}}),? {ZERO}(?P<second>\d{{1,2}}),? (?:{FULL_YEAR}|(?P<short>[4-9]\d))(?! ?\d)"
        ),
        in_figures,
    ),
    SpokenForm(_form(r"(?P<year>(?:1[89]|2[01])\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b"), in_iso),
)


def read(words: str, occasion: Occasion) -> tuple[Meant, ...]:
    """All dates that can be meant."""
    return meant(figures_of(words), FORMS, occasion)
