"""Renaming: wherever a script means what is called otherwise from now on, and nowhere else."""

import re

import pytest

from callsheet.edits import Renamed, rename
from tests.unit.edits.editing import after, refusal

SCRIPT = """\
callsheet: 1
flow: keep  # not an intent
intents:
  keep:  # of keep
    phrases: [keep, "keep it"]
  drop: {press: "2"}
  agree: {also: [sure thing]}
values:
  keep: 1
  text: "{{ keep }} and keep"
  several: [one, "{{ keep }}"]
defaults:
  if_silent: ["{{ keep }}, keep or drop?"]
  if_unclear: []
  otherwise: [run: keep]
steps:
  - answer
  - set: {keep: "{{ keep + 1 }}"}
  - ask: >
      Keep it,
      {{ keep }}?
    as: row
    answers:
      "keep":
        - run: keep
      drop: []
  - if: 'reply.intent == "keep" or row.intent in ["drop", "keep"] or keep == 3 or text == "keep"'
    then:
      - say: "{{ \\"kept\\" if 'keep' != reply.intent else keep }}"
  - switch: row.intent
    cases:
      keep: []
      drop: []
    else: []
  - switch: text
    cases:
      keep: []
    else: []
  - for_each: keep
    in: several
    do:
      - say: "{{ keep }}, {{ loop.number }}"
  - disconnect
sections:
  keep:
    - note: "keep, {{ row.text }}"
"""


def lines_with(text: str, word: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if re.search(rf"\b{word}\b", line)]


@pytest.mark.parametrize(
    ("what", "lines"),
    [("section", [15, 25, 45]), ("intent", [4, 24, 27, 29, 32]), ("name", [9, 10, 11, 13, 18, 21, 27, 29, 39, 42])],
)
def test_a_name_changes_in_all_places_that_mean_it(what: Renamed, lines: list[int]) -> None:
    text = after(SCRIPT, rename(SCRIPT, what, "keep", "another"))
    assert lines_with(text, "another") == lines
    assert text.replace("another", "keep") == SCRIPT
    assert after(text, rename(text, what, "another", "keep")) == SCRIPT


def test_what_is_not_meant_stays_on_a_line_with_what_is() -> None:
    text = after(SCRIPT, rename(SCRIPT, "name", "keep", "another"))
    assert '  text: "{{ another }} and keep"\n' in text
    assert 'reply.intent == "keep" or row.intent in ["drop", "keep"] or another == 3 or text == "keep"' in text
    text = after(SCRIPT, rename(SCRIPT, "intent", "keep", "another"))
    assert 'reply.intent == "another" or row.intent in ["drop", "another"] or keep == 3 or text == "keep"' in text


@pytest.mark.parametrize(
    ("what", "old", "new", "why"),
    [
        ("section", "nothing", "another", 'there is no section "nothing"'),
        ("name", "reply", "another", 'there is no name "reply"'),
        ("name", "keep", "text", "something else already"),
        ("name", "keep", "loop", "something else already"),
        ("intent", "keep", "drop", "something else already"),
        ("intent", "keep", "refuse", "something else already"),
        ("intent", "keep", "silent", "something else already"),
        ("intent", "agree", "another", "adds to what is built in"),
        ("intent", "keep", "Other", "small letters"),
        ("name", "keep", "a b", "small letters"),
        ("name", "keep", "true", "small letters"),
        ("section", "keep", "", "small letters"),
        ("section", "keep", "x\n- y", "small letters"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(what: Renamed, old: str, new: str, why: str) -> None:
    assert why in refusal(rename(SCRIPT, what, old, new))


def test_nothing_is_renamed_in_a_script_with_mistakes() -> None:
    for text in (SCRIPT + "x: [", SCRIPT + "what: 1\n"):
        assert "mend them first" in refusal(rename(text, "name", "keep", "another"))


def test_what_is_hidden_in_escapes_is_refused() -> None:
    text = (
        SCRIPT.replace('\'reply.intent == "keep" or', '"reply.intent == \\"ke\\x65p\\" or')
        .replace('text == "keep"\'', 'text == \\"keep\\""')
        .replace('["drop", "keep"]', '[\\"drop\\"]')
    )
    assert "edited in the text" in refusal(rename(text, "intent", "keep", "another"))


RECEPTION = """\
callsheet: 1
flow: reception
contacts:
  keep: callee
  other: "+15550123"
steps:
  - answer
  - say: keep
  - connect: "keep"
    if_unanswered: [disconnect]
  - leave
"""


def test_a_contact_changes_where_it_is_rung() -> None:
    text = after(RECEPTION, rename(RECEPTION, "contact", "keep", "another"))
    assert lines_with(text, "another") == [4, 9]
    assert "is the name of something else" in refusal(rename(RECEPTION, "contact", "keep", "other"))
    computed = RECEPTION.replace('connect: "keep"', 'connect: "{{ call.id }}"')
    assert "may come in a name" in refusal(rename(computed, "contact", "keep", "another"))
