"""Phrases with characters that nobody sees, or that look like others: no caller could ever say them."""

from pathlib import Path

import pytest

from callsheet.adapters.files.disk import Disk
from callsheet.checks.check import Checked, check_text

SCRIPT = """callsheet: 1
flow: test
intents:
  accept: {{phrases: [okay, {phrase}]}}
  refuse: {{also: [{also}]}}
steps:
  - answer
  - ask: Will you come?
    answers: {{accept: [], refuse: []}}
    if_silent: []
    if_unclear: []
    otherwise: []
  - disconnect
"""


def check(phrase: str, also: str = "call me") -> Checked:
    return check_text(SCRIPT.format(phrase=phrase, also=also).encode(), Path(), "x.flow.yaml", Disk.around([Path()]))


@pytest.mark.parametrize(
    ("phrase", "message", "help_"),
    [
        ("well\u200bdone", "(U+200B, zero width space)", "welldone"),
        ("s\u00ed\u2060, claro", "(U+2060, word joiner)", "s\u00ed, claro"),
        ("all\u00adright", "(U+00AD, soft hyphen)", "allright"),
        ("\u200esplendid", "(U+200E, left-to-right mark)", "splendid"),
        ("that is \u0441orrect", "(U+0441, cyrillic small letter es)", "that is correct"),
        ("g\u03bfod", "(U+03BF, greek small letter omicron)", "good"),
    ],
)
def test_a_phrase_that_nobody_can_say(phrase: str, message: str, help_: str) -> None:
    for checked, line in ((check(f'"{phrase}"'), 4), (check("splendidly", f'"{phrase}"'), 5)):
        (found,) = checked.diagnostics
        assert (found.code.id, found.span.line) == ("CS004", line)
        assert message in found.message
        assert found.help == f"type it anew: {help_}"


@pytest.mark.parametrize(
    "phrase",
    [
        "\u0445\u043e\u0440\u043e\u0448\u043e",  # a word of another alphabet
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian, with the non-joiner that it needs
        "\u0915\u094d\u200d\u0937",  # Hindi, with a joiner
        "na\u00efve, that\u2019s it",
        "\u00bfs\u00ed?",
        "with\u00a0joy",  # a space that does no harm
        "\u03b1 version",  # a letter of another alphabet, as a word
    ],
)
def test_other_alphabets_are_as_they_are(phrase: str) -> None:
    assert check(f'"{phrase}"').diagnostics == ()
