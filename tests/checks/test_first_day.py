"""What authors write on their first day: one error for each, with help that can be typed as it stands."""

from pathlib import Path

import pytest

from callsheet.diagnostics.diagnostic import Diagnostic
from tests.checking import check_file

SCRIPT = """callsheet: 1
flow: first_day
data: data.sql
timezone: America/New_York
hours:
  shop:
    monday to friday: 09:00-17:00
    except:
      "2026-12-25": closed
intents:
  hours: {phrases: [opening hours], press: "1"}
steps:
  - answer
  - ask: How was it, from 1 to 5? Or do you want our hours?
    for: text
    as: reason
    answers:
      refuse or operator: []
      hours: []
    if_silent: [How was it?]
    if_unclear: [How was it?]
    otherwise: [disconnect]
  - ask: How many stars is it?
    for: number
    from: 1
    to: 5
    as: stars
    if_silent: [How many stars is it?]
    if_unclear: ["Sorry, how many stars is it?"]
    otherwise: [disconnect]
  - if: stars <= 2
    then:
      - say: See you soon.
    else:
      - say: "{{ stars }}, thank you."
  - if: hours.shop.open
    then:
      - write: keep
        with: {stars: "{{ stars }}", reason: "{{ reason | default(none) }}"}
  - disconnect
"""
QUERIES = """-- name: keep(stars, reason)!
-- What the caller said.
INSERT INTO ratings (stars, reason) VALUES (:stars, :reason);
"""

SLIPS = [
    ('press: "1"}', "press: 1}", "11:44", "CS126", '"1"'),
    ("{{ reason | default(none) }}", "{{ reason }}", "39:50", "CS225", "to pass nothing then, write reason | default("),
    ("- say: See you soon.", "- say: “See you: soon.”", "33:22", "CS101", 'quotes: say: "See you: soon."'),
    ("- say: See you soon.", '- say: See you: soon."', "33:21", "CS101", 'quotes: say: "See you: soon."'),
    ('"{{ stars }}, thank you."', '{{ stars }}, thank you."', "35:14", "CS111", 'quotes: "{{ stars }}, thank you."'),
    ("refuse or operator:", "[refuse, operator]:", "18:7", "CS101", "write refuse or operator:"),
    ("refuse or operator:", "[1, 2]:", "18:7", "CS101", "put the key in quotes"),
    ("if: stars <= 2", "if: {stars} <= 2", "31:9", "CS101", "write if: stars <= 2"),
    ("if: stars <= 2", "if: stars == 1 or 2", "31:23", "CS302", "write stars in [1, 2]"),
    ("if: stars <= 2", 'if: reason == "a" or "b"', "31:26", "CS302", 'write reason in ["a", "b"]'),
    ("if: stars <= 2", "if: stars == 1 and 2", "31:24", "CS302", "compare it"),
    ("as: stars", 'as: "{{ stars }}"', "27:9", "CS126", 'did you mean "stars"?'),
    ("from: 1\n    to: 5", "from: 1 to 5", "25:11", "CS227", 'write "from: 1", and below it "to: 5"'),
    ("for: number", "for: integer", "24:10", "CS126", 'did you mean "number"?'),
    ("for: number", "for: yes or no", "24:10", "CS126", '"agree:"'),
    ("monday to friday:", "monday, friday:", "7:5", "CS262", 'line of its own, beginning with "monday:"'),
    ('stars: "{{ stars }}"', "stars: {{ stars }}", "39:23", "CS111", 'write "{{ stars }}"'),
]


def found(folder: Path, script: str) -> tuple[Diagnostic, ...]:
    (folder / "data.sql").write_text(QUERIES)
    (folder / "schema.sql").write_text("CREATE TABLE ratings (id INTEGER PRIMARY KEY, stars INTEGER, reason TEXT);\n")
    (folder / "x.flow.yaml").write_text(script)
    return check_file(folder / "x.flow.yaml", "x.flow.yaml").diagnostics


def test_the_script_is_right(tmp_path: Path) -> None:
    assert not found(tmp_path, SCRIPT)


@pytest.mark.parametrize(("old", "new", "place", "code", "words"), SLIPS)
def test_a_slip_is_one_error(tmp_path: Path, old: str, new: str, place: str, code: str, words: str) -> None:
    assert SCRIPT.count(old) == 1
    [error] = found(tmp_path, SCRIPT.replace(old, new))
    assert (f"{error.span.line}:{error.span.column}", error.code.id) == (place, code)
    assert words in f"{error.message}; {error.help}"


def test_what_stands_among_the_intents_without_being_one_is_missed_at_the_top(tmp_path: Path) -> None:
    errors = found(tmp_path, SCRIPT.replace('{phrases: [opening hours], press: "1"}', "{shop: {monday: 09:00-17:00}}"))
    assert '"hours" stands at the top of the script' in errors[0].message


def test_a_list_whose_row_is_chosen_from_is_not_misspelt_where_it_is_kept(tmp_path: Path) -> None:
    choosing = """  - query: stored
    as: ratings
  - ask: Which one?
    one_of: rating
    by: stars
    as: rating
    if_none: [disconnect]
    if_silent: [Which one?]
    if_unclear: [Which one?]
    otherwise: [disconnect]
  - disconnect
"""
    (tmp_path / "data.sql").write_text("-- name: stored()\n-- All.\nSELECT id, stars FROM ratings;\n")
    (tmp_path / "schema.sql").write_text("CREATE TABLE ratings (id INTEGER PRIMARY KEY, stars INTEGER NOT NULL);\n")
    script = "callsheet: 1\nflow: choosing\ndata: data.sql\nsteps:\n  - answer\n" + choosing
    (tmp_path / "x.flow.yaml").write_text(script)
    errors = check_file(tmp_path / "x.flow.yaml", "x.flow.yaml").diagnostics
    assert [(each.span.line, each.code.id) for each in errors if "did you mean" in (each.help or "")] == []
    assert 9 in {each.span.line for each in errors}
