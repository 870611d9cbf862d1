"""Recordings of calls in the terminal: kept in a folder, listed, shown, made tests, and removed when they are old."""

import os
import time
import wave
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

SCRIPT = """callsheet: 1
flow: voicemail
language: en-US
steps:
  - answer
  - record: Please leave a message after the tone.
    as: message
    if_none: [disconnect]
    if_fails:
      - say: It cannot be kept.
      - disconnect
  - say: Thank you.
  - disconnect
after_call:
  - if: message
    then:
      - transcribe: message
        as: words
        if_fails: []
      - note: "{{ message.file }}"
"""
DAY = 86_400


def recorded(shell: Shell, *more: str) -> list[Path]:
    (shell.folder / "voicemail.flow.yaml").write_text(SCRIPT)
    done = shell("run", "voicemail.flow.yaml", "--journal", "j.jsonl", *more, typed="This is Ann, call me back.\n")
    assert done.returncode == 0, done.stderr
    return sorted((shell.folder / "kept").rglob("*.wav"))


def test_what_is_typed_is_kept_as_silence_that_is_as_long(shell: Shell) -> None:
    (path,) = recorded(shell, "--recordings", "kept")
    with wave.open(str(path)) as sound:
        assert sound.getnframes() / sound.getframerate() == pytest.approx(1.7, abs=0.1)
    listed = shell("recordings", "--folder", "kept")
    assert listed.stdout.splitlines()[0].endswith(f"00:01.7  {path.relative_to(shell.folder / 'kept')}")
    assert listed.stdout.splitlines()[1] == "kept: 1 recording"


@pytest.mark.parametrize("more", [(), ("--recordings", "kept", "--rehearse")], ids=["no folder", "a rehearsal"])
def test_nothing_is_kept_that_nobody_asked_for(shell: Shell, more: tuple[str, ...]) -> None:
    assert recorded(shell, *more) == []
    assert "recording-1.wav" in (shell.folder / "j.jsonl").read_text()


def test_old_ones_are_removed(shell: Shell) -> None:
    (old,) = recorded(shell, "--recordings", "kept")
    at = time.time() - 40 * DAY
    os.utime(old, (at, at))
    assert len(recorded(shell, "--recordings", "kept")) == 2
    removed = shell("recordings", "--folder", "kept", "--older-than", "30d")
    assert (removed.returncode, removed.stdout.splitlines()[-1]) == (0, "kept: 1 recording removed")
    assert shell("recordings", "--folder", "kept").stdout.splitlines()[-1] == "kept: 1 recording"
    assert not old.exists()


@pytest.mark.parametrize(("folder", "told"), [("nowhere", "is not there"), ("voicemail.flow.yaml", "is no folder")])
def test_a_folder_that_is_none_is_told(shell: Shell, folder: str, told: str) -> None:
    recorded(shell)
    for done in (
        shell("recordings", "--folder", folder),
        shell("recordings", "--folder", folder, "--older-than", "1d"),
    ):
        assert done.returncode == 2
        assert told in done.stderr


def test_the_call_is_shown_and_can_be_a_test(shell: Shell) -> None:
    recorded(shell)
    shown = shell("show", "last", "--journal", "j.jsonl").stdout
    assert "--        recorded 1.7 s: recording-1.wav" in shown
    assert 'caller    "This is Ann, call me back.", in recording-1.wav' in shown
    test = shell("show", "last", "--journal", "j.jsonl", "--as-test")
    assert "- says: This is Ann, call me back." in test.stdout
    (shell.folder / "voicemail.test.yaml").write_text(test.stdout)
    assert shell("test", "voicemail.test.yaml").stdout == "1 test: passed\n"


def test_redaction_blacks_out_what_was_said_and_not_its_file(shell: Shell) -> None:
    recorded(shell, "--redact")
    journal = (shell.folder / "j.jsonl").read_text()
    assert "Ann" not in journal
    assert '"transcribed":{"file":"recording-1.wav","text":"[redacted]"}' in journal
    lacks = shell("show", "last", "--journal", "j.jsonl", "--as-test").stderr
    assert "what was recorded is redacted" in lacks
