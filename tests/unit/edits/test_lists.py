"""Items of lists: put in, taken out, moved and wrapped, with the comments that are theirs, and no others."""

from textwrap import indent

import pytest

from callsheet.edits import Edited, NotEdited, delete_item, insert_item, move_item, wrap_item
from callsheet.source.document import Plain
from tests.unit.edits.editing import after, refusal

STEPS = """\
# the file's own
steps:
  # the greeting
  - say: one   # aloud
    # of one

  # the question
  - ask: two
    answers:
      agree:
        - say: yes, please
      refuse: []
  # before the end

  - disconnect
# the end
other: x
"""


def test_a_new_item_stands_as_far_from_its_neighbours_as_they_do() -> None:
    assert after(STEPS, insert_item(STEPS, ("steps",), 1, {"say": "new", "interruptible": False})) == STEPS.replace(
        "  # the question\n", "  - say: new\n    interruptible: false\n\n  # the question\n"
    )
    assert after(STEPS, insert_item(STEPS, ("steps",), 0, "answer")) == STEPS.replace(
        "  # the greeting\n", "  - answer\n\n  # the greeting\n"
    )
    assert after(STEPS, insert_item(STEPS, ("steps",), 3, "answer")) == STEPS.replace(
        "  - disconnect\n", "  - disconnect\n\n  - answer\n"
    )
    inner = ("steps", 1, "answers", "agree")
    assert after(STEPS, insert_item(STEPS, inner, 1, "answer")) == STEPS.replace(
        "        - say: yes, please\n", "        - say: yes, please\n        - answer\n"
    )


def test_an_empty_list_gets_lines() -> None:
    path = ("steps", 1, "answers", "refuse")
    assert after(STEPS, insert_item(STEPS, path, 0, {"say": "no"})) == STEPS.replace(
        "refuse: []\n", 'refuse:\n        - say: "no"\n'
    )


def test_what_goes_takes_its_own_comments_and_empty_lines() -> None:
    assert after(STEPS, delete_item(STEPS, ("steps", 0))) == STEPS.replace(
        "  # the greeting\n  - say: one   # aloud\n    # of one\n\n", ""
    )
    assert after(STEPS, delete_item(STEPS, ("steps", 2))) == STEPS.replace("\n  - disconnect\n", "")
    assert after(STEPS, delete_item(STEPS, ("steps", 1, "answers", "agree", 0))) == STEPS.replace(
        "agree:\n        - say: yes, please\n", "agree: []\n"
    )


def test_an_item_moves_with_its_comments() -> None:
    moved = "          # the greeting\n          - say: one   # aloud\n            # of one\n"
    whole = "  # the greeting\n  - say: one   # aloud\n    # of one\n\n"
    agree, refuse = ("steps", 1, "answers", "agree"), ("steps", 1, "answers", "refuse")
    text = STEPS.replace(whole, "")
    assert after(STEPS, move_item(STEPS, ("steps", 0), agree, 1)) == text.replace(
        "        - say: yes, please\n",
        "        - say: yes, please\n"
        + moved.replace("          ", "        ", 1).replace("\n          ", "\n        "),
    )
    assert after(STEPS, move_item(STEPS, ("steps", 0), refuse, 0)) == text.replace(
        "refuse: []\n", "refuse:\n        # the greeting\n        - say: one   # aloud\n          # of one\n"
    )
    assert after(STEPS, move_item(STEPS, (*agree, 0), ("steps",), 3)) == STEPS.replace(
        "agree:\n        - say: yes, please\n", "agree: []\n"
    ).replace("  - disconnect\n", "  - disconnect\n\n  - say: yes, please\n")
    assert after(STEPS, move_item(STEPS, ("steps", 0), ("steps",), 2)) == text.replace(
        "  - disconnect\n", whole + "  - disconnect\n"
    )
    for index in (0, 1):
        assert after(STEPS, move_item(STEPS, ("steps", 0), ("steps",), index)) == STEPS


def test_the_last_item_moves_out_behind_what_it_stood_in() -> None:
    text = "steps:\n  - if: a\n    then:\n      - say: one\n      - say: two\n\n  - answer"
    assert after(text, move_item(text, ("steps", 0, "then", 1), ("steps",), 1)) == (
        "steps:\n  - if: a\n    then:\n      - say: one\n\n  - say: two\n\n  - answer"
    )
    assert after(text, move_item(text, ("steps", 0, "then", 1), ("steps",), 2)) == (
        "steps:\n  - if: a\n    then:\n      - say: one\n\n  - answer\n\n  - say: two"
    )


@pytest.mark.parametrize("list_", ["", "  "])
def test_a_step_is_wrapped_in_the_style_of_its_file(list_: str) -> None:
    text = f"""\
steps:
{list_}- if: a
{list_}  then:
{list_}  {list_}- say: one
{list_}# about two
{list_}- say: >
{list_}    two

{list_}      lines
{list_}  # of two
"""
    step = f"{list_}- say: >\n{list_}    two\n\n{list_}      lines\n{list_}  # of two\n"
    assert text.endswith(step)
    assert after(text, wrap_item(text, ("steps", 1), 'x == "a: b"')) == text.removesuffix(step) + (
        f"{list_}- if: 'x == \"a: b\"'\n{list_}  then:\n" + indent(step, f"  {list_}")
    )


