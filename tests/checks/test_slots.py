"""What check finds in questions that ask for values: what does not fit together, what nobody can give."""

from pathlib import Path

import pytest

from tests.checking import check_file

QUERIES = """
-- name: free_times()
-- When there is time.
SELECT id, starts, note FROM slots;
-- name: free_time()^
-- The next one.
SELECT id, starts FROM slots LIMIT 1;
"""
SCHEMA = "CREATE TABLE slots (id INTEGER PRIMARY KEY, starts TIME NOT NULL, note TEXT);"
HEAD = """callsheet: 1
flow: test
timezone: America/New_York
data: data.sql
intents:
  first_one: {phrases: [tiny], press: "1"}
  later: {phrases: [later], press: "#"}
defaults: {if_silent: [], if_unclear: [], otherwise: [disconnect]}
steps:
  - answer
  - query: free_times
    as: slots
  - query: free_time
    as: slot
"""
FIND = "  - if: slot and slots\n    then: [{say: 'Slot {{ slot.id }}.'}]\n"


def told(folder: Path, question: str, then: str = "  - disconnect\n", head: str = HEAD) -> list[tuple[str, str]]:
    (folder / "data.sql").write_text(QUERIES)
    (folder / "schema.sql").write_text(SCHEMA)
    lines = "".join(f"    {line}\n" for line in question.splitlines())
    (folder / "x.flow.yaml").write_text(f"{head}{FIND}  - ask: A small or a large one?\n{lines}{then}")
    return [(item.code.id, item.message) for item in check_file(folder / "x.flow.yaml", "x").diagnostics]


KEPT = "if_given: [{say: 'It is {{ x }}.'}]"
ROW = "if_given: [{say: 'It is {{ x.id }}.'}]"


@pytest.mark.parametrize(
    "question",
    [
        f"for: number\nas: x\n{KEPT}",
        f"for: number\nfrom: 1\nto: '{{{{ slots | length }}}}'\nas: x\n{KEPT}",
        f"for: date\nfrom: '{{{{ today }}}}'\nto: '2026-12-24'\nas: x\n{KEPT}",
        f"for: time\nfrom: '09:00'\nto: '17:00'\nas: x\n{KEPT}",
        f"for: time\nas: x\nconfirm: At {{{{ x }}}}?\n{KEPT}",
        f"one_of: slots\nby: starts\nas: x\nconfirm: At {{{{ x.starts }}}}?\n{ROW}",
        f"for: date_and_time\nfrom: '{{{{ now }}}}'\nas: x\n{KEPT}",
        f"for: digits\nlength: 4 to 4\nas: x\n{KEPT}",
        f"for: digits\nlength: 4\nas: x\nanswers: {{later: []}}\n{KEPT}",
        f"one_of: [small, large]\nas: x\n{KEPT}",
        f"one_of: {{small: [little], big: [large]}}\nas: x\nanswers: {{agree: [], later: []}}\n{KEPT}",
        f"one_of: slots\nby: starts\nas: x\n{ROW}",
    ],
)
def test_questions_that_are_right(tmp_path: Path, question: str) -> None:
    found = told(tmp_path, question)
    assert [each for each in found if each[0] not in ("CS240", "CS232")] == []


