"""Another value in the place of one: in the style that was there, where that says the same."""

import pytest

from callsheet.edits import set_value
from callsheet.source.document import Plain
from tests.unit.edits.editing import after, refusal


@pytest.mark.parametrize(
    ("before", "value", "expected"),
    [
        ("say: Hello.", "Goodbye.", "say: Goodbye."),
        ("say:   Hello.   # aloud", "Goodbye.", "say:   Goodbye.   # aloud"),
        ('say: "Hello."', "Goodbye.", 'say: "Goodbye."'),
        ("say: 'Hello.'", "Goodbye.", "say: 'Goodbye.'"),
        ("say: 'Hello.'", "It's late.", 'say: "It\'s late."'),
        ('say: "Hello."', 'Say "yes".', "say: 'Say \"yes\".'"),
        ('say: "Hello."', 'Say "it\'s".', 'say: "Say \\"it\'s\\"."'),
        ("say: 😀 one", "😀 two 𝄞", "say: 😀 two 𝄞"),
        ("say: a\tb", "c\td", "say: c\td"),
        ("interruptible: true", False, "interruptible: false"),
        ("steps: 500", 20, "steps: 20"),
        ("rate: 1.5", 2.25, "rate: 2.25"),
        ("rate: 1.5", "1.5", 'rate: "1.5"'),
        ("say:", "Hello.", "say: Hello."),
        ("say: # nothing yet", "Hello.", "say: Hello. # nothing yet"),
        ("phone: +4915", "+4915", 'phone: "+4915"'),
    ],
)
def test_a_value_keeps_the_style_of_the_one_before(before: str, value: Plain, expected: str) -> None:
    (key, _, _) = before.partition(":")
    assert after(f"{before}\n", set_value(f"{before}\n", (key,), value)) == f"{expected}\n"


@pytest.mark.parametrize(
    "value",
    [
        *("yes", "No", "on", "y", "1:30", "12:30:00", "2026-11-22", "true", "null", "~", "1", "1.5", "0123", "1e3"),
        *(
            "{{ name }}",
            "a: b",
            "a #b",
            "# a",
            " a",
            "a ",
            "- a",
            "? a",
            "[a",
            "{a",
            "&a",
            "*a",
            "!a",
            "%a",
            "@a",
            "`a",
        ),
        *("|", ">", "'a'", '"a"', "a:", "“a”", "", "=", "<<", 'two"', "a\nb", "a\n", "{{ back\\slash"),
    ],
)
def test_what_would_mean_something_else_is_quoted(value: str) -> None:
    text = after("say: Hello.\n", set_value("say: Hello.\n", ("say",), value))
    assert text.startswith(('say: "', "say: '")), text
    assert after(text, set_value(text, ("say",), "Hello.")) == 'say: "Hello."\n' or text.startswith("say: '")


@pytest.mark.parametrize("value", ["a, b", "a]", "a}", "[a]", "{{ a }}", "yes"])
def test_within_brackets_more_is_quoted(value: str) -> None:
    text = "phrases: [one, two]\n"
    assert after(text, set_value(text, ("phrases", 1), value)) == f'phrases: [one, "{value}"]\n'


LONG = """\
say: Hello, this is the clinic at the
  corner, which calls about your visit.  # all of it
"""


def test_a_text_on_several_lines_stays_so_and_what_need_not_change_stays() -> None:
    value = "Hello, this is the clinic at the corner, which has a new number now, and calls about your visit."
    assert after(LONG, set_value(LONG, ("say",), value)) == (
        "say: Hello, this is the clinic at the\n"
        "  corner, which has a new number now,\n"
        "  and calls about your visit.  # all of it\n"
    )
    assert after(LONG, set_value(LONG, ("say",), "Hello.")) == "say: Hello.  # all of it\n"


def test_a_quoted_text_on_several_lines_stays_so() -> None:
    text = 'say: "{{ name }}, this is\n      the clinic."\nother: x\n'
    assert after(text, set_value(text, ("say",), "{{ name }}, this is not the clinic.")) == (
        'say: "{{ name }}, this is\n      not the clinic."\nother: x\n'
    )


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("|", "one\nthree\n", "|  # kept\n    one\n    three\n"),
        ("|", "one", "|-  # kept\n    one\n"),
        ("|-", "one\n\n  two", "|-  # kept\n    one\n\n      two\n"),
        (">", "one three\n", ">  # kept\n    one\n    three\n"),
        (">-", "one\nthree", ">-  # kept\n    one\n\n    three\n"),
    ],
)
def test_a_text_below_its_key_stays_there(header: str, value: str, expected: str) -> None:
    text = f"say: {header}  # kept\n    one\n    two\n\n# after\nother: x\n"
    assert after(text, set_value(text, ("say",), value)) == f"say: {expected}\n# after\nother: x\n"


