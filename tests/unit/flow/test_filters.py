"""The filters: what people say."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsheet.diagnostics.diagnostic import Span
from callsheet.expressions import Unusable, read_expression
from callsheet.expressions.filters import DEFAULT, FILTERS
from callsheet.ports.currencies import CURRENCIES
from callsheet.ports.values import Row, Value
from callsheet.source.document import Document, Scalar

TODAY: Mapping[str, Value] = {"today": date(2026, 11, 1)}


def apply(value: Value, source: str, names: Mapping[str, Value] = TODAY) -> Value:
    """Evaluate `value | source`."""
    text = f"value | {source}"
    node = Scalar(text, Span.at(1, 1), 0, len(text))
    expression, diagnostics = read_expression(Document("x.flow.yaml", text, node), node)
    assert diagnostics == []
    assert expression is not None
    return expression.evaluate({**names, "value": value})


CASES: list[tuple[Value, str, Value]] = [
    (date(2026, 11, 22), "spoken_date", "Sunday, November 22"),
    (date(2027, 1, 1), "spoken_date", "Friday, January 1, 2027"),
    ("2026-11-22", "spoken_date", "Sunday, November 22"),
    ("2026-11-22T23:30:00", "spoken_date", "Sunday, November 22"),
    (datetime(2026, 11, 22, 9), "spoken_date", "Sunday, November 22"),
    (time(9, 5), "spoken_time", "9:05 AM"),
    (time(10), "spoken_time", "10 AM"),
    (time(12), "spoken_time", "noon"),
    (time(12, 0, 59), "spoken_time", "noon"),
    (time(0), "spoken_time", "midnight"),
    (time(0, 5), "spoken_time", "12:05 AM"),
    (time(12, 5), "spoken_time", "12:05 PM"),
    (time(23, 59), "spoken_time", "11:59 PM"),
    ("09:05", "spoken_time", "9:05 AM"),
    ("00:00:00", "spoken_time", "midnight"),
    ("2026-11-22 14:00", "spoken_time", "2 PM"),
    (datetime(2026, 11, 22, 14, 30, tzinfo=UTC), "spoken_time", "2:30 PM"),
    ("2026-11-22", "date", date(2026, 11, 22)),
    (date(2026, 11, 22), "date", date(2026, 11, 22)),
    (datetime(2026, 11, 22, 9), "date", date(2026, 11, 22)),
    ("09:05", "time", time(9, 5)),
    (time(9, 5, 59), "time", time(9, 5, 59)),
    (datetime(2026, 11, 22, 9, 5), "time", time(9, 5)),
    (date(2026, 11, 22), "weekday", "Sunday"),
    ("2026-11-23T00:00", "weekday", "Monday"),
    (date(2026, 12, 31), "in_days(1)", date(2027, 1, 1)),
    (date(2028, 3, 1), "in_days(-1)", date(2028, 2, 29)),
    ("2026-11-22", "in_days(0)", date(2026, 11, 22)),
    (datetime(2026, 11, 22, 9), "in_days(7)", datetime(2026, 11, 29, 9)),
    (datetime(2026, 11, 22, 23, 45), "in_minutes(30)", datetime(2026, 11, 23, 0, 15)),
    ("2026-11-22T00:15", "in_minutes(-30)", datetime(2026, 11, 21, 23, 45)),
    (date(2026, 11, 22), "day_begins", datetime(2026, 11, 22)),
    ("2026-12-31", "day_ends", datetime(2027, 1, 1)),
    (1250, 'money("EUR")', "12 euros and 50 cents"),
    (100, 'money("EUR")', "1 euro"),
    (101, 'money("EUR")', "1 euro and 1 cent"),
    (50, 'money("EUR")', "50 cents"),
    (0, 'money("EUR")', "0 euros"),
    (-300, 'money("USD")', "minus 3 dollars"),
    (1200.0, 'money("USD")', "12 dollars"),
    (101, 'money("GBP")', "1 pound and 1 penny"),
    (102, 'money("GBP")', "1 pound and 2 pence"),
    (1500, 'money("JPY")', "1500 yen"),
    (1500, 'money("KWD")', "1 dinar and 500 fils"),
    ("+1415", "digits", "plus 1 4 1 5"),
    ("(415) 555-0100", "digits", "4 1 5 5 5 5 0 1 0 0"),
    ("ab12", "digits", "A B 1 2"),
    ("*9#", "digits", "star 9 pound"),
    ("", "digits", ""),
    (407, "digits", "4 0 7"),
    (-5, "digits", "minus 5"),
    (1, "ordinal", "first"),
    (12, "ordinal", "twelfth"),
    (20, "ordinal", "twentieth"),
    (21, "ordinal", "21st"),
    (22, "ordinal", "22nd"),
    (103, "ordinal", "103rd"),
    (111, "ordinal", "111th"),
    (0, "ordinal", "0th"),
    (3.0, "ordinal", "third"),
    (1, 'plural("message", "messages")', "message"),
    (0, 'plural("message", "messages")', "messages"),
    (2, 'plural("message", "messages")', "messages"),
    (1.5, 'plural("message", "messages")', "messages"),
    (-1, 'plural("degree", "degrees")', "degree"),
    (("a",), "spoken_list", "a"),
    (("a", "b"), "spoken_list", "a and b"),
    (("a", "b", 3), "spoken_list", "a, b and 3"),
    ((date(2026, 11, 22), True), "spoken_list", "Sunday, November 22 and yes"),
    ((), "spoken_list", ""),
    ((time(9), time(10), "later"), 'spoken_list("or")', "9 AM, 10 AM or later"),
    (("a", "b"), 'spoken_list("and")', "a and b"),
    ((time(9), time(10)), "numbered", "1, 9 AM; 2, 10 AM"),
    ((), "numbered", ""),
    ("ann.lee42@mail-box.example.com", "spoken_email", "ann dot lee 4 2 at mail dash box dot example dot com"),
    (" Al_B+x@example.org ", "spoken_email", "Al underscore B plus x at example dot org"),
    ("josé@example.com", "spoken_email", "josé at example dot com"),
    ("Ann", "upper", "ANN"),
    ("Ann", "lower", "ann"),
    ("Ann", "length", 3),
    ((1, 2), "length", 2),
    ((), "length", 0),
    (2.5, "round", 3),
    (-2.5, "round", -3),
    (2.675, "round(2)", 2.68),
    (2.4, "round(0)", 2),
    (7, "round(2)", 7),
    (1e300, "round", int(1e300)),
    ((1, 2), "first", 1),
    ((1, 2), "last", 2),
    ((), "first", None),
    ((), "last", None),
    (None, "default('x')", "x"),
    ("", "default('x')", ""),
    (False, "default(true)", False),
]


@pytest.mark.parametrize(("value", "source", "expected"), CASES)
def test_filter(value: Value, source: str, expected: Value) -> None:
    found = apply(value, source)
    assert found == expected
    assert type(found) is type(expected)


def test_every_filter_is_tried_and_every_example_is_right() -> None:
    tried = {source.split("(")[0] for _, source, _ in CASES}
    assert tried == {*FILTERS, DEFAULT}
    for name, known in FILTERS.items():
        node = Scalar(known.example, Span.at(1, 1), 0, len(known.example))
        assert read_expression(Document("x", known.example, node), node)[1] == []
        assert f"| {name}" in known.example


WRONG: list[tuple[Value, str, str]] = [
    (3, "spoken_date", "needs a date"),
    ("tomorrow", "spoken_date", "needs a date"),
    ("2026-02-30", "spoken_date", "needs a date"),
    ("2026-W47-7", "spoken_date", "needs a date"),
    (time(9), "spoken_date", "needs a date"),
    (date(2026, 11, 22), "spoken_time", "needs a time"),
    ("25:00", "spoken_time", "needs a time"),
    ("2026-11-22", "spoken_time", "needs a time"),
    (3, "date", "needs a date"),
    (time(9), "date", "needs a date"),
    (date(2026, 11, 22), "time", "needs a time"),
    ("noon", "time", "needs a time"),
    (True, "weekday", "needs a date"),
    ("tomorrow", "in_days(1)", "needs a date"),
    (time(9), "in_days(1)", "needs a date"),
    (date.max, "in_days(1)", "needs a day within the years 1 to 9999"),
    (datetime.min, "in_days(-1)", "needs a day within the years 1 to 9999"),
    (
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-5))),
        "in_days(0)",
        "needs a day within the years 1 to 9999",
    ),
    (date(2026, 11, 22), "in_minutes(1)", "needs a date with a time"),
    (time(9), "in_minutes(1)", "needs a date with a time"),
    (datetime.max, "in_minutes(1)", "needs a day within the years 1 to 9999"),
    (datetime.min.replace(tzinfo=UTC), "in_minutes(-1)", "needs a day within the years 1 to 9999"),
    ("9:00", "day_begins", "needs a date"),
    (date.max, "day_ends", "needs a day within the years 1 to 9999"),
    (12.5, 'money("EUR")', "needs a whole number of cents"),
    (True, 'money("EUR")', "needs a whole number of cents"),
    ("12", 'money("EUR")', "needs a whole number of cents"),
    (1.5, "digits", "needs a text or a whole number"),
    (-1, "ordinal", "needs a number that is not negative"),
    ("1", "ordinal", "needs a whole number"),
    (True, "plural('a', 'b')", "needs a number"),
    ("a", "spoken_list", "needs a list"),
    ((Row({}),), "spoken_list", "needs a list of texts or numbers"),
    (("a", ("b",)), "numbered", "needs a list of texts or numbers"),
    ("a", "numbered", "needs a list"),
    ("ann", "spoken_email", "needs an email address"),
    ("ann@home@work", "spoken_email", "needs an email address"),
    ("ann lee@example.com", "spoken_email", "needs an email address"),
    (3, "spoken_email", "needs a text"),
    (3, "upper", "needs a text"),
    (3, "length", "needs a list or a text"),
    ("3", "round", "needs a number"),
    (float("nan"), "round", "needs a number"),
    ("abc", "first", "needs a list"),
    (Row({}), "last", "needs a list"),
]


@pytest.mark.parametrize(("value", "source", "message"), WRONG)
def test_wrong_value(value: Value, source: str, message: str) -> None:
    with pytest.raises(Unusable) as caught:
        apply(value, source)
    assert caught.value.kind == "bad_value"
    assert caught.value.message == f'the filter "{source.split("(")[0]}" {message}'


@pytest.mark.parametrize("example", [known.example for known in FILTERS.values()])
def test_a_missing_value_is_called_by_its_name(example: str) -> None:
    with pytest.raises(Unusable) as caught:
        apply(None, example.partition(" | ")[2])
    assert (caught.value.kind, caught.value.message) == ("missing_value", "value is missing")


@pytest.mark.parametrize("source", ["ordinal", "digits", 'money("EUR")', "round | digits"])
def test_a_number_of_thousands_of_digits(source: str) -> None:
    with pytest.raises(Unusable) as caught:
        apply(10**5000, source)
    assert caught.value.message.endswith("needs a smaller number")


@pytest.mark.parametrize("source", ["spoken_list", 'spoken_list("or")', "numbered"])
def test_a_list_with_a_missing_item(source: str) -> None:
    with pytest.raises(Unusable) as caught:
        apply(("a", None), source)
    assert caught.value.kind == "missing_value"


def test_the_year_is_spoken_where_today_is_not_known() -> None:
    assert apply(date(2026, 11, 22), "spoken_date", {}) == "Sunday, November 22, 2026"


def test_a_moment_is_spoken_on_the_clock_of_the_script() -> None:
    names: dict[str, Value] = {**TODAY, "now": datetime(2026, 7, 1, tzinfo=ZoneInfo("America/New_York"))}
    late = datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert apply(late, "spoken_time", names) == "9 PM"
    assert apply(late, "spoken_date", names) == "Sunday, November 22"
    assert apply("2026-11-23T02:00:00Z", "spoken_time", names) == "9 PM"
    assert apply(late.replace(tzinfo=None), "spoken_time", names) == "2 AM"


NEW_YORK: Mapping[str, Value] = {"now": datetime(2026, 7, 1, tzinfo=ZoneInfo("America/New_York"))}
LATE = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)  # on Sunday evening in New York


@pytest.mark.parametrize(
    ("value", "source", "expected"),
    [
        (LATE, "date", date(2026, 11, 22)),
        (LATE, "time", time(21, 30)),
        (LATE, "weekday", "Sunday"),
        ("2026-11-23T02:30:00Z", "weekday", "Sunday"),
        (LATE, "in_days(1) | spoken_date", "Monday, November 23, 2026"),
        (LATE, "in_minutes(180) | weekday", "Monday"),
        (LATE.replace(tzinfo=None), "weekday", "Monday"),
    ],
)
def test_a_moment_is_looked_at_on_the_clock_of_the_script(value: Value, source: str, expected: Value) -> None:
    assert apply(value, source, NEW_YORK) == expected


@pytest.mark.parametrize(
    ("zone", "day", "begins", "hours"),
    [
        ("America/New_York", "2026-11-22", "2026-11-22T00:00:00-05:00", 24),
        ("America/New_York", "2026-03-08", "2026-03-08T00:00:00-05:00", 23),
        ("America/New_York", "2026-11-01", "2026-11-01T00:00:00-04:00", 25),
        ("Asia/Kathmandu", "2026-11-22", "2026-11-22T00:00:00+05:45", 24),
        ("Africa/Cairo", "2026-04-24", "2026-04-24T01:00:00+03:00", 23),  # which has no midnight
        ("America/Havana", "2026-11-01", "2026-11-01T00:00:00-04:00", 25),  # which has two
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-05T00:00:00+11:00", 24.5),
    ],
)
def test_a_day_has_the_hours_that_its_clocks_give_it(zone: str, day: str, begins: str, hours: float) -> None:
    names: dict[str, Value] = {"now": datetime(2026, 7, 1, tzinfo=ZoneInfo(zone))}
    first, last = apply(day, "day_begins", names), apply(day, "day_ends", names)
    assert isinstance(first, datetime)
    assert isinstance(last, datetime)
    assert first.isoformat() == begins
    assert last.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=hours)
    assert apply(date.fromisoformat(day) + timedelta(days=1), "day_begins", names) == last


def test_the_day_of_a_moment_is_that_of_the_clock_of_the_script() -> None:
    found = apply(LATE, "day_begins", NEW_YORK)
    assert isinstance(found, datetime)
    assert found.isoformat() == "2026-11-22T00:00:00-05:00"


@pytest.mark.parametrize(
    ("value", "source", "expected"),
    [
        ("2026-03-07T09:00:00-05:00", "in_days(1)", "2026-03-08T09:00:00-04:00"),
        ("2026-03-07T02:30:00-05:00", "in_days(1)", "2026-03-08T03:30:00-04:00"),  # 2:30 is left out
        ("2026-10-31T09:00:00-04:00", "in_days(1)", "2026-11-01T09:00:00-05:00"),
        ("2026-03-08T01:45:00-05:00", "in_minutes(30)", "2026-03-08T03:15:00-04:00"),
        ("2026-11-01T01:45:00-04:00", "in_minutes(30)", "2026-11-01T01:15:00-05:00"),
    ],
)
def test_later_is_right_when_clocks_are_changed(value: Value, source: str, expected: str) -> None:
    found = apply(value, source, NEW_YORK)
    assert isinstance(found, datetime)
    assert found.isoformat() == expected


@pytest.mark.parametrize("source", ["in_days", 'in_days("1")', "in_days(1.5)", "in_days(true)", "in_days(1, 2)"])
def test_days_are_counted_in_whole_numbers(source: str) -> None:
    assert "it needs a whole number of days" in problem_of(source)


@pytest.mark.parametrize("source", ["in_days(36526)", "in_minutes(-527041)"])
def test_nobody_means_a_day_that_far_away(source: str) -> None:
    assert "at most" in problem_of(source)


@pytest.mark.parametrize("source", ['spoken_list("nor")', 'spoken_list("or", "and")', "numbered(1)", "date(1)"])
def test_brackets_that_mean_nothing(source: str) -> None:
    assert "cannot be used so: it takes nothing in brackets" in problem_of(source)


def problem_of(source: str) -> str:
    """What is said against `value | source`."""
    text = f"value | {source}"
    node = Scalar(text, Span.at(1, 1), 0, len(text))
    (problem,) = read_expression(Document("x.flow.yaml", text, node), node)[1]
    return problem.message


def test_the_end_of_time_is_spoken_too() -> None:
    names: dict[str, Value] = {"now": datetime(2026, 7, 1, tzinfo=timezone(timedelta(hours=9)))}
    assert apply(datetime.max.replace(tzinfo=UTC), "spoken_time", names) == "11:59 PM"


@pytest.mark.parametrize("code", CURRENCIES)
def test_currencies(code: str) -> None:
    currency = CURRENCIES[code]
    assert apply(currency.parts, f'money("{code}")') == f"1 {currency.one}"
    assert apply(2 * currency.parts, f'money("{code}")') == f"2 {currency.many}"


@given(st.integers(-(10**12), 10**12))
def test_money_says_the_amount(cents: int) -> None:
    spoken = str(apply(cents, 'money("EUR")'))
    numbers = [int(word) for word in spoken.split() if word.isdigit()]
    total = numbers[0] if "euro" not in spoken else 100 * numbers[0] + sum(numbers[1:])
    assert total == abs(cents)
    assert spoken.startswith("minus ") == (cents < 0)
