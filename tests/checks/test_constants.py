"""Constants beside values of known kind: what can never be so is told before any call, and what to write."""

from collections.abc import Callable
from pathlib import Path

import pytest

from callsheet.diagnostics.diagnostic import Diagnostic
from tests.checking import check_file

SCHEMA = """CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, zip TEXT NOT NULL, born DATE NOT NULL,
  wakes TIME NOT NULL, seen DATETIME NOT NULL, is_member BOOLEAN NOT NULL, balance INTEGER NOT NULL,
  rating REAL NOT NULL, price DECIMAL(10, 2) NOT NULL);"""
QUERIES = """-- name: person(phone)^
-- One.
SELECT id, name, zip, born, wakes, seen, is_member, balance, rating, price FROM people WHERE name = :phone;
-- name: born(day)
-- Some.
SELECT id FROM people WHERE born = :day;
"""
HEAD = """callsheet: 1
flow: test
timezone: America/New_York
data: data.sql
values:
  closes: "17:00"
  open_days: [Monday, Tuesday]
  shut_days: [Saturday, Sonday]
  holidays: ["2026-12-25", "2026-13-01"]
  mode: test
  total: 0
defaults: {if_silent: [], if_unclear: [], otherwise: []}
steps:
  - answer
  - query: person
    with: {phone: "{{ call.person_number }}"}
    as: person
    if_none: [disconnect]
  - ask: Will you come?
    answers: {agree: [], refuse: []}
    as: consent
"""

Found = Callable[..., list[Diagnostic]]


@pytest.fixture
def found(tmp_path: Path) -> Found:
    """What is told of these steps, names that the small script does not use left aside."""
    (tmp_path / "data.sql").write_text(QUERIES)
    (tmp_path / "schema.sql").write_text(SCHEMA)

    def check(steps: str, sections: str = "") -> list[Diagnostic]:
        (tmp_path / "x.flow.yaml").write_text(f"{HEAD}{steps}  - disconnect\n{sections}")
        return [item for item in check_file(tmp_path / "x.flow.yaml", "x").diagnostics if item.code.id != "CS230"]

    return check


def condition(text: str) -> str:
    return "  - if: '" + text.replace("'", "''") + "'\n    then: [note: x]\n"


# A condition, and what its message and its help say.
NEVER = [
    # Dates and times
    ('now < "17:00"', '"now" is a date with a time, and "17:00" is a time', 'write now | time < "17:00"'),
    ('"17:00" > now', '"17:00" is a time', 'write "17:00" > now | time'),
    ('now >= "2026-11-22T09:00"', "says no time zone", 'now >= "2026-11-22T09:00-05:00"'),
    ('now > "2026-11-22"', '"2026-11-22" is a date', 'today > "2026-11-22"'),
    ('now == "2026-11-22"', "never alike", 'today == "2026-11-22"'),
    ('now == "Sunday"', "never alike", 'now | weekday == "Sunday"'),
    ("now > 17", "17 is a number", 'now | time > "17:00"'),
    ('now != "noon"', "never alike", 'now | time != "12:00"'),
    ('today > "tomorrow"', '"tomorrow" is a text', "today > today | in_days(1)"),
    ('today == "Sunday"', "never alike", 'today | weekday == "Sunday"'),
    ('today < "Monday"', "fails every call", "today | weekday == …"),
    ('today in ["Saturday", "Sunday"]', "never alike", 'today | weekday in ["Saturday", …]'),
    ('today == "2026-13-45"', 'there is no day "2026-13-45"', "month"),
    ('today == "24.12.2026"', "is a text", '"2026-12-24"'),
    ('today < "17:00"', "is a time", 'now | time < "17:00"'),
    ('now | time < "9:00"', "is a text", 'now | time < "09:00"'),
    ('now | time >= "5 pm"', "is a text", 'now | time >= "17:00"'),
    ('now | time < "17:00Z"', "has a time zone", 'now | time < "17:00"'),
    ("now < closes", '"17:00" is a time', 'now | time < "17:00"'),
    ("today in holidays", 'there is no day "2026-13-01"', "month"),
    ("today == now", "never alike", "compare now | date"),
    ('person.born == "24.12.2026"', "is a text", '"2026-12-24"'),
    ('person.wakes < "9:00"', "is a text", 'person.wakes < "09:00"'),
    ('person.seen < "17:00"', "is a time", 'person.seen | time < "17:00"'),
    ('person.seen > "2026-11-22"', "is a date", 'person.seen | date > "2026-11-22"'),
    ("person.seen > today", "never alike", "compare person.seen | date"),
    # Words of a known set
    ('now | weekday == "sunday"', 'never "sunday"', '"Sunday"?'),
    ("today | weekday in shut_days", 'never "Sonday"', '"Sunday"?'),
    ('today | weekday < "Friday"', "by its letters", "=="),
    ('reply.intent == "yes"', 'never "yes"', 'did you mean "agree"?'),
    ('reply.intent != "no"', 'never "no"', 'did you mean "refuse"?'),
    ('consent.intent == "Agree"', 'never "Agree"', 'did you mean "agree"?'),
    ('consent.intent == "later"', 'never "later"', "there is: agree, refuse, silent, unclear"),
    ('consent.intent in ["agree", "sure"]', 'never "sure"', 'did you mean "agree"?'),
    ('reply.how == "keys"', 'never "keys"', '"key"?'),
    ('call.direction == "in"', 'never "in"', "inbound, outbound"),
    ('"Inbound" == call.direction', 'never "Inbound"', '"inbound"?'),
    # Texts for the ear
    ('now | spoken_time < "12:00"', "by its letters", "now | time <"),
    ('now | spoken_time == "12:00"', 'never "12:00"', "without the filter"),
    ('now | spoken_date == "2026-12-24"', 'never "2026-12-24"', "without the filter"),
    # Other kinds
    ('loop.number > "5"', '"5" is a text', "loop.number > 5, without quotes"),
    ('reply.confidence < "0.5"', "is a text", "reply.confidence < 0.5, without quotes"),
    ('person.id == "5"', "never alike", "person.id == 5, without quotes"),
    ('"5" == person.id', "never alike", "5 == person.id, without quotes"),
    ('person.id in ["5", "6"]', "never alike", "without quotes"),
    ('person.is_member == "yes"', "never alike", "person.is_member alone, or not person.is_member"),
    ("person.is_member == 1", "never alike", "person.is_member alone"),
    ("person.zip == 12345", "never alike", 'person.zip == "12345"'),
]


