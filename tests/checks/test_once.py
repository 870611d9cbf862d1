"""Mistakes in a script that asks for values: each is told once, at its place, with what to write."""

from pathlib import Path

import pytest

from tests.checking import check_file

SCHEMA = """CREATE TABLE flights (id INTEGER PRIMARY KEY, departs TIME NOT NULL, cancelled BOOLEAN NOT NULL);
CREATE TABLE bookings (id INTEGER PRIMARY KEY, flight_id INTEGER NOT NULL, day DATE NOT NULL, class TEXT NOT NULL);
"""
QUERIES = """-- name: flights(day)
-- The flights of a day.
SELECT id, departs, cancelled FROM flights WHERE id > length(:day);

-- name: book(flight_id, day, class)!
-- Book a flight that is there.
INSERT INTO bookings (flight_id, day, class) SELECT id, :day, :class FROM flights WHERE id = :flight_id;
"""
SCRIPT = """callsheet: 1
flow: flights
timezone: Europe/London
data: flights.sql
hours:
  office:
    monday to friday: 09:00-17:00
values:
  booked: false
defaults:
  if_silent: ["Once more, please."]
  if_unclear: ["Once more, please."]
  otherwise: [disconnect]
steps:
  - answer
  - if: hours.office.open
    then: [{say: How nice of you to call.}]
  - ask: Economy or business?
    one_of: [economy, business]
    as: class
  - ask: On which day?
    for: date
    from: "{{ today }}"
    as: day
  - query: flights
    with: {day: "{{ day }}"}
    as: flights
  - ask: There is one at {{ choices | spoken_list("or") }}. Which one?
    one_of: flights
    by: departs
    as: flight
    if_none: [disconnect]
    if_given:
      - run: tell
        with: {row: "{{ flight }}"}
      - write: book
        with: {flight_id: "{{ flight.id }}", day: "{{ day }}", class: "{{ class }}"}
      - set: {booked: true}
  - ask: At what time do you want to be called?
    for: time
    from: "08:00"
    as: hour
  - ask: How much may it cost?
    for: money
    from: 100
    as: most
  - if: booked
    then: [{say: "We call at {{ hour }}, if it costs less than {{ most | money('GBP') }}."}]
  - disconnect
sections:
  tell:
    - say: "It leaves at {{ row.departs }}{{ ', but is cancelled' if row.cancelled else '' }}."
"""


def found(folder: Path, script: str) -> list[tuple[str, str, str]]:
    (folder / "flights.sql").write_text(QUERIES)
    (folder / "schema.sql").write_text(SCHEMA)
    (folder / "x.flow.yaml").write_text(script)
    told = check_file(folder / "x.flow.yaml", "x").diagnostics
    return [(f"{each.span.line}:{each.span.column}", each.code.id, f"{each.message}; {each.help}") for each in told]


