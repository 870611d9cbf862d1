"""Phrases that are written as patterns of other systems, and phrases that only have signs in them."""

from pathlib import Path

import pytest

from tests.checking import check_file

SCRIPT = """callsheet: 1
flow: phrases
intents:
  leave: {{phrases: [{phrase}]}}
steps:
  - answer
  - ask: Will you stay?
    answers: {{leave: []}}
    if_silent: []
    if_unclear: []
    otherwise: []
  - disconnect
"""


def found_in(folder: Path, phrase: str) -> list[tuple[str, int, int, str]]:
    (folder / "x.flow.yaml").write_text(SCRIPT.format(phrase=phrase))
    found = check_file(folder / "x.flow.yaml", "x.flow.yaml").diagnostics
    return [(each.code.id, each.span.line, each.span.column, each.help) for each in found]


@pytest.mark.parametrize("phrase", ["leave|go", "leave | go", "leave/go", "leave; go"])
def test_several_phrases_in_one(tmp_path: Path, phrase: str) -> None:
    assert found_in(tmp_path, phrase) == [("CS129", 4, 21, "write each as a phrase of its own: [leave, go]")]


@pytest.mark.parametrize(
    "phrase", ["leave*", "leave (now)", "'leave [now]'", "leave <time>", "'^leave$'", "leaves?now"]
)
def test_a_pattern(tmp_path: Path, phrase: str) -> None:
    ((code, line, _, help_),) = found_in(tmp_path, phrase)
    assert (code, line) == ("CS129", 4)
    assert "write out what callers say" in help_


@pytest.mark.parametrize(
    "phrase", ["24/7", "the a/c", "it's over", "that's it!", "what now?", "rock & roll", "over 5 $ more"]
)
def test_signs_that_belong_to_words(tmp_path: Path, phrase: str) -> None:
    assert found_in(tmp_path, phrase) == []