@pytest.mark.parametrize(("text", "message", "help_"), NEVER, ids=[row[0] for row in NEVER])
def test_what_can_never_hold_is_told_with_what_to_write(found: Found, text: str, message: str, help_: str) -> None:
    step = condition(text)
    if "loop" in text:
        step = "  - for_each: day\n    in: open_days\n    do:\n" + step.replace("  -", "      -").replace(
            "    t", "        t"
        )
    [told] = found(step)
    assert told.code.id == "CS227"
    assert message in told.message
    assert help_ in told.help


CAN_BE = [
    'now > "2026-11-22T09:00:00-05:00"',
    'now | time < "17:00"',
    "now | time < closes",
    '"09:00" <= now | time < "17:00"',
    'today == "2026-12-24"',
    'today in ["2026-12-24", "2026-12-25"]',
    'now | date == "2026-12-24"',
    'today | in_days(1) == "2026-12-24"',
    'today | weekday in ["Saturday", "Sunday"]',
    "today | weekday in open_days",
    'person.seen > "2026-11-22T09:00"',
    'person.seen > "2026-11-22T09:00:00Z"',
    'person.wakes == "09:00"',
    'person.born < "2000-01-01"',
    'person.zip == "12345"',
    'person.name in ["Ann", "Ben"]',
    "person.balance > 100",
    "person.rating > 4.5",
    "person.price > 4.5",
    'mode == "live"',
    'reply.intent == "silent"',
    'reply.intent in ["agree", "unclear"]',
    'reply.text == "yes"',
    '"yes" in reply.text',
    'reply.how == "key"',
    "person.zip == person.name",
    "today == person.born",
]


@pytest.mark.parametrize("text", CAN_BE)
def test_what_can_hold_is_right(found: Found, text: str) -> None:
    assert found(condition(text)) == []


def test_both_bounds_of_one_mistake_are_told_together(found: Found) -> None:
    [told] = found(condition('now >= "09:00" and now < "17:00"'))
    assert told.help == 'write now | time >= "09:00"; write now | time < "17:00"'


def test_help_is_written_in_the_quotes_that_fit(found: Found) -> None:
    [told] = found("  - if: \"now < '17:00'\"\n    then: [note: x]\n")
    assert told.help == "write now | time < '17:00'"


def test_the_place_is_the_name_that_is_compared(found: Found) -> None:
    [told] = found(condition('person.is_member and now < "17:00"'))
    assert told.span.column == 31