@pytest.mark.parametrize(
    ("old", "new", "place", "code", "words"),
    [
        ('from: "{{ today }}"', "from: today", "23:11", "CS304", 'write "{{ today }}"'),
        ('from: "{{ today }}"', "from: tomorrow", "23:11", "CS227", 'write "{{ today | in_days(1) }}"'),
        ('from: "{{ today }}"', 'from: "{{ today | in_days }}"', "23:23", "CS305", "today | in_days("),
        ('from: "{{ today }}"', 'from: "{{ today + 1 }}"', "23:15", "CS227", "today | in_days(1)"),
        ('from: "{{ today }}"', 'from: "{{ now }}"', "23:11", "CS227", "asks for a date"),
        ("  - query: flights\n", "    query: flights\n", "25:5", "CS123", 'write "- " before "query"'),
        ("  - ask: On which day?\n", "    ask: On which day?\n", "21:5", "CS102", 'write "- " before it'),
        ("if: hours.office.open", 'if: hours.office.open"', "16:9", "CS112", "or delete the quote"),
        ("[economy, business]", '"{{ flights }}"', "19:13", "CS126", "without braces"),
        ("one_of: flights", "one_of: [nine, ten]", "30:5", "CS271", "one_of with the name of a list of rows"),
        ('from: "08:00"', "from: day", "41:11", "CS227", 'write "{{ day }}"'),
        ('with: {row: "{{ flight }}"}', "with: flight", "35:15", "CS125", "write each name, a colon and its value"),
        ("    as: flight\n", "", "29:5", "CS124", "add as: and a name"),
        ("set: {booked: true}", 'set: {booked: "true"}', "38:15", "CS227", "write true without quotes"),
        ('class: "{{ class }}"', "class: none", "37:71", "CS304", 'write "{{ none }}", or "none" in quotes'),
        ('from: "08:00"', 'from: "8:00"', "41:11", "CS227", 'write "08:00"'),
        ('from: "08:00"', "from: 8 am", "41:11", "CS227", 'write "08:00"'),
        ("from: 100", "from: $1", "45:11", "CS227", "a number of cents, such as 1250"),
        ("    as: day\n", "", "22:5", "CS124", "add as: and a name"),
        ("hours.office.open", "hours.office", "16:9", "CS227", "write hours.office.open"),
        ("[economy, business]", "[economy, economy]", "19:23", "CS212", '"economy" stands here twice; keep one'),
        ("one_of: flights", 'one_of: "{{ flights }}"', "29:13", "CS126", "without braces"),
        ("choices |", "flights |", "28:29", "CS227", "write choices"),
        ("row.cancelled", "row.canceled", "52:74", "CS216", 'did you mean "cancelled"?'),
        ('day: "{{ day }}", class', 'day: "{{ class }}", class', "37:51", "CS255", "declared DATE, and is a text"),
        ("set: {booked: true}", "set: {booked: yes}", "38:15", "CS227", "write true in place of yes"),
        ("  booked: false", "  booked: no", "38:15", "CS227", "write false in place of no"),
        ("monday to friday:", "monday - friday:", "7:5", "CS262", 'did you mean "monday to friday"?'),
        ("monday to friday:", "Mon-Fri:", "7:5", "CS262", 'did you mean "monday to friday"?'),
        ("monday to friday:", "weekdays:", "7:5", "CS262", 'did you mean "monday to friday"?'),
    ],
)  # fmt: skip
def test_each_mistake_is_told_once(tmp_path: Path, old: str, new: str, place: str, code: str, words: str) -> None:
    assert SCRIPT.count(old) >= 1
    told = found(tmp_path, SCRIPT.replace(old, new, 1))
    assert [item[:2] for item in told] == [(place, code)]
    assert words in told[0][2]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ('row: "{{ flight }}"', "row: \"{{ flight | default('') }}\""),
        ("set: {booked: true}", "set: {booked: '{{ day == today }}'}"),
    ],
)
def test_what_is_right_is_silent(tmp_path: Path, old: str, new: str) -> None:
    assert found(tmp_path, SCRIPT.replace(old, new, 1)) == []


def test_a_misspelt_answer_is_not_offered_where_it_is_compared(tmp_path: Path) -> None:
    asks = "  - ask: Shall I?\n    answers: {agree: [], reuse: []}\n  - if: reply.intent == 'refuse'\n    then: []\n"
    told = found(tmp_path, SCRIPT.replace("  - disconnect\nsections", f"{asks}  - disconnect\nsections"))
    assert [(place, code) for place, code, _ in told] == [("50:26", "CS204")]


def test_a_value_that_is_misspelt_where_it_begins(tmp_path: Path) -> None:
    script = SCRIPT.replace("  booked: false", "  bokked: false") + "after_call:\n  - note: 'Booked: {{ booked }}'\n"
    told = found(tmp_path, script)
    assert [(place, code) for place, code, _ in told] == [("9:3", "CS225")]
    assert 'did you mean "booked"?' in told[0][2]
