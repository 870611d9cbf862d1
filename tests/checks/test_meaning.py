"""Meaning, on every way through a script: one mistake, one error, at its first place; right scripts are silent."""

from pathlib import Path

import pytest

from tests.checking import check_file

HEAD = """callsheet: 1
flow: test
timezone: America/New_York
data: data.sql
defaults:
  if_silent: []
  if_unclear: []
  otherwise: []
steps:
"""
FIRST = HEAD.count("\n")  # lines before the first step
SCHEMA = """CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, nickname TEXT, born DATE,
  wakes TIME NOT NULL, is_blocked BOOLEAN NOT NULL, balance INTEGER, rating REAL NOT NULL DEFAULT 0);"""
QUERIES = """-- name: person(phone)^
-- One.
SELECT id, name, nickname, born, wakes, is_blocked, balance, rating FROM people WHERE name = :phone;
-- name: people()
-- Many.
SELECT id, name, nickname, is_blocked FROM people;
-- name: how_many()^
-- How many there are.
SELECT count(*) AS n FROM people;
-- name: rename(id, name)!
-- Write.
UPDATE people SET name = :name WHERE id = :id;
"""
FIND = """- answer
- query: person
  with: {phone: "{{ call.person_number }}"}
  as: person
  if_none:
    - disconnect
- query: people
  as: people
"""
END = "- disconnect\n"


def found(tmp_path: Path, steps: str) -> list[tuple[int, str]]:
    """The line, counted from the first step, and the code of everything that is found."""
    (tmp_path / "data.sql").write_text(QUERIES)
    (tmp_path / "schema.sql").write_text(SCHEMA)
    (tmp_path / "x.flow.yaml").write_text(HEAD + steps)
    checked = check_file(tmp_path / "x.flow.yaml", "x.flow.yaml")
    assert (checked.flow is None) is any(item.code.severity == "error" for item in checked.diagnostics)
    told = [(item.span.line - FIRST, item.code.id) for item in checked.diagnostics]
    return [item for item in told if item[1] != "CS240"]  # few of these scripts ask for the intent above