SWITCHES = [
    ("now", '"17:00"', "write switch: now | time"),
    ("today", "Sunday", "write switch: today | weekday"),
    ("now | time", '"9:00"', 'write the case as "09:00"'),
    ("person.is_member", "yes", "person.is_member alone"),
    ("person.id", "five", "number"),
    ("consent.intent", "yes", 'did you mean "agree"?'),
    ("today | weekday", "sunday", 'did you mean "Sunday"?'),
    ("call.direction", "in", "inbound"),
]


@pytest.mark.parametrize(("subject", "case", "help_"), SWITCHES)
def test_a_case_that_can_never_be_met(found: Found, subject: str, case: str, help_: str) -> None:
    [told] = found(f"  - switch: {subject}\n    cases:\n      {case}: [note: x]\n")
    assert told.code.id == "CS227"
    assert help_ in told.help


def test_cases_that_can_be_met(found: Found) -> None:
    cases = "agree: [note: a]\n      refuse: [note: b]\n      silent: [note: c]\n      unclear: [note: d]\n"
    assert found(f"  - switch: reply.intent\n    cases:\n      {cases}") == []


SECTION = """sections:
  told:
    - if: reply.intent == "{}"
      then: [note: x]
"""
SHARED = "  - ask: Or now?\n    answers:\n      goodbye: [{run: told}]\n  - run: told\n"


def test_a_section_that_several_questions_share_may_ask_for_the_answers_of_each(found: Found) -> None:
    assert found(SHARED, SECTION.format("goodbye")) == []
    assert found("  - run: told\n" + SHARED, SECTION.format("refuse")) == []
    [told] = found("  - run: told\n" + SHARED, SECTION.format("later"))
    assert told.help == "there is: agree, goodbye, refuse, silent, unclear"


def test_the_kinds_of_failures_are_known(found: Found) -> None:
    handler = "if_something_fails:\n  - if: failure.kind == '{}'\n    then: [note: x]\n"
    assert found("", handler.format("database_slow")) == []
    [told] = found("", handler.format("database_slowly"))
    assert told.help == 'did you mean "database_slow"?'


TEXTS = [
    # Constants that look like dates
    ("{{ 2026-12-24 }}", "CS302", "'2026-12-24'"),
    ("{{ 12-24 }}", "CS302", "'12-24'"),
    ("{{ 10:30 }}", "CS302", "'10:30'"),
    ("{{ 24.12.2026 }}", "CS302", "'24.12.2026'"),
    ("{{ 2026-01-05 }}", "CS302", "'2026-01-05'"),
    ("{{ today == 2026-12-24 }}", "CS302", "'2026-12-24'"),
    # Dates that are put together
    ("{{ today + ' 1 day' }}", "CS302", "today | in_days(1)"),
    ("{{ person.born - '2 weeks' }}", "CS302", "person.born | in_days(-14)"),
    ("{{ now + '90 minutes' }}", "CS302", "now | in_minutes(90)"),
    ("{{ today + 1 }}", "CS227", "today | in_days(1)"),
    ("{{ person.seen - 1 }}", "CS227", "person.seen | in_days(-1)"),
    ("{{ today ~ ' 1 day' }}", "CS227", "today | in_days(1)"),
    ("{{ today ~ 'T09:30' }}", "CS227", "today | day_begins | in_minutes(570)"),
    # Amounts
    ("{{ person.rating | money('USD') }}", "CS227", "INTEGER"),
    ("{{ person.price | money('USD') }}", "CS227", "INTEGER"),
    ("{{ (total + person.rating) | money('USD') }}", "CS227", "INTEGER"),
    # Constants under a name
    ("{{ closes | spoken_date }}", "CS227", "spoken_date"),
]


@pytest.mark.parametrize(("text", "code", "help_"), TEXTS)
def test_what_can_never_be_computed_as_meant(found: Found, text: str, code: str, help_: str) -> None:
    [told] = found(f'  - note: "{text}"\n')
    assert told.code.id == code
    assert help_ in told.help


