"""Letters that a voice for the script's language cannot speak."""

from pathlib import Path

import pytest

from callsheet.diagnostics.catalogue import FOREIGN_LETTERS
from tests.checking import check_file

SCRIPT = """callsheet: 1
flow: test
language: {language}
defaults:
  if_silent: [Вы здесь?]
  if_unclear: [Please say yes or no.]
steps:
  - answer
  - say: {text}
  - ask: Will you come?
    answers: {{agree: []}}
    otherwise: []
  - ask: Will you pay?
    answers: {{agree: []}}
    otherwise: []
  - disconnect
"""


def told(folder: Path, text: str, language: str = "en-US", ladder: str = "Вы здесь?") -> list[str]:
    path = folder / "x.flow.yaml"
    path.write_text(SCRIPT.format(text=text, language=language).replace("Вы здесь?", ladder), encoding="utf-8")
    found = [item for item in check_file(path, path.name).diagnostics if item.code is FOREIGN_LETTERS]
    return [f"{item.span.line}: {item.message}" for item in found]


@pytest.mark.parametrize("word", ["您的", "Ольга", "שלום", "हिन्दी", "ไทย", "αβγ", "예약"])
@pytest.mark.parametrize("language", ["en-US", "en", "en-GB"])
def test_each_text_is_told_once_at_its_first_word(tmp_path: Path, word: str, language: str) -> None:
    assert told(tmp_path, f"Hello {word} and {word}.", language) == [
        '5: a voice that speaks English has no sounds for "Вы": the call fails there',
        f'9: a voice that speaks English has no sounds for "{word}": the call fails there',
    ]


@pytest.mark.parametrize(
    "text", ["Hello, José Müller-Łódź.", "Nguyễn Đặng ſo ǆ", "Hawaiʻi ª º", "👍 • ™ … “a” 5 € ½ ﬁne Ａ"]
)
def test_latin_letters_and_signs_are_fine(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text, ladder="Are you there?") == []


def test_other_languages_are_written_as_they_are(tmp_path: Path) -> None:
    assert told(tmp_path, "Здравствуйте.", "ru-RU") == []