@pytest.mark.parametrize(
    ("question", "code", "message"),
    [
        ("timeout: 5s", "CS124", '"ask" needs "answers"'),
        ("for: number\none_of: [small, large]\nas: x", "CS270", "for a value, or for one of several"),
        (f"for: number\n{KEPT.replace('x', 'slots')}", "CS124", "this question has no as"),
        ("one_of: slots\nas: x", "CS124", "one_of with rows needs by"),
        ("one_of: [small, large]\nby: starts\nas: x", "CS271", '"by" has no meaning'),
        ("for: number\nif_none: []\nas: x", "CS271", '"if_none" has no meaning'),
        ("for: text\nfrom: 1\nas: x", "CS271", '"from" has no meaning'),
        ("for: number\nlength: 3\nas: x", "CS271", '"length" has no meaning'),
        ("answers: {agree: []}\nif_given: []", "CS271", '"if_given" has no meaning'),
        ("answers: {agree: []}\nconfirm: Is it?", "CS271", '"confirm" has no meaning'),
        ("for: number\nfrom: '09:00'\nas: x", "CS227", "asks for a number, and this bound is"),
        ("for: date\nto: '{{ now }}'\nas: x", "CS227", "asks for a date, and this bound is a date with a time"),
        ("for: time\nfrom: '{{ slots | length }}'\nas: x", "CS227", "this bound is a number"),
        ("for: time\nfrom: '17:00'\nto: '09:00'\nas: x", "CS272", "from is more than to"),
        ("for: digits\nlength: 9 to 4\nas: x", "CS272", "nothing has such a length"),
        ("for: digits\nas: x\nanswers: {first_one: []}", "CS213", 'the key "1" of "first_one"'),
        ("one_of: [small, large]\nas: x\nanswers: {first_one: []}", "CS213", 'the key "1" of "first_one"'),
        ("one_of: [small, large, Small]\nas: x", "CS212", '"Small" means both'),
        ("one_of: {small: [little], large: [little]}\nas: x", "CS212", '"little" means both "small" and "large"'),
        ("one_of: {small: [tiny], large: []}\nas: x\nanswers: {first_one: []}", "CS212", '"first_one" and "small"'),
        ("one_of: [small, large, huge]\nas: x", "CS274", 'does not say "huge"'),
        ("one_of: slot\nby: starts\nas: x", "CS227", '"slot" is a row'),
        ("one_of: slots\nby: begins\nas: x", "CS216", 'have no column "begins"'),
        ("one_of: slots\nby: note\nas: x", "CS226", '"note" may hold nothing'),
    ],
)
def test_questions_that_are_wrong(tmp_path: Path, question: str, code: str, message: str) -> None:
    found = told(tmp_path, question)
    assert [text for each, text in found if each == code and message in text] != [], found


def test_a_kind_that_the_language_has_no_readings_for(tmp_path: Path) -> None:
    found = told(tmp_path, f"for: date\nas: x\n{KEPT}", head=HEAD.replace("flow: test", "flow: test\nlanguage: de-DE"))
    assert ("CS273", 'nobody understands date in "de-DE" yet') in found


@pytest.mark.parametrize("slot", ["for: dat", "for: a number", "one_of: 3", "one_of: []", "for: digits\nlength: x"])
def test_one_mistake_is_told_once(tmp_path: Path, slot: str) -> None:
    found = told(tmp_path, f"{slot}\nas: x\n{KEPT}")
    assert len([code for code, _ in found if code not in ("CS240", "CS232", "CS230")]) == 1, found


def test_choices_exist_only_in_the_texts_of_their_question(tmp_path: Path) -> None:
    found = told(
        tmp_path, f"one_of: slots\nby: starts\nas: x\n{ROW}", "  - say: '{{ choices | first }}'\n  - disconnect\n"
    )
    [wrong] = [text for code, text in found if code == "CS206"]
    assert wrong == '"choices" exists only in the texts of a question that has rows to choose from'


@pytest.mark.parametrize(
    ("question", "lost"),
    [
        ("for: number\nas: x\nanswers: {agree: []}", "may get another answer"),
        ("for: number\nas: x\notherwise: []", "may get another answer"),
        ("one_of: slots\nby: starts\nas: x\nif_none: []", "may have nothing to choose from"),
    ],
)
def test_a_value_that_may_not_have_been_given(tmp_path: Path, question: str, lost: str) -> None:
    found = told(tmp_path, question, "  - say: '{{ x }}'\n  - disconnect\n")
    assert next(text for code, text in found if code == "CS225").endswith(lost), found


def test_kinds_flow_into_conditions_and_filters(tmp_path: Path) -> None:
    found = told(tmp_path, "for: date\nas: x\nif_given: [{say: '{{ x | digits }}'}, {if: x > 5, then: []}]")
    assert [code for code, _ in found if code == "CS227"] == ["CS227", "CS227"]


def test_an_option_can_only_be_one_of_them(tmp_path: Path) -> None:
    found = told(tmp_path, "one_of: [small, large]\nas: x\nif_given: [{if: x == 'huge', then: []}]")
    assert [text for code, text in found if "huge" in text] != []