RIGHT = [
    "{{ 10 - 3 }}",
    "{{ person.balance-3 }}",
    "{{ '2026-12-24' | spoken_date }}",
    "{{ '10:30' | spoken_time }}",
    "{{ 'on ' ~ today }}",
    "{{ today ~ ', ' ~ person.name }}",
    "{{ today }}, 9:00",
    "{{ person.balance | money('USD') }}",
    "{{ person.rating | round | money('USD') }}",
    "{{ (total + person.balance) | money('USD') }}",
    "{{ closes | spoken_time }}",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_can_be_computed(found: Found, text: str) -> None:
    assert found(f'  - note: "{text}"\n') == []


@pytest.mark.parametrize(
    ("day", "help_"),
    [
        ("{{ today }} 09:00", "today | day_begins | in_minutes(540)"),
        ("{{ today }}T23:59:59", "today | day_begins"),
        ("{{ today }} +1 day", "today | in_days(1)"),
        ("{{ now }} - 2 hours", "now | in_minutes(-120)"),
    ],
)
def test_a_date_is_not_put_together_for_a_query(found: Found, day: str, help_: str) -> None:
    [told] = found(f'  - query: born\n    with: {{day: "{day}"}}\n    as: rows\n')
    assert told.code.id == "CS227"
    assert help_ in told.help


COUNTS = "set: {mode: '{{ mode + 1 }}'}"
SOMETIMES = "  - if: person.is_member\n    then:\n      - set: {mode: 0}\n"


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        (f"  - {COUNTS}\n", '"+" needs numbers, and "mode" is a text'),
        (f"  - for_each: day\n    in: open_days\n    do:\n      - {COUNTS}\n", '"mode" can still be "test"'),
        (f"{SOMETIMES}  - {COUNTS}\n", '"mode" can still be "test"'),
        (SOMETIMES + "  - say: '{{ 3 - mode }}'\n", '"-" needs numbers, and "mode" can still be "test"'),
    ],
)
def test_a_text_that_is_counted_up(found: Found, steps: str, message: str) -> None:
    [told] = found(steps)
    assert told.code.id == "CS227"
    assert message in told.message
    assert told.help == 'let it begin as a number: "mode: 0"'


def test_what_is_told_apart_is_counted_up(found: Found) -> None:
    apart = f"- if: mode == 'test'\n        then:\n          - set: {{mode: 0}}\n        else:\n          - {COUNTS}\n"
    assert found(f"  - for_each: day\n    in: open_days\n    do:\n      {apart}") == []


def test_the_case_that_can_never_be_met_is_pointed_at(found: Found) -> None:
    [told] = found("  - switch: consent.intent\n    cases:\n      agree: []\n      confirm: []\n    else: []\n")
    assert (told.code.id, told.span.column) == ("CS227", 7)
    assert 'the case "confirm" can never be met' in told.message


def test_what_a_filter_takes_reads_well(found: Found) -> None:
    [told] = found("  - say: '{{ person.balance | time }}'\n")
    assert 'the filter "time" takes a time, a date with a time, or a text, and' in told.message
    [told] = found("  - say: '{{ person.balance | length }}'\n")
    assert 'the filter "length" takes a list or a text, and' in told.message


def test_a_day_is_no_pattern(found: Found) -> None:
    [told] = found("  - query: born\n    with: {day: '{{ today }}%'}\n    as: rows\n")
    assert told.code.id == "CS411"
    assert '"{{ today | day_begins }}" and "{{ today | day_ends }}"' in told.help
    assert found("  - query: born\n    with: {day: '{{ person.name }}%'}\n    as: rows\n") == []


@pytest.mark.parametrize(
    ("text", "code", "help_"),
    [
        ("{{ person.born - today }}", "CS227", "compare the dates: person.born < today | in_days(3)"),
        ("{{ now.hour }}", "CS216", "write now | time, now | date or now | weekday"),
        ("{{ rows.length }}", "CS216", "write rows | length"),
        ("{{ rows.status }}", "CS216", "go through its rows with for_each: … in: rows"),
    ],
)
def test_one_mistake_is_told_once(found: Found, text: str, code: str, help_: str) -> None:
    born = '  - query: born\n    with: {day: "2026-11-22"}\n    as: rows\n'
    assert [(told.code.id, told.help) for told in found(f"{born}  - note: '{text}'\n")] == [(code, help_)]


@pytest.mark.parametrize("text", ["{{ now.hour }}, {{ now.hour }}", "{{ today.day }} {{ today.day | default(1) }}"])
def test_a_part_of_what_has_none_is_told_once_however_often_it_is_asked_for(found: Found, text: str) -> None:
    assert [told.code.id for told in found(f"  - note: '{text}'\n  - say: '{text}'\n")] == ["CS216"]


def test_a_day_without_quotes(found: Found) -> None:
    [told] = found("  - if: now | weekday == Saturday\n    then: [note: x]\n")
    assert (told.code.id, told.help) == ("CS206", 'if it is a text, write it in quotation marks: "Saturday"')
