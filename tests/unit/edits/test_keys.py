"""Keys: given, changed and taken away."""

import pytest

from callsheet.edits import Edited, NotEdited, delete_key, rename_key, set_key
from callsheet.source.document import Plain
from tests.unit.edits.editing import after, refusal

SCRIPT = """\
# the file's own
# and more of it
flow: one

intents:
  # of keep
  keep:
    phrases: [keep it]  # what they say
  drop:
    press: "2"
    # of drop

steps:
  - ask: two   # aloud
    answers:
      keep: []
    # about silence
    if_silent: []
    if_unclear: []
"""
ASK = ("steps", 0)


def test_a_new_key_stands_behind_another_or_last() -> None:
    assert after(SCRIPT, set_key(SCRIPT, ASK, "timeout", "5s", after="answers")) == SCRIPT.replace(
        "      keep: []\n", "      keep: []\n    timeout: 5s\n"
    )
    assert after(SCRIPT, set_key(SCRIPT, ASK, "otherwise", [{"say": "No idea."}])) == (
        SCRIPT + "    otherwise:\n      - say: No idea.\n"
    )
    assert after(SCRIPT, set_key(SCRIPT, ("intents",), "later", {"means": "Not now.", "phrases": ["later"]})) == (
        SCRIPT.replace("    # of drop\n", "    # of drop\n  later:\n    means: Not now.\n    phrases: [later]\n")
    )
    assert after(SCRIPT, set_key(SCRIPT, (), "sections", {"yes": ["answer"]})) == (
        SCRIPT + '\nsections:\n  "yes":\n    - answer\n'
    ).replace('"yes"', "yes")


def test_a_key_that_is_there_gets_another_value() -> None:
    assert after(SCRIPT, set_key(SCRIPT, ASK, "ask", "Three?")) == SCRIPT.replace("two ", "Three? ")
    assert after(SCRIPT, set_key(SCRIPT, ASK, "if_silent", ["Hello?"])) == SCRIPT.replace(
        "if_silent: []", "if_silent:\n      - Hello?"
    )


def test_a_key_goes_with_its_value_and_its_comments() -> None:
    assert after(SCRIPT, delete_key(SCRIPT, ("intents", "keep"))) == SCRIPT.replace(
        "  # of keep\n  keep:\n    phrases: [keep it]  # what they say\n", ""
    )
    assert after(SCRIPT, delete_key(SCRIPT, ("intents", "drop"))) == SCRIPT.replace(
        '  drop:\n    press: "2"\n    # of drop\n', ""
    )
    assert after(SCRIPT, delete_key(SCRIPT, (*ASK, "if_silent"))) == SCRIPT.replace(
        "    # about silence\n    if_silent: []\n", ""
    )
    assert after(SCRIPT, delete_key(SCRIPT, ("flow",))) == SCRIPT.replace("flow: one\n\n", "")
    assert after(SCRIPT, delete_key(SCRIPT, ("steps",))) == SCRIPT[: SCRIPT.index("\nsteps:")]


def test_the_first_key_of_an_item_gives_its_place_to_the_next() -> None:
    assert after(SCRIPT, delete_key(SCRIPT, (*ASK, "ask"))) == SCRIPT.replace(
        "  - ask: two   # aloud\n    answers:", "  - answers:"
    )


@pytest.mark.parametrize(
    ("text", "key", "value", "expected"),
    [
        ("k: {}", "a", "b", "k:\n  a: b"),
        ("k: { # none\n}", "a", "b", "k: {a: b # none\n}"),
        ("k: {}", "a", [{"say": "b"}], "k:\n  a:\n    - say: b"),
        ("k: {a: 1}", "b", "c, d", 'k: {a: 1, b: "c, d"}'),
        ("k: {a: 1}", "b", ["c", {"d": 2}], "k: {a: 1, b: [c, {d: 2}]}"),
        ("k: {a: 1}", "a", [], "k: {a: []}"),
        ("k: {a: 1}", "a: b", 2, 'k: {a: 1, "a: b": 2}'),
        ("k:\n  a: 1", "a: b", 2, 'k:\n  a: 1\n  "a: b": 2'),
        ("k: {\n  a: 1 # of a\n}", "b", 2, "k: {\n  a: 1, # of a\n  b: 2\n}"),
    ],
)
def test_keys_are_put_into_brackets(text: str, key: str, value: Plain, expected: str) -> None:
    assert after(text, set_key(text, ("k",), key, value)) == expected


def test_keys_are_taken_out_of_brackets() -> None:
    text = "k: {a: 1, b: 2, c: 3}\n"
    assert after(text, delete_key(text, ("k", "a"))) == "k: {b: 2, c: 3}\n"
    assert after(text, delete_key(text, ("k", "c"))) == "k: {a: 1, b: 2}\n"


@pytest.mark.parametrize(
    ("outcome", "why"),
    [
        (delete_key(SCRIPT, (*ASK, "answers", "keep")), '"keep" is all that stands there'),
        (delete_key(SCRIPT, ("steps", 0)), "no key"),
        (delete_key(SCRIPT, ()), "no key"),
        (delete_key("- ask: one\n  # of answers\n  answers: {}\n", (0, "ask")), "edited in the text"),
        (set_key("- answer\n", (0,), "timeout", "5s"), "no keys"),
        (set_key("a: 1\n", (), "\x07", "5s"), "cannot be a key"),
        (set_key("? a\n: 1\n", (), "b", 1), "edited in the text"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(outcome: Edited | NotEdited, why: str) -> None:
    assert why in refusal(outcome)


def test_a_key_is_another_one_in_its_place() -> None:
    assert after(SCRIPT, rename_key(SCRIPT, ("intents", "keep"), "hold on")) == SCRIPT.replace(
        "  keep:", "  hold on:", 1
    )
    text = 'k: {"a b": [1], c: 2}  # both\n'
    assert after(text, rename_key(text, ("k", "a b"), "a: b")) == 'k: {"a: b": [1], c: 2}  # both\n'
    assert refusal(rename_key(text, ("k", "c"), "a b")) == '"a b" stands there already: choose another one'
    assert refusal(rename_key(text, ("k", "a b", 0), "d")) == "this is no key: edit the text"