def test_a_long_text_below_its_key_is_folded_at_the_house_width() -> None:
    text = "say: >-\n  short\n"
    lines = after(text, set_value(text, ("say",), "word " * 60 + "end")).splitlines()
    assert max(map(len, lines)) <= 120
    assert len(lines) == 4


@pytest.mark.parametrize("before", ["say: a line as long as most are\n  two\n", "say: >\n  one\n  two\n"])
def test_a_text_as_long_as_a_file_can_be_is_folded(before: str) -> None:
    text = after(before, set_value(before, ("say",), "word " * 150_000 + "end"))
    assert max(map(len, text.splitlines())) <= 120
    assert "write another one" in refusal(set_value(before, ("say",), "word " * 220_000))


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_line_breaks_and_the_byte_order_mark_are_kept(line_break: str, mark: str, last: str) -> None:
    def text(*lines: str) -> str:
        return mark + line_break.join(lines) + last.replace("\n", line_break)

    before = text("a: >-", "  one", "b: two")
    assert after(before, set_value(before, ("a",), "one\nthree")) == text("a: >-", "  one", "", "  three", "b: two")
    assert after(before, set_value(before, ("b",), ["x", "z"])) == text("a: >-", "  one", "b:", "  - x", "  - z")


@pytest.mark.parametrize(
    ("before", "value", "expected"),
    [
        ("k: a  # c\nz: 1\n", ["x", {"say": "b"}], "k:  # c\n  - x\n  - say: b\nz: 1\n"),
        ("k: []\nz: 1\n", [{"say": "b", "interruptible": False}], "k:\n  - say: b\n    interruptible: false\nz: 1\n"),
        ("k:  # c\n  - a\n  - b\nz: 1\n", "x", "k: x  # c\nz: 1\n"),
        ("k:  # c\n  - a\n  - b\nz: 1\n", ["x"], "k:  # c\n  - x\nz: 1\n"),
        ("k:\n  a: 1", {}, "k: {}"),
        ("{k: [a]}\n", {"b": ["c, d", 1]}, '{k: {b: ["c, d", 1]}}\n'),
    ],
)
def test_lists_and_mappings_are_values_too(before: str, value: Plain, expected: str) -> None:
    assert after(before, set_value(before, ("k",), value)) == expected


def test_an_item_becomes_a_step_with_keys() -> None:
    text = "steps:\n    -   answer  # now\n    -   \n"
    text = after(text, set_value(text, ("steps", 1), "disconnect"))
    assert text == "steps:\n    -   answer  # now\n    -   disconnect\n"
    assert after(text, set_value(text, ("steps", 1), {"disconnect": "done", "with": [1]})) == (
        "steps:\n    -   answer  # now\n    -   disconnect: done\n        with:\n            -   1\n"
    )


@pytest.mark.parametrize(
    ("text", "path", "value", "why"),
    [
        ("a: [", ("a",), "x", "mend it first"),
        ("a: 1\n", ("b",), "x", "no longer there"),
        ("a: 1\n", ("a", 0), "x", "no longer there"),
        ("a: [1]\n", ("a", -1), "x", "no longer there"),
        ("a: +1\n", ("a", "b"), "x", "mend it first"),
        ("a: 1\n", (), "x", "whole file"),
        ("a: 1\n", ("a",), "\x07", "write another one"),
        ("a: 1\n", ("a",), "\ud800", "write another one"),
        ("a: 1\n", ("a",), float("nan"), "write another one"),
        ("a: 1\n", ("a",), 1e300, "write another one"),
        ("a: &x t\nb: *x\n", ("a",), "x", "anchor"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(
    text: str, path: tuple[str | int, ...], value: Plain, why: str
) -> None:
    assert why in refusal(set_value(text, path, value))


def test_what_is_nested_without_end_is_refused() -> None:
    value: Plain = "x"
    for _ in range(1000):
        value = [value]
    for text in ("a: 1\n", "{a: 1}\n"):
        assert "section of its own" in refusal(set_value(text, ("a",), value))


@pytest.mark.parametrize(
    ("before", "expected"), [("  # why\n  one", "  # why\n  two"), (" |-  # why\n  one", " |-  # why\n  two")]
)
def test_a_comment_between_a_key_and_its_text_is_not_lost(before: str, expected: str) -> None:
    text = f"a:{before}\n"
    assert after(text, set_value(text, ("a",), "two")) == f"a:{expected}\n"
    assert "edited in the text" in refusal(set_value(text, ("a",), ["two"]))
