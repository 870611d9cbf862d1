"""What check finds in a collect: what must not run twice, and what nobody can change."""

from pathlib import Path

import pytest

from tests.checking import check_file

DEFAULTS = "defaults: {if_silent: [], if_unclear: [], otherwise: [disconnect]}\n"
HEAD = f"""callsheet: 1
flow: test
data: data.sql
{DEFAULTS}contacts: {{office: callee}}
steps:
  - answer
  - collect:
      - ask: How many people will come?
        for: number
        as: people
        otherwise: [disconnect]
"""
TAIL = """    confirm: For {{ people }}?
  - disconnect
sections:
  paying:
    - ask: Will you pay by card?
      answers: {agree: [], refuse: []}
"""
QUERIES = "-- name: book(people)!\n-- Book it.\nINSERT INTO books (people) VALUES (:people);\n"
WRITE = "      - write: book\n        with: {people: '{{ people }}'}\n"
CARD = "      - ask: By card?\n        answers: {agree: [], refuse: []}\n"
ROUNDS = "      - loop: 2\n        do:\n          - say: Once more.\n"
NESTED = """      - collect:
          - ask: When?
            for: number
            as: hour
        confirm: At {{ hour }}?
"""
PAYING = "      - run: paying\n"
RING = "      - connect: office\n        come_back: true\n        if_unanswered: []\n"


def told(folder: Path, inside: str, head: str = HEAD) -> list[tuple[str, str]]:
    (folder / "data.sql").write_text(QUERIES)
    (folder / "schema.sql").write_text("CREATE TABLE books (id INTEGER PRIMARY KEY, people INTEGER);")
    (folder / "x.flow.yaml").write_text(head + inside + TAIL)
    found = check_file(folder / "x.flow.yaml", "x").diagnostics
    beside = (
        "CS230",
        "CS231",
        "CS282",
    )  # what nobody rings, runs or reads back
    return [(item.code.id, item.message) for item in found if item.code.id not in beside]


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (WRITE, '"write" would run again'),
        (CARD, "can change the answer"),
        (PAYING, "can change the answer"),
        (ROUNDS, '"loop" would be left half-way'),
        (RING, '"connect" would run again'),
        (NESTED, "a collect cannot have another one in it"),
    ],
)
def test_steps_that_cannot_stand_in_a_collect(tmp_path: Path, inside: str, words: str) -> None:
    found = [message for code, message in told(tmp_path, inside) if code == "CS281"]
    assert any(words in message for message in found), found


def test_on_a_way_that_ends_the_call_anything_may_stand(tmp_path: Path) -> None:
    gone = WRITE.replace("      ", "          ", 1).replace("        with", "            with") + f"    {PAYING}"
    assert told(tmp_path, f"      - if: people > 9\n        then:\n{gone}          - disconnect\n") == []


def test_two_questions_have_words_of_their_own(tmp_path: Path) -> None:
    other = "      - ask: And children?\n        for: number\n        as: children\n        called: [people]\n"
    found = told(tmp_path, other)
    assert ("CS212", '"people" is what callers say to change "people", and to change "children"') in found


@pytest.mark.parametrize(
    ("called", "code", "words"),
    [
        ('["yes"]', "CS212", '"yes" is what callers say for "agree", and to change "hour"'),
        ('["..."]', "CS233", '"..." has no words in it'),
    ],
)
def test_a_question_is_called_what_callers_can_say(tmp_path: Path, called: str, code: str, words: str) -> None:
    asked = f"      - ask: When?\n        for: number\n        as: hour\n        called: {called}\n"
    assert (code, words) in told(tmp_path, asked + "      - say: At {{ hour }}.\n")


def test_nobody_names_a_question_outside_of_a_collect(tmp_path: Path) -> None:
    asked = "  - ask: When?\n    for: number\n    as: hour\n    called: [time]\n  - say: At {{ hour }}.\n  - collect:\n"
    found = told(tmp_path, "", HEAD.replace("  - collect:\n", asked))
    assert found == [("CS271", '"called" has no meaning at this question: nobody changes its answer by a name')]


@pytest.mark.parametrize("steps", ["[]", "[{say: Hello.}]"])
def test_a_collect_asks_for_something(tmp_path: Path, steps: str) -> None:
    head = f"callsheet: 1\nflow: x\n{DEFAULTS}steps:\n  - answer\n"
    (tmp_path / "x.flow.yaml").write_text(f"{head}  - collect: {steps}\n    confirm: All right?\n  - disconnect\n")
    found = [(item.code.id, item.message) for item in check_file(tmp_path / "x.flow.yaml", "x").diagnostics]
    assert found == [("CS124", "this collect asks for nothing: there is no question in it")]


def test_what_an_answer_sets_is_there_behind_the_collect(tmp_path: Path) -> None:
    """Steps that run again pass over what is known, and had its steps run before."""
    asked = (
        "      - ask: When?\n        for: number\n        as: hour\n        if_given: [{set: {late: '{{ hour }}'}}]\n"
    )
    assert told(tmp_path, asked + "      - say: At {{ hour }}, that is {{ late }}.\n") == []


def test_a_value_that_may_be_set_before_is_passed_over_with_its_steps(tmp_path: Path) -> None:
    before = "  - if: call.person_number\n    then:\n      - set: {people: 2}\n  - collect:\n"
    asked = "        as: people\n        if_given:\n          - set: {many: '{{ people }}'}\n"
    head = HEAD.replace("  - collect:\n", before).replace("        as: people\n", asked)
    found = told(tmp_path, "      - say: You are {{ many }}.\n", head)
    assert found == [("CS225", '"many" is not set on every way to this step')]


def test_a_yes_or_no_needs_a_name_in_a_collect_and_no_use_of_it(tmp_path: Path) -> None:
    assert told(tmp_path, CARD + "        as: by_card\n") == []


def test_somebody_says_what_happens_where_nothing_comes_of_it(tmp_path: Path) -> None:
    assert "CS218" in [code for code, _ in told(tmp_path, "", HEAD.replace(DEFAULTS, ""))]