def test_wide_dashes_stay_wide() -> None:
    text = "steps:\n-   say: one\n-   ask: two\n    answers:\n        agree:\n        -   say: three\n"
    assert after(text, insert_item(text, ("steps",), 2, {"ask": "four", "answers": {"agree": ["answer"]}})) == (
        text + "-   ask: four\n    answers:\n        agree:\n        -   answer\n"
    )


@pytest.mark.parametrize(
    ("text", "index", "value", "expected"),
    [
        ("k: []", 0, "a", "k:\n  - a"),
        ("k: [a]", 1, "b", "k: [a, b]"),
        ("k: [a]", 0, {"b": [1]}, "k: [{b: [1]}, a]"),
        ("k: [ a, b ]", 2, "c", "k: [ a, b, c ]"),
        ('k: ["a", "b"]', 2, "c", 'k: ["a", "b", "c"]'),
        ('k:\n  - "a"', 1, "b", 'k:\n  - "a"\n  - "b"'),
        ("k:\n  - {a: 1}", 1, {"a": 2}, "k:\n  - {a: 1}\n  - {a: 2}"),
        ("k: [\n  a, # of a\n  b # of b\n]", 1, "c", "k: [\n  a, # of a\n  c,\n  b # of b\n]"),
        ("k: [\n  a, # of a\n  b # of b\n]", 2, "c", "k: [\n  a, # of a\n  b, # of b\n  c\n]"),
        ("k: [\n  a,\n  b, # of b\n]", 2, "c", "k: [\n  a,\n  b, # of b\n  c,\n]"),
        ("k: [\n  a,\n  b]", 2, "c", "k: [\n  a,\n  b,\n  c]"),
        ("k: [ # none\n]", 0, "a", "k: [a # none\n]"),
    ],
)
def test_items_are_put_into_brackets(text: str, index: int, value: Plain, expected: str) -> None:
    assert after(text, insert_item(text, ("k",), index, value)) == expected


def test_a_long_line_of_brackets_goes_on_below() -> None:
    text = f"k: [{'word ' * 20}end, another]\n"
    assert after(text, insert_item(text, ("k",), 2, "one more")) == text.replace("]", ",\n    one more]")


@pytest.mark.parametrize(
    ("text", "index", "expected"),
    [
        ("k: [a, b, c]", 0, "k: [b, c]"),
        ("k: [a, b, c]", 1, "k: [a, c]"),
        ("k: [a, b, c]", 2, "k: [a, b]"),
        ("k: [ a ]", 0, "k: []"),
        ("k: [\n  a, # of a\n  # of b\n  b # of b\n]", 0, "k: [\n  # of b\n  b # of b\n]"),
        ("k: [\n  a, # of a\n  b # of b\n]", 1, "k: [\n  a, # of a\n]"),
        ("k: [\n  a,\n  b\n]", 1, "k: [\n  a\n]"),
        ("k: [a, # of a\n  b, c]", 1, "k: [a, # of a\n  c]"),
        ("k: [a, # of a\n  b]", 1, "k: [a, # of a\n  ]"),
        ("k: [a, b] # why", 0, "k: [b] # why"),
    ],
)
def test_items_are_taken_out_of_brackets(text: str, index: int, expected: str) -> None:
    assert after(text, delete_item(text, ("k", index))) == expected


def test_items_move_within_brackets_and_between_styles() -> None:
    text = "k: [a, 'b', c]\nz:\n  - d\n  - \"e\"\n"
    assert after(text, move_item(text, ("k", 1), ("k",), 0)) == text.replace("[a, 'b', c]", "['b', a, c]")
    assert after(text, move_item(text, ("k", 0), ("k",), 3)) == text.replace("[a, 'b', c]", "['b', c, a]")
    assert after(text, move_item(text, ("k", 2), ("z",), 1)) == "k: [a, 'b']\nz:\n  - d\n  - c\n  - \"e\"\n"
    assert after(text, move_item(text, ("z", 0), ("k",), 0)) == "k: [d, a, 'b', c]\nz:\n  - \"e\"\n"
    assert after(text, wrap_item(text, ("k", 1), "x")).startswith("k: [a, {if: x, then: ['b']}, c]\n")


@pytest.mark.parametrize(
    ("outcome", "why"),
    [
        (delete_item("- a\n", (0,)), "delete the list"),
        (delete_item("- - a\n", (0, 0)), "delete the list"),
        (delete_item("k: a\n", ("k",)), "no item"),
        (delete_item("k: a\n", ()), "no item"),
        (insert_item("k: a\n", ("k",), 0, "b"), "no list"),
        (insert_item("k: [a]\n", ("k",), -1, "b"), "no list"),
        (insert_item("k: [a\n", ("k",), 0, "b"), "mend it first"),
        (move_item("- a: [b]\n", (0,), (0, "a"), 0), "into itself"),
        (move_item("- a\n- - b\n", (1, 0), (), 0), "edited in the text"),
        (wrap_item("a: b\n", ("a",), "x"), "no item"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(outcome: Edited | NotEdited, why: str) -> None:
    assert why in refusal(outcome)
