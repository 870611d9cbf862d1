"""Sound files that cannot be played."""

import io
import wave
from pathlib import Path

import pytest

from tests.checking import check_file

SCRIPT = """callsheet: 1
flow: greeting
steps:
  - answer
  - say: Welcome.
    audio: sounds/welcome.wav
  - say: Welcome again.
    audio: sounds/welcome.wav
  - disconnect
"""


def sound(rate: int = 8000, channels: int = 1, width: int = 2, seconds: float = 1.0) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setframerate(rate)
        written.setnchannels(channels)
        written.setsampwidth(width)
        written.writeframes(bytes(round(rate * seconds) * channels * width))
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (sound(), "", ""),
        (sound(seconds=60), "", ""),
        (None, "CS267", "there is no file"),
        (b"", "CS268", "is no WAV file"),
        (b"RIFF", "CS268", "is no WAV file"),
        (sound()[:40], "CS268", "is no WAV file"),
        (b"ID3\x04" + bytes(2000), "CS268", "is no WAV file"),
        (sound().replace(b"fmt ", b"fmt\x00"), "CS268", "is no WAV file"),
        (sound(rate=44_100, channels=2, width=3), "CS268", "44,100 Hz, 2 channels and 24 bits"),
        (sound(width=1), "CS268", "8,000 Hz, 1 channel and 8 bits"),
        (sound(seconds=0), "CS268", "is empty"),
        (sound(seconds=70), "CS268", "is longer than 65 seconds"),
    ],
)
def test_each_sound_is_looked_at_once(tmp_path: Path, content: bytes | None, code: str, words: str) -> None:
    (tmp_path / "sounds").mkdir()
    if content is not None:
        (tmp_path / "sounds" / "welcome.wav").write_bytes(content)
    (tmp_path / "greeting.flow.yaml").write_text(SCRIPT)
    checked = check_file(tmp_path / "greeting.flow.yaml", "greeting.flow.yaml")
    assert [(item.code.id, item.span.line) for item in checked.diagnostics] == ([(code, 6)] if code else [])
    assert all(words in item.message for item in checked.diagnostics)
    assert (checked.flow is None) is bool(code)


@pytest.mark.parametrize("path", ["/etc/passwd", "../welcome.mp3", "welcome", "{{ message.file }}"])
def test_what_is_no_path_of_a_sound(tmp_path: Path, path: str) -> None:
    (tmp_path / "greeting.flow.yaml").write_text(SCRIPT.replace("sounds/welcome.wav", f'"{path}"'))
    found = check_file(tmp_path / "greeting.flow.yaml", "greeting.flow.yaml").diagnostics
    assert [(item.code.id, item.span.line) for item in found] == [("CS126", 6), ("CS126", 8)]
