"""What check finds in a collect: what must not run twice, and what nobody can change."""

from pathlib import Path

import pytest

from tests.checking import check_file

DEFAULTS = "defaults: {if_silent: [], if_unclear: [], otherwise: [disconnect]}\n"
HEAD = f"""callsheet: 1
flow: test
data: data.sql
{DEFAULTS}steps:
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
PAYING = "      - run: paying\n"


def told(folder: Path, inside: str, head: str = HEAD) -> list[tuple[str, str]]:
    (folder / "data.sql").write_text(QUERIES)
    (folder / "schema.sql").write_text("CREATE TABLE books (id INTEGER PRIMARY KEY, people INTEGER);")
    (folder / "x.flow.yaml").write_text(head + inside + TAIL)
    return [(item.code.id, item.message) for item in check_file(folder / "x.flow.yaml", "x").diagnostics]


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (WRITE, '"write" would run again'),
        (CARD, "can change the answer"),
        (PAYING, "can change the answer"),
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


def test_somebody_says_what_happens_where_nothing_comes_of_it(tmp_path: Path) -> None:
    assert "CS218" in [code for code, _ in told(tmp_path, "", HEAD.replace(DEFAULTS, ""))]
