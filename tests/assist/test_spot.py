"""Where a place is, in texts that are no YAML most of the time."""

import pytest

from callsheet.assist.spot import spot_at
from tests.assist.marked import marked

STEP = ("steps", None)


@pytest.mark.parametrize(
    ("text", "path", "in_value", "word", "keys"),
    [
        ("cal¦", (), False, "cal", []),
        ("flow: ¦x\n", ("flow",), True, "x", []),
        ("flow: ¦\n", ("flow",), True, "", []),
        ("steps:\n  - ¦", STEP, False, "", []),
        ("steps:\n  - wri¦\n    with: {}\n", STEP, False, "wri", ["with"]),
        ("steps:\n- sa¦y: x\n- run: y", STEP, False, "say", ["say"]),
        ("steps:\n  - query: x\n    wi¦\n    as: z\n  - say: x\n", STEP, False, "wi", ["query", "as"]),
        ("steps:\n  - query: x\n    ¦\n    as: z\n", STEP, False, "", ["query", "as"]),
        ("steps:\n  - query: x\n  ¦\n  - say: a\n", ("steps",), False, "", []),
        ("steps:\n  - query: x\n    if_none:\n      ¦\n", (*STEP, "if_none"), False, "", []),
        ('steps:\n  - query: x\n    with: {a: "{{ c¦', (*STEP, "with", "a"), True, '"{{ c', []),
        ('steps:\n  - query: x\n    with: {a: "{{ c¦all }}", b: 2}\n', (*STEP, "with", "a"), True, '"{{ call }}"', []),
        ("steps:\n  - query: x\n    with: {¦}\n", (*STEP, "with"), False, "", []),
        ("steps:\n  - query: x\n    with: {a: 1, b¦}\n", (*STEP, "with"), False, "b", ["a"]),
        ("steps:\n  - query: x\n    with: {a: ¦}\n", (*STEP, "with", "a"), True, "", []),
        ("steps:\n  - query: x\n    with: {a: 1,\n      ¦b: 2}\n", (*STEP, "with"), False, "b", ["a", "b"]),
        ("steps:\n  - say: Hello {{ ¦\n", (*STEP, "say"), True, "Hello {{ ", []),
        ("steps:\n  - say: Hello\n      and {{ cu¦s\n", (*STEP, "say"), True, "Hello\n      and {{ cus", []),
        ("steps:\n  - say: |\n      Oh: no\n      {{ a¦\n", (*STEP, "say"), True, "|\n      Oh: no\n      {{ a", []),
        ('steps:\n  - say: "a\n      b¦"\n  - run: x\n', (*STEP, "say"), True, '"a\n      b"', []),
        ('steps:\n  - say: "Hello\n  - run: fo¦o\n', (*STEP, "run"), True, "foo", []),
        ("steps:\n  - query: a\n    with: {b: [1\n    as: cus¦\n", (*STEP, "as"), True, "cus", []),
        ("steps:\n  - ask: x\n    answers:\n      ag¦ree:\n      refuse:\n", (*STEP, "answers"), False, "agree", None),
        ("intents:\n  a:\n    phrases: [b, c¦, d]\n", ("intents", "a", "phrases", None), False, "c", []),
        ("steps:\n  - say: it's: x¦\n", (*STEP, "say"), True, "it's: x", []),
        ("a:\r\n  b: 1\r\n  ¦\r\n", ("a",), False, "", ["b"]),
    ],
)
def test_a_place_is_told_by_columns_and_brackets(
    text: str, path: tuple[str | None, ...], in_value: bool, word: str, keys: list[str] | None
) -> None:
    written, offset = marked(text)
    spot = spot_at(written, offset)
    assert spot is not None
    assert (spot.path, spot.in_value) == (path, in_value)
    assert written[spot.start : spot.end] == word
    assert keys is None or list(spot.keys) == keys


@pytest.mark.parametrize("text", ["# comm¦ent\n", "steps: # ¦x", "steps:\n  -¦", "steps:\n  - run:¦", "a: b #¦"])
def test_nothing_is_typed_in_comments_and_before_a_space_that_is_needed(text: str) -> None:
    assert spot_at(*marked(text)) is None
