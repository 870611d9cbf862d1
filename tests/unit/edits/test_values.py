"""Another value in the place of one: in the style that was there, where that says the same."""

import pytest

from callsheet.edits import Edited, applied, set_value


def put(text: str, value: str, *path: str | int) -> str:
    edited = set_value(text, path, value)
    assert isinstance(edited, Edited), edited
    assert applied(text, edited.edits) == edited.text
    return edited.text


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("say: Hello.", "Goodbye.", "say: Goodbye."),
        ('say: "Hello."', "Goodbye.", 'say: "Goodbye."'),
        ("say: 'Hello.'", "Goodbye.", "say: 'Goodbye.'"),
        ("say: Hello.", "One more thing: goodbye.", 'say: "One more thing: goodbye."'),
        ("say: Hello.  # loud", "yes", 'say: "yes"  # loud'),
        ("say: [Hello, you]", "a, b", 'say: ["a, b", you]'),
    ],
)
def test_a_value_keeps_its_style(before: str, value: str, after: str) -> None:
    path = ("say", 0) if "[" in before else ("say",)
    assert put(before + "\n", value, *path) == after + "\n"
