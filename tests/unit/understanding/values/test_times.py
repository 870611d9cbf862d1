"""Times of day that callers say, with and without their date: it is 10 AM on Wednesday, November 25, 2026."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callsheet.adapters.speech.pronunciation import speakable
from callsheet.expressions.spoken import say_time
from callsheet.understanding.values import choose, read
from tests.unit.understanding.values.reading import NEW_YORK, NOW, first, values

TIMES = {
    # both halves of the day, the usual one first
    "seven": "07:00 19:00",
    "7": "07:00 19:00",
    "twelve": "12:00 00:00",
    "one": "13:00 01:00",
    "six": "18:00 06:00",
    "seven o'clock": "07:00 19:00",
    "seven oclock": "07:00 19:00",
    "at seven": "07:00 19:00",
    "at 7": "07:00 19:00",
    "around seven": "07:00 19:00",
    "seven-ish": "07:00 19:00",
    "seven sharp": "07:00 19:00",
    "half past seven": "07:30 19:30",
    "half past 7": "07:30 19:30",
    "half seven": "07:30 19:30",
    "quarter past seven": "07:15 19:15",
    "a quarter past seven": "07:15 19:15",
    "quarter after seven": "07:15 19:15",
    "quarter to eight": "07:45 19:45",
    "a quarter to eight": "07:45 19:45",
    "quarter of eight": "07:45 19:45",
    "quarter till eight": "07:45 19:45",
    "quarter to one": "12:45 00:45",
    "ten past seven": "07:10 19:10",
    "ten to eight": "07:50 19:50",
    "five to three": "14:55 02:55",
    "twenty past six": "18:20 06:20",
    "twenty-five past six": "18:25 06:25",
    "seven minutes past eight": "08:07 20:07",
    "seven minutes to eight": "07:53 19:53",
    "half past noon": "12:30",
    "ten to midnight": "23:50",
    "seven thirty": "07:30 19:30",
    "seven fifteen": "07:15 19:15",
    "seven thirty-five": "07:35 19:35",
    "seven-thirty": "07:30 19:30",
    "nine-fifteen": "09:15 21:15",
    "the 7 pm one": "19:00",
    "the seven o'clock one, please": "07:00 19:00",
    "seven oh five": "07:05 19:05",
    "seven o five": "07:05 19:05",
    "twelve fifty": "12:50 00:50",
    "twelve oh five": "12:05 00:05",
    "one thirty": "13:30 01:30",
    "7:30": "07:30 19:30",
    "7.30": "07:30 19:30",
    "7 30": "07:30 19:30",
    "at 730": "07:30 19:30",
    "730": "07:30 19:30",
    "1130": "11:30 23:30",
    # one of them
    "7 am": "07:00",
    "7am": "07:00",
    "7 a.m.": "07:00",
    "7 p.m.": "19:00",
    "7 pm": "19:00",
    "7pm": "19:00",
    "7 p m": "19:00",
    "seven pm": "19:00",
    "7:30 pm": "19:30",
    "7:30pm": "19:30",
    "7.30 p.m.": "19:30",
    "seven thirty pm": "19:30",
    "seven oh five pm": "19:05",
    "half past seven pm": "19:30",
    "quarter to eight am": "07:45",
    "12 pm": "12:00",
    "12 am": "00:00",
    "twelve thirty am": "00:30",
    "noon": "12:00",
    "at noon": "12:00",
    "midday": "12:00",
    "twelve noon": "12:00",
    "midnight": "00:00",
    "twelve midnight": "00:00",
    "seven in the morning": "07:00",
    "seven in the evening": "19:00",
    "seven thirty in the evening": "19:30",
    "three in the afternoon": "15:00",
    "ten at night": "22:00",
    "two at night": "02:00",
    "twelve at night": "00:00",
    "seven tonight": "19:00",
    "tonight at seven": "19:00",
    "this evening at seven": "19:00",
    "in the evening, around seven": "19:00",
    "seven tomorrow morning": "07:00",
    "tomorrow morning at nine": "09:00",
    "Friday night at eight": "20:00",
    "good morning, seven in the evening please": "19:00",
    "seven in the morning, no, in the evening": "19:00",
    # of the whole day
    "19:30": "19:30",
    "nineteen thirty": "19:30",
    "nineteen hundred": "19:00",
    "nineteen hundred hours": "19:00",
    "1930 hours": "19:30",
    "1930": "19:30",
    "oh two oh four": "02:04",
    "oh seven thirty": "07:30",
    "oh seven hundred": "07:00",
    "0730": "07:30",
    "07:30": "07:30",
    "00:30": "00:30",
    "15:00": "15:00",
    "15:00:00": "15:00",
    "at fifteen": "15:00",
    # from now
    "in an hour": "11:00",
    "in two hours": "12:00",
    "in half an hour": "10:30",
    "in an hour and a half": "11:30",
    "in 20 minutes": "10:20",
    "an hour from now": "11:00",
    # among other words
    "seven, please": "07:00 19:00",
    "seven would be fine": "07:00 19:00",
    "I'd like seven thirty": "07:30 19:30",
    "let's say nine": "09:00 21:00",
    "how about nine": "09:00 21:00",
    "nine if possible": "09:00 21:00",
    "nine on Friday": "09:00 21:00",
    "Friday at nine": "09:00 21:00",
    "the fourth at nine": "09:00 21:00",
    "on the 4th at 9": "09:00 21:00",
    "January fourth at nine": "09:00 21:00",
    "at nine on 12/4": "09:00 21:00",
    "a table for four at nine pm": "21:00",
    "9 pm, 9 o'clock": "21:00",
    # corrected
    "no, nine": "09:00 21:00",
    "eight, no, nine": "09:00 21:00",
    "at eight, no, nine": "09:00 21:00",
    "8 pm no 9 am": "09:00",
    "eight, sorry, half past eight": "08:30 20:30",
    "eight. I mean nine.": "09:00 21:00",
    "not eight, nine": "09:00 21:00",
    "nine on Tuesday, no, Wednesday": "09:00 21:00",
}
NO_TIMES = (
    "",
    "9-10",
    "earliest at nine",
    "nine and a half",
    "now",
    "in the morning",
    "early",
    "tomorrow",
    "the fourth",
    "January fourth",
    "25",
    "25:00",
    "7:65",
    "seven sixty",
    "13 pm",
    "thirteen in the morning",
    "seven people",
    "a table for four people",
    "one moment",
    "that one",
    "the first one",
    "three to five",
    "from three to five",
    "between three and five",
    "three or five",
    "at three or five",
    "at three, five",
    "seven in the morning or in the evening",
    "three-five",
    "after three",
    "before three",
    "any time after three",
    "not before three",
    "three or later",
    "by three",
    "not three",
    "I can't at three",
    "three doesn't work",
    "anything but three",
    "three, no",
    "three, never mind",
    "what time is it",
    "when is nine",
    "one two three",
    "quarter past",
    "half an hour",
    "forty past seven",
)


@pytest.mark.parametrize(("words", "times"), TIMES.items())
def test_a_time(words: str, times: str) -> None:
    assert [f"{each:%H:%M}" for each in values("time", words)] == times.split()


@pytest.mark.parametrize("words", NO_TIMES)
def test_no_whole_time(words: str) -> None:
    assert values("time", words) == []


def test_bounds_choose_the_half_of_the_day() -> None:
    morning, evening = seven = read("time", "seven", NOW, "en-US")
    assert (choose(seven, time(7)), choose(seven, time(8)), choose(seven, time(8), time(18))) == (
        morning,
        evening,
        None,
    )


@settings(deadline=None)
@given(st.times())
def test_a_time_that_is_spoken_is_read_as_itself(moment: time) -> None:
    minute = moment.replace(second=0, microsecond=0)
    spoken = say_time(minute)
    assert values("time", spoken) == [minute]
    assert values("time", speakable(spoken, "en-US")) == [minute]


MOMENTS = {
    "tomorrow at nine": "2026-11-26 09:00",
    "at nine tomorrow": "2026-11-26 09:00",
    "tomorrow morning at nine": "2026-11-26 09:00",
    "nine tomorrow evening": "2026-11-26 21:00",
    "nine p.m. tomorrow": "2026-11-26 21:00",
    "January fourth at nine": "2027-01-04 09:00",
    "the third at half past seven": "2026-12-03 07:30",
    "Friday at seven thirty in the evening": "2026-11-27 19:30",
    "Friday, half past seven": "2026-11-27 07:30",
    "Friday nine": "2026-11-27 09:00",
    "December fourth nine thirty": "2026-12-04 09:30",
    "a week from Tuesday at ten": "2026-12-08 10:00",
    "Friday night at eight": "2026-11-27 20:00",
    "Friday the fourth of December at quarter past three": "2026-12-04 15:15",
    "today at nine": "2026-11-25 21:00",
    "today at noon": "2026-11-25 12:00",
    "today at five": "2026-11-25 17:00",
    "tonight at eight": "2026-11-25 20:00",
    "tonight at twelve": "2026-11-26 00:00",
    "tomorrow at midnight": "2026-11-27 00:00",
    "in two hours": "2026-11-25 12:00",
    "in half an hour": "2026-11-25 10:30",
    "2026-12-04 15:00": "2026-12-04 15:00",
    "12/4 at 3pm": "2026-12-04 15:00",
    "Tuesday at eight, no, nine": "2026-12-01 09:00",
    "Tuesday at eight, no, Wednesday": "2026-12-02 08:00",
    "Tuesday at eight, no, Wednesday at nine": "2026-12-02 09:00",
    "I'd like to come tomorrow at nine, please": "2026-11-26 09:00",
}
NO_MOMENTS = (
    "tomorrow",
    "at nine",
    "tomorrow morning",
    "tomorrow at nine or ten",
    "tomorrow or Friday at nine",
    "tomorrow after nine",
    "Tuesday at eight or Wednesday at nine",
    "not tomorrow at nine",
)


@pytest.mark.parametrize(("words", "moment"), MOMENTS.items())
def test_a_date_with_a_time(words: str, moment: str) -> None:
    found = first("date_and_time", words)
    assert isinstance(found, datetime)
    assert (f"{found:%Y-%m-%d %H:%M}", found.tzinfo) == (moment, NEW_YORK)


@pytest.mark.parametrize("words", NO_MOMENTS)
def test_no_whole_moment(words: str) -> None:
    assert values("date_and_time", words) == []


def test_an_hour_that_clocks_leave_out_is_none() -> None:
    assert [str(each) for each in values("date_and_time", "March 14th 2027 at two thirty")] == [
        "2027-03-14 14:30:00-04:00"
    ]
    assert values("date_and_time", "March 14th 2027 at 2:30 am") == []


def test_an_hour_that_clocks_show_twice_is_both() -> None:
    assert [str(each) for each in values("date_and_time", "November 7th 2027 at 1:30 am")] == [
        "2027-11-07 01:30:00-04:00",
        "2027-11-07 01:30:00-05:00",
    ]


def test_what_is_ahead_is_counted_in_time_that_passes() -> None:
    before_summer = datetime(2027, 3, 14, 1, 30, tzinfo=NEW_YORK)
    assert [str(each) for each in values("date_and_time", "in one hour", before_summer)] == [
        "2027-03-14 03:30:00-04:00"
    ]
    assert str(first("time", "in one hour", before_summer)) == "03:30:00"


def test_a_moment_is_one_of_the_scripts_clock() -> None:
    now = datetime(2026, 11, 25, 23, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert str(first("date_and_time", "tomorrow at nine", now)) == "2026-11-26 09:00:00+09:00"
