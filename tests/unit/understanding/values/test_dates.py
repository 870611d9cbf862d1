"""Dates that callers say: today is Wednesday, November 25, 2026."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callsheet.adapters.speech.pronunciation import speakable
from callsheet.expressions.spoken import say_date
from callsheet.understanding.values import choose, read
from tests.unit.understanding.values.reading import NEW_YORK, NOW, first, values

DATES = {
    # months and days in figures alone
    "oh three oh four nineteen seventy": "1970-03-04",
    "three four nineteen seventy": "1970-03-04",
    "03 04 1970": "1970-03-04",
    "zero three, zero four, nineteen seventy": "1970-03-04",
    "oh three slash oh four slash nineteen seventy": "1970-03-04",
    "twelve thirty-one eighty-five": "1985-12-31",
    "twelve thirty-one twenty twenty-six": "2026-12-31",
    "tomorrow week": "2026-12-03",
    "today week": "2026-12-02",
    "Friday after work": "2026-11-27",
    # of a month
    "the third": "2026-12-03",
    "the 3rd": "2026-12-03",
    "third": "2026-12-03",
    "3rd": "2026-12-03",
    "the second": "2026-12-02",
    "the twenty-fifth": "2026-11-25",
    "the twenty-sixth": "2026-11-26",
    "the twenty sixth": "2026-11-26",
    "the thirtieth": "2026-11-30",
    "the thirty-first": "2026-12-31",
    "the first": "2026-12-01",
    "the first of the month": "2026-12-01",
    "the first of next month": "2026-12-01",
    "the third of next month": "2026-12-03",
    "next month on the third": "2026-12-03",
    "the thirtieth of this month": "2026-11-30",
    "the third of last month": "2026-10-03",
    "the last day of the month": "2026-11-30",
    "the last of the month": "2026-11-30",
    "the last day of next month": "2026-12-31",
    "the last day of February": "2027-02-28",
    # with the month
    "January fourth": "2027-01-04",
    "January the fourth": "2027-01-04",
    "January 4th": "2027-01-04",
    "January 4": "2027-01-04",
    "january four": "2027-01-04",
    "Jan. 4th": "2027-01-04",
    "Jan 4": "2027-01-04",
    "the fourth of January": "2027-01-04",
    "fourth of January": "2027-01-04",
    "4 January": "2027-01-04",
    "the 4th of Jan": "2027-01-04",
    "the fourth day of January": "2027-01-04",
    "December twenty-first": "2026-12-21",
    "December 24": "2026-12-24",
    "November 25th": "2026-11-25",
    "November twenty-fourth": "2027-11-24",
    "may third": "2027-05-03",
    "March the 3rd": "2027-03-03",
    "sept 9": "2027-09-09",
    "February 29th": "2028-02-29",
    "February twenty-ninth": "2028-02-29",
    # with the year
    "January fourth 2028": "2028-01-04",
    "January 4, 2028": "2028-01-04",
    "the fourth of January 2028": "2028-01-04",
    "January fourth twenty twenty-eight": "2028-01-04",
    "January fourth nineteen eighty-five": "1985-01-04",
    "January fourth nineteen oh five": "1905-01-04",
    "January fourth two thousand and five": "2005-01-04",
    "January fourth two thousand five": "2005-01-04",
    "the fourth of January eighty-five": "1985-01-04",
    "January fourth next year": "2027-01-04",
    "December fourth of next year": "2027-12-04",
    "December fourth this year": "2026-12-04",
    "March third last year": "2025-03-03",
    "February 29th 2028": "2028-02-29",
    # days of a week
    "Friday": "2026-11-27",
    "on Friday": "2026-11-27",
    "fri": "2026-11-27",
    "Wednesday": "2026-12-02",
    "Tuesday": "2026-12-01",
    "this Friday": "2026-11-27",
    "this coming Friday": "2026-11-27",
    "next Friday": "2026-12-04",
    "next Monday": "2026-11-30",
    "last Friday": "2026-11-20",
    "last Wednesday": "2026-11-18",
    "this past Friday": "2026-11-20",
    "Friday next week": "2026-12-04",
    "Friday of next week": "2026-12-04",
    "next week Friday": "2026-12-04",
    "next week on Friday": "2026-12-04",
    "Friday this week": "2026-11-27",
    "Friday the week after next": "2026-12-11",
    "Friday after next": "2026-12-04",
    "Friday week": "2026-12-04",
    "a week from Friday": "2026-12-04",
    "a week on Friday": "2026-12-04",
    "a week Friday": "2026-12-04",
    "a week from Tuesday": "2026-12-08",
    "two weeks from Friday": "2026-12-11",
    "3 weeks from Friday": "2026-12-18",
    "Friday the fourth": "2026-12-04",
    "Friday the 4th": "2026-12-04",
    "Friday, the 4th": "2026-12-04",
    "Friday the fourth of December": "2026-12-04",
    "Friday, December 4th": "2026-12-04",
    "Friday December 4": "2026-12-04",
    "Friday, 4 December": "2026-12-04",
    "Friday, December 4th, 2026": "2026-12-04",
    "Friday, November 20th": "2026-11-20",
    "the fourth, that's a Friday": "2026-12-04",
    "the first Monday of December": "2026-12-07",
    "the last Friday in December": "2026-12-25",
    "the second Tuesday of next month": "2026-12-08",
    # from today
    "today": "2026-11-25",
    "tonight": "2026-11-25",
    "this afternoon": "2026-11-25",
    "tomorrow": "2026-11-26",
    "tomorrow morning": "2026-11-26",
    "tomorrow, Thursday": "2026-11-26",
    "yesterday": "2026-11-24",
    "the day after tomorrow": "2026-11-27",
    "day after tomorrow": "2026-11-27",
    "the day before yesterday": "2026-11-23",
    "in three days": "2026-11-28",
    "in 3 days": "2026-11-28",
    "three days from now": "2026-11-28",
    "three days from today": "2026-11-28",
    "in a week": "2026-12-02",
    "in one week": "2026-12-02",
    "a week from today": "2026-12-02",
    "a week from now": "2026-12-02",
    "a week today": "2026-12-02",
    "a week from tomorrow": "2026-12-03",
    "a week tomorrow": "2026-12-03",
    "in two weeks": "2026-12-09",
    "in two weeks' time": "2026-12-09",
    "in a couple of weeks": "2026-12-09",
    "in a fortnight": "2026-12-09",
    "in a month": "2026-12-25",
    "in three months": "2027-02-25",
    "in a year": "2027-11-25",
    "three days ago": "2026-11-22",
    "a week ago": "2026-11-18",
    "two days after Christmas": "2026-12-27",
    "the day after Christmas": "2026-12-26",
    "two days before January fourth": "2027-01-02",
    "in two hours": "2026-11-25",
    # feasts
    "Christmas": "2026-12-25",
    "Christmas Eve": "2026-12-24",
    "New Year's Eve": "2026-12-31",
    "New Year's Day": "2027-01-01",
    "Halloween": "2027-10-31",
    # in figures
    "12/4": "2026-12-04",
    "12/4/2026": "2026-12-04",
    "12/4/26": "2026-12-04",
    "12-4-2026": "2026-12-04",
    "4.12.2026": "2026-04-12",
    "2026-12-04": "2026-12-04",
    "24/12": "2026-12-24",
    "24.12.2026": "2026-12-24",
    "12 slash 4": "2026-12-04",
    # among other words
    "Friday, please": "2026-11-27",
    "um, Friday": "2026-11-27",
    "Friday would be great": "2026-11-27",
    "I'd like to come on Friday, if possible": "2026-11-27",
    "let's say Friday": "2026-11-27",
    "what about Friday?": "2026-11-27",
    "how about the third?": "2026-12-03",
    "do you have anything on Friday?": "2026-11-27",
    "Friday at nine": "2026-11-27",
    "at nine on Friday": "2026-11-27",
    "Friday for four people": "2026-11-27",
    "I may come on Thursday": "2026-11-26",
    "Friday works for me, yes, Friday": "2026-11-27",
    "Monday's fine": "2026-11-30",
    "Friday is fine": "2026-11-27",
    # corrected
    "no, Friday": "2026-11-27",
    "no Friday": "2026-11-27",
    "the fourth, no, the fifth": "2026-12-05",
    "the fourth no the fifth": "2026-12-05",
    "the fourth, no wait, the fifth": "2026-12-05",
    "Thursday, sorry, Friday": "2026-11-27",
    "Thursday. I mean Friday.": "2026-11-27",
    "Thursday, actually Friday": "2026-11-27",
    "Thursday, scratch that, Friday": "2026-11-27",
    "Thursday, or rather Friday": "2026-11-27",
    "Thursday or Saturday, no, Friday": "2026-11-27",
    "not Thursday, Friday": "2026-11-27",
    "not Thursday but Friday": "2026-11-27",
    "I can't do Thursday, but Friday works": "2026-11-27",
    "Tuesday at eight, no, nine": "2026-12-01",
}
NO_DATES = (
    "the Friday after Thanksgiving",
    "Monday after the holidays",
    "the Friday before my birthday",
    "three four nineteen",
    "thirteen fourteen nineteen seventy",
    "",
    "uh",
    "tomorrow or the day after",
    "Friday or whenever",
    "the week of the fourth",
    "Mondays",
    "soon",
    "next week",
    "next month",
    "in December",
    "on a weekday",
    "seven",
    "at seven",
    "one moment please",
    "just a second",
    "one second",
    "wait a second",
    "the first one",
    "the second option",
    "the first available appointment",
    "first thing in the morning",
    "the second week of December",
    "February 30th",
    "February thirtieth",
    "June 31st",
    "the 32nd",
    "February 29th 2027",
    "Friday the fifth of December",
    "Friday the 5th of December 2026",
    "13/13",
    "2026-02-30",
    "Friday or Saturday",
    "Friday and Saturday",
    "Thursday, Friday",
    "Monday to Wednesday",
    "from Monday to Wednesday",
    "from Monday through Wednesday",
    "between the third and the fifth",
    "before Friday",
    "after the third",
    "by Friday",
    "until Friday",
    "any time after Friday",
    "not before Friday",
    "Friday or later",
    "Friday or after",
    "any Friday",
    "every Friday",
    "another Friday",
    "not Friday",
    "not on Friday",
    "anything but Friday",
    "any day but Friday",
    "any day except Friday",
    "I can't do Friday",
    "I can't on Friday",
    "Friday doesn't work",
    "Friday is bad for me",
    "I'm busy on Friday",
    "Friday, no",
    "Friday. No wait.",
    "Friday, never mind",
    "the fourth, no, not the fourth",
    "when is Friday",
    "which day is the third",
)


@pytest.mark.parametrize(("words", "day"), DATES.items())
def test_a_date(words: str, day: str) -> None:
    found = first("date", words)
    assert type(found) is date
    assert found.isoformat() == day


@pytest.mark.parametrize("words", NO_DATES)
def test_no_whole_date(words: str) -> None:
    assert values("date", words) == []


READINGS = {
    "the third": ["2026-12-03", "2027-01-03", "2027-02-03"],
    "the 31st": ["2026-12-31", "2027-01-31", "2027-03-31"],
    "Friday": ["2026-11-27", "2026-12-04", "2026-12-11"],
    "Wednesday": ["2026-12-02", "2026-11-25", "2026-12-09"],
    "next Friday": ["2026-12-04", "2026-11-27"],
    "January fourth": ["2027-01-04", "2028-01-04", "2029-01-04"],
    "February 29th": ["2028-02-29", "2032-02-29", "2024-02-29"],
    "January fourth eighty-five": ["1985-01-04", "2085-01-04"],
    "12/4/2026": ["2026-12-04", "2026-04-12"],
    "a week from Tuesday": ["2026-12-08", "2026-12-15", "2026-12-22"],
    "tomorrow": ["2026-11-26"],
}


@pytest.mark.parametrize(("words", "days"), READINGS.items())
def test_all_that_a_date_can_be(words: str, days: list[str]) -> None:
    assert [str(day) for day in values("date", words)][:3] == days


@pytest.mark.parametrize(
    ("words", "bounds", "day"),
    [
        ("the third", (None, "2026-11-25"), "2026-11-03"),
        ("Friday", (None, "2026-11-25"), "2026-11-20"),
        ("Wednesday", ("2026-11-25", "2026-11-30"), "2026-11-25"),
        ("January fourth", (None, "2026-11-25"), "2026-01-04"),
        ("the third", ("2027-02-01", None), "2027-02-03"),
        ("Friday", ("2026-12-20", "2026-12-31"), "2026-12-25"),
        ("tomorrow", ("2026-12-01", None), None),
        ("12/4", ("2027-01-01", "2027-06-01"), "2027-04-12"),
    ],
)
def test_bounds_choose_the_date(words: str, bounds: tuple[str | None, str | None], day: str | None) -> None:
    from_, to = (each and date.fromisoformat(each) for each in bounds)
    found = choose(read("date", words, NOW, "en-US"), from_ or None, to or None)
    assert (found and str(found.value)) == day


@pytest.mark.parametrize(
    ("today", "words", "day"),
    [
        ("2026-12-31", "tomorrow", "2027-01-01"),
        ("2026-12-31", "the first", "2027-01-01"),
        ("2026-12-31", "the first of next month", "2027-01-01"),
        ("2026-12-30", "Friday", "2027-01-01"),
        ("2026-12-28", "Friday next week", "2027-01-08"),
        ("2026-12-31", "December 31st", "2026-12-31"),
        ("2027-01-01", "yesterday", "2026-12-31"),
        ("2027-01-01", "the last day of last month", "2026-12-31"),
        ("2028-02-28", "tomorrow", "2028-02-29"),
        ("2028-02-29", "in a year", "2029-02-28"),
        ("2028-02-29", "the 29th", "2028-02-29"),
        ("2027-01-31", "in a month", "2027-02-28"),
        ("2028-01-31", "in a month", "2028-02-29"),
        ("2028-02-10", "the 30th", "2028-03-30"),
        ("2026-11-29", "next Tuesday", "2026-12-01"),
        ("2026-11-27", "Friday", "2026-12-04"),
        ("2026-11-27", "this Friday", "2026-11-27"),
        ("2026-11-30", "last Monday", "2026-11-23"),
        ("2026-03-08", "tomorrow", "2026-03-09"),
        ("2026-11-01", "yesterday", "2026-10-31"),
    ],
)
def test_days_at_the_edges_of_a_calendar(today: str, words: str, day: str) -> None:
    now = datetime.fromisoformat(f"{today}T23:30:00").replace(tzinfo=NEW_YORK)
    assert str(first("date", words, now)) == day


@pytest.mark.parametrize(
    ("language", "day"),
    [("en-US", "2026-12-04"), ("en_us", "2026-12-04"), ("en", "2026-12-04"), ("en-GB", "2027-04-12")],
)
def test_which_of_two_figures_is_the_month_depends_on_the_country(language: str, day: str) -> None:
    assert str(first("date", "12/4", NOW, language)) == day


@settings(deadline=None)
@given(st.integers(-3000, 3000))
def test_a_day_that_is_spoken_is_read_as_itself(away: int) -> None:
    day = NOW.date() + timedelta(away)
    spoken = say_date(day, {})
    assert first("date", spoken) == day
    assert first("date", speakable(spoken, "en-US")) == day


@settings(deadline=None)
@given(st.integers(0, 260))
def test_a_day_that_is_spoken_without_its_year_is_read_as_itself(away: int) -> None:
    day = NOW.date() + timedelta(away)
    assert first("date", say_date(day, {"today": day})) == day