MISTAKES = [
    # The call
    (
        "a sentence while waiting, before answer",
        "- query: how_many\n  while_waiting: Wait.\n- disconnect\n",
        (1, "CS220"),
    ),
    (
        "a sentence while waiting, after the hang-up",
        "- answer\n- disconnect\nif_caller_hangs_up:\n  - query: how_many\n    while_waiting: Wait.\n",
        (4, "CS224"),
    ),
    (
        "nobody to name while waiting",
        "- answer\n- query: how_many\n  while_waiting: 'Wait, {{ x }}.'\n" + END,
        (3, "CS206"),
    ),
    ("speech after the call", "- answer\n- disconnect\nafter_call:\n  - say: Hi.\n", (4, "CS224")),
    (
        "a name after the call",
        "- answer\n- set: {x: 1}\n- disconnect\nafter_call:\n  - note: '{{ x }}'\n",
        (5, "CS225"),
    ),
    ("the ending before it", "- answer\n- note: '{{ call.ending }}'\n- disconnect\n", (2, "CS216")),
    (
        "an ending that there is not",
        "- answer\n- disconnect\nafter_call:\n  - if: call.ending == 'finished'\n    then: []\n",
        (4, "CS227"),
    ),
    ("a loop after the call", FIND + "- disconnect\nafter_call:\n  - note: '{{ loop.number }}'\n", (11, "CS206")),
    ("say before answer", "- say: Hi.\n- answer\n- say: Ho.\n- disconnect\n", (1, "CS220")),
    (
        "ask before answer on one way",
        "- if: call.direction == 'inbound'\n  then: [answer]\n- say: Hi.\n" + END,
        (3, "CS220"),
    ),
    ("say after disconnect", "- answer\n- disconnect\n- say: Hi.\n- say: Ho.\n", (3, "CS221")),
    (
        "say after disconnect inside",
        "- answer\n- if: 1 < 2\n  then:\n    - disconnect\n    - say: Hi.\n" + END,
        (5, "CS221"),
    ),
    ("write after disconnect", FIND + "- disconnect\n- write: rename\n  with: {id: 1, name: x}\n", (10, "CS222")),
    (
        "after two ways that end",
        "- answer\n- if: 1 < 2\n  then: [disconnect]\n  else: [disconnect]\n- note: x\n",
        (5, "CS222"),
    ),
    (
        "after next_item",
        FIND + "- for_each: one\n  in: people\n  do:\n    - next_item\n    - note: x\n" + END,
        (13, "CS222"),
    ),
    ("no disconnect", "- answer\n- say: Hi.\n", (2, "CS223")),
    ("no disconnect on one way", "- answer\n- if: 1 < 2\n  then: [disconnect]\n", (2, "CS223")),
    ("no disconnect after a question", "- answer\n- ask: Hi?\n  answers:\n    agree: [disconnect]\n", (2, "CS223")),
    ("speech after the hang-up", "- answer\n- disconnect\nif_caller_hangs_up:\n  - say: Hi.\n", (4, "CS224")),
    (
        "speech after the hang-up in a section",
        "- answer\n- disconnect\nif_caller_hangs_up:\n  - run: tell\nsections:\n  tell:\n    - say: Hi.\n",
        (7, "CS224"),
    ),
    # What is there
    (
        "row of a query that finds none",
        FIND.replace("  if_none:\n    - disconnect\n", "") + '- say: "{{ person.name }}"\n' + END,
        (7, "CS225"),
    ),
    (
        "row after if_none",
        FIND.replace("- disconnect", "- note: x") + '- say: "{{ person.name }}"\n' + END,
        (9, "CS225"),
    ),
    (
        "row after if_fails",
        FIND
        + "- query: person\n  with: {phone: '2'}\n  as: other\n  if_none: [disconnect]\n  if_fails: []\n"
        + "- say: '{{ other.name }}'\n"
        + END,
        (14, "CS225"),
    ),
    (
        "name set on one way",
        FIND + "- if: person.is_blocked\n  then:\n    - set: {x: 1}\n- say: '{{ x }}'\n- note: '{{ x }}'\n" + END,
        (12, "CS225"),
    ),
    (
        "a row that was looked up again, perhaps in vain",
        FIND.replace("  if_none:\n    - disconnect\n", "")
        + "- if: not person\n  then:\n    - query: person\n      with: {phone: '2'}\n      as: person\n"
        + "- say: '{{ person.name }}'\n"
        + END,
        (12, "CS225"),
    ),
    (
        "name set in a loop",
        FIND + "- for_each: one\n  in: people\n  do:\n    - set: {x: '{{ one.id }}'}\n- note: '{{ x }}'\n" + END,
        (13, "CS225"),
    ),
    ("reply before a question", "- answer\n- say: '{{ reply.text }}'\n" + END, (2, "CS225")),
    ("name in a handler", FIND + END + "if_something_fails:\n  - note: '{{ person.name }}'\n", (11, "CS225")),
    (
        "passed to a query",
        FIND
        + "- if: person.is_blocked\n  then:\n    - set: {x: 1}\n- write: rename\n  with: {id: '{{ x }}', name: y}\n"
        + END,
        (13, "CS225"),
    ),
    (
        "nullable column spoken",
        FIND + "- say: Hi {{ person.nickname }}.\n- note: '{{ person.nickname }}'\n" + END,
        (9, "CS226"),
    ),
    ("nullable column added", FIND + "- set: {x: '{{ person.balance + 1 }}'}\n- note: '{{ x }}'\n" + END, (9, "CS226")),
    ("nullable column ordered", FIND + "- if: person.balance > 1\n  then: []\n" + END, (9, "CS226")),
    ("nullable column filtered", FIND + "- say: '{{ person.born | spoken_date }}'\n" + END, (9, "CS226")),
    (
        "nullable column of a row",
        FIND + "- for_each: one\n  in: people\n  do:\n    - say: '{{ one.nickname }}'\n" + END,
        (12, "CS226"),
    ),
    (
        "nullable value kept",
        FIND + "- set: {nick: '{{ person.nickname }}'}\n- say: '{{ nick }}'\n" + END,
        (10, "CS226"),
    ),
    # Kinds
    ("number and text compared", FIND + "- if: person.id == 'x'\n  then: []\n" + END, (9, "CS227")),
    ("text and number ordered", FIND + "- if: person.name > 3\n  then: []\n" + END, (9, "CS227")),
    ("booleans ordered", FIND + "- if: person.is_blocked > true\n  then: []\n" + END, (9, "CS302")),
    ("text added", FIND + "- say: '{{ person.name + 1 }}'\n" + END, (9, "CS227")),
    ("time and number", FIND + "- if: person.wakes == 7\n  then: []\n" + END, (9, "CS227")),
    ("row looped over", FIND + "- for_each: one\n  in: person\n  do:\n    - note: x\n" + END, (10, "CS227")),
    ("text looped over", FIND + "- for_each: one\n  in: person.name\n  do:\n    - note: x\n" + END, (10, "CS227")),
    ("list of rows spoken", FIND + "- say: You have {{ people }}.\n" + END, (9, "CS227")),
    ("row spoken", FIND + "- say: Hi {{ person }}.\n" + END, (9, "CS227")),
    ("list passed", FIND + "- write: rename\n  with: {id: '{{ people }}', name: x}\n" + END, (10, "CS227")),
    ("row passed", FIND + "- write: rename\n  with: {id: '{{ person }}', name: x}\n" + END, (10, "CS227")),
    ("filter of another kind", FIND + "- say: '{{ person.name | ordinal }}'\n" + END, (9, "CS227")),
    ("time of a day", "- answer\n- say: '{{ today | in_days(1) | time }}'\n" + END, (2, "CS227")),
    ("minutes after a day", "- answer\n- say: '{{ today | in_minutes(5) }}'\n" + END, (2, "CS227")),
    ("begin of a time", "- answer\n- say: '{{ now | time | day_begins }}'\n" + END, (2, "CS227")),
    ("withheld as text", "- answer\n- if: call.person_number == ''\n  then: []\n" + END, (2, "CS227")),
    (
        "withheld as text in a text",
        "- answer\n- say: \"{{ 1 if '' != call.caller_number else 2 }}\"\n" + END,
        (2, "CS227"),
    ),
    (
        "a number that is withheld is spoken",
        "- answer\n- say: '{{ call.person_number | digits }}'\n" + END,
        (2, "CS226"),
    ),
    (
        "a number that is withheld is kept",
        "- set: {x: '{{ call.caller_number }}'}\n- note: '{{ x }}'\n" + END,
        (2, "CS226"),
    ),
    ("date filter of a number", FIND + "- say: '{{ person.id | spoken_date }}'\n" + END, (9, "CS227")),
    ("sought where it cannot be", FIND + "- if: person.id in ['a', 'b']\n  then: []\n" + END, (9, "CS227")),
    ("case that is no number", FIND + "- switch: person.id\n  cases:\n    gold: []\n" + END, (9, "CS227")),
    ("text as a condition", FIND + "- if: person.name\n  then: []\n" + END, (9, "CS228")),
    ("number as a condition", FIND + "- if: person.is_blocked and person.id\n  then: []\n" + END, (9, "CS228")),
    (
        "text as a condition within a text",
        FIND + "- say: \"{{ person.name if person.name else 'you' }}\"\n" + END,
        (9, "CS228"),
    ),
    (
        "condition within a value",
        FIND + "- set: {x: \"{{ 1 if not person.id else 2 }}\"}\n- note: '{{ x }}'\n" + END,
        (9, "CS228"),
    ),
    # Questions, and what has no effect
    ("answer that nobody can say", "- answer\n- ask: Hi?\n  answers:\n    mute: []\n" + END, (4, "CS229")),
    ("name never used", FIND + "- set: {x: 1}\n" + END, (9, "CS230")),
    ("section never run", "- answer\n- disconnect\nsections:\n  tell:\n    - note: x\n", (4, "CS231")),
]


@pytest.mark.parametrize(("steps", "wanted"), [row[1:] for row in MISTAKES], ids=[row[0] for row in MISTAKES])
def test_one_mistake_of_meaning(
    tmp_path: Path, steps: str, wanted: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if "mute" in steps:
        monkeypatch.setattr(
            f"{__name__}.HEAD", HEAD.replace("defaults:", 'intents:\n  mute:\n    phrases: ["?!"]\ndefaults:')
        )
        monkeypatch.setattr(f"{__name__}.FIRST", FIRST + 3)
    result = found(tmp_path, steps)
    if wanted[1] == "CS230":
        assert wanted in result
    else:  # what a short script leaves unused is another matter
        assert [item for item in result if item[1] != "CS230"] == [wanted]


CHANCE = FIND.replace("  if_none:\n    - disconnect\n", "")  # the person may be missing
SOME = FIND + "- query: people\n  as: some\n  if_none: [disconnect]\n"
RIGHT = [
    (
        "a number that may be withheld is asked for",
        "- if: call.person_number\n  then: [{note: '{{ call.person_number }}'}]\n",
    ),
    ("a number that may be withheld is compared", "- if: call.callee_number == '+15550199'\n  then: []\n"),
    (
        "a number that may be withheld is passed on",
        "- query: person\n  with: {phone: '{{ call.person_number }}'}\n  as: who\n  if_none: [disconnect]\n"
        "- note: '{{ who.name }}'\n",
    ),
    ("loop in a handler", FIND + "if_loop"),
    (
        "a row that was looked up again where it was missing",
        CHANCE + "- if: not person\n  then:\n    - query: person\n      with: {phone: '2'}\n      as: person\n"
        "      if_none: [disconnect]\n- say: '{{ person.name }}'\n",
    ),
    ("a choice asks whether a row is there", CHANCE + "- say: \"{{ person.name if person else 'you' }}\"\n"),
    (
        "and asks whether a row is there",
        CHANCE + "- set: {v: '{{ person and person.is_blocked }}'}\n- note: '{{ v }}'\n",
    ),
    (
        "a choice kept",
        FIND + "- set: {a: '{{ person.nickname if person.nickname else person.name }}'}\n- say: '{{ a }}'\n",
    ),
    (
        "set in a list that cannot be empty",
        SOME + "- for_each: one\n  in: some\n  do:\n    - set: {last: '{{ one.name }}'}\n- say: '{{ last }}'\n",
    ),
    (
        "set in both ways of a loop",
        FIND
        + "- for_each: one\n  in: people\n  if_none: [{set: {last: nobody}}]\n  do:\n"
        + "    - set: {last: '{{ one.name }}'}\n"
        + "- say: '{{ last }}'\n",
    ),
    (
        "set under an if that the list is not empty",
        FIND
        + "- if: people\n  then:\n    - for_each: one\n      in: people\n      do:\n"
        + "        - set: {last: '{{ one.name }}'}\n"
        + "    - say: '{{ last }} {{ people[0].name }}'\n",
    ),
    (
        "an aggregate always finds one row",
        FIND + "- query: how_many\n  as: counted\n- say: '{{ counted.n }}'\n",
    ),
    (
        "a switch that knows true and false",
        FIND
        + "- switch: person.is_blocked\n  cases:\n    true: [{set: {x: 1}}]\n    false: [{set: {x: 2}}]\n"
        + "- say: '{{ x }}'\n",
    ),
    ("an item of values", "- answer\n- say: '{{ days[0] }}'\n"),
    ("guarded by if", FIND + "- if: person.nickname\n  then: [{say: 'Hi {{ person.nickname }}.'}]\n"),
    ("guarded by is none", FIND + "- if: person.born is not none and person.born < today\n  then: []\n"),
    (
        "guarded by else",
        FIND + "- if: person.nickname is none\n  then: [note: x]\n  else: [{say: '{{ person.nickname }}'}]\n",
    ),
    ("guarded by default", FIND + "- say: '{{ person.nickname | default(person.name) }}'\n"),
    (
        "guarded by branch",
        FIND
        + "- branch:\n    - if: person.nickname is none\n      then: []\n  else: [{say: '{{ person.nickname }}'}]\n",
    ),
    ("guarded by a choice", FIND + "- say: '{{ person.nickname if person.nickname else person.name }}'\n"),
    ("guarded by switch", FIND + "- switch: person.nickname\n  cases:\n    Al: [{say: '{{ person.nickname }}'}]\n"),
    (
        "missing row tested",
        FIND.replace("  if_none:\n    - disconnect\n", "") + "- if: person\n  then: [{say: '{{ person.name }}'}]\n",
    ),
    (
        "null passed to a query",
        FIND + "- write: rename\n  with: {id: '{{ person.balance }}', name: '{{ person.nickname }}'}\n",
    ),
    ("null compared", FIND + "- if: person.nickname == 'Al' or person.balance == 3\n  then: []\n"),
    (
        "set on all ways",
        FIND + "- if: person.is_blocked\n  then: [{set: {x: 1}}]\n  else: [{set: {x: 2}}]\n- say: '{{ x }}'\n",
    ),
    ("reply after a question", "- answer\n- ask: Hi?\n  answers: {agree: []}\n- say: '{{ reply.intent }}'\n"),
    ("date compared with text", FIND + "- if: person.born is not none and person.born > '2000-01-01'\n  then: []\n"),
    ("speech in the failure handler", "- answer\n- disconnect\nif_something_fails:\n  - say: Sorry.\n"),
    ("answer after a look-up", FIND.replace("- answer\n", "") + "- answer\n- say: '{{ person.name }}'\n"),
    (
        "loop that may be left",
        FIND
        + "- for_each: one\n  in: people\n  do:\n    - if: one.is_blocked\n      then: [stop_loop]\n"
        + "    - say: '{{ one.name }}'\n",
    ),
    (
        "next row forgets",
        FIND
        + "- for_each: one\n  in: people\n  do:\n    - if: one.nickname\n      then: [{say: '{{ one.nickname }}'}]\n",
    ),
    ("handler with default", FIND + "if_x"),
]


@pytest.mark.parametrize("steps", [row[1] for row in RIGHT], ids=[row[0] for row in RIGHT])
def test_right_scripts_are_silent(tmp_path: Path, steps: str, monkeypatch: pytest.MonkeyPatch) -> None:
    uses = "- note: '{{ people | length }}'\n" if "as: people" in steps else ""
    uses += "- if: person\n  then: []\n" if "as: person" in steps else ""
    if "days" in steps:
        monkeypatch.setattr(f"{__name__}.HEAD", HEAD.replace("defaults:", "values: {days: [1, 2]}\ndefaults:"))
    if steps.endswith("if_loop"):
        loop = (
            "  - if: people\n    then:\n      - for_each: one\n        in: people\n        do:\n"
            "          - note: '{{ one.name }}'\n"
        )
        steps = FIND + uses + END
        assert found(tmp_path, steps + "if_something_fails:\n" + loop + "if_caller_hangs_up:\n" + loop) == []
    elif steps.endswith("if_x"):
        handler = "if_something_fails:\n  - note: '{{ person.name | default(\"nobody\") }}'\n"
        assert found(tmp_path, FIND + uses + END + handler) == []
    elif "disconnect\nif_" in steps:
        assert found(tmp_path, steps) == []
    else:
        assert found(tmp_path, steps + uses + END) == []


def test_a_missing_ladder_is_a_warning(tmp_path: Path) -> None:
    text = HEAD.replace("  if_silent: []\n  if_unclear: []\n", "")
    (tmp_path / "data.sql").write_text(QUERIES)
    (tmp_path / "schema.sql").write_text(SCHEMA)
    (tmp_path / "x.flow.yaml").write_text(text + "- answer\n- ask: Hi?\n  answers: {agree: []}\n- disconnect\n")
    checked = check_file(tmp_path / "x.flow.yaml", "x")
    told = [(item.code.id, item.code.severity) for item in checked.diagnostics if item.code.id != "CS240"]
    assert told == [("CS232", "warning")]
    assert checked.flow is not None


def test_the_line_of_the_query_is_in_the_help(tmp_path: Path) -> None:
    steps = FIND.replace("  if_none:\n    - disconnect\n", "") + '- say: "{{ person.name }}"\n' + END
    (tmp_path / "data.sql").write_text(QUERIES)
    (tmp_path / "schema.sql").write_text(SCHEMA)
    (tmp_path / "x.flow.yaml").write_text(HEAD + steps)
    missing = next(item for item in check_file(tmp_path / "x.flow.yaml", "x").diagnostics if item.code.id == "CS225")
    assert f"line {FIRST + 2}" in missing.message
    assert '"if: person"' in missing.help
