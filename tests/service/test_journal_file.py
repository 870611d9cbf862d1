"""The journal of a service: private, whole lines, and whoever moves it away finds a new one in its place."""

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.ports.records import CallLost
from engine.service.journal_file import LOOK_SECONDS, JournalFile, JournalNotOpened
from engine.service.logs import FIELDS
from tests.service.conftest import NOW


class Clock:
    """Time stands still, except where a test moves it."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds


class Bench:
    def __init__(self, path: Path, *, redact: bool = False) -> None:
        self.path = path
        self.clock = Clock()
        self.failed = 0
        self.journal = JournalFile(path, self.clock, redact=redact, failed=self.fail)  # type: ignore[arg-type]  # only this of a clock

    def fail(self) -> None:
        self.failed += 1

    def write(self, call_id: str) -> None:
        self.journal.write(CallLost(call_id, NOW, "greeting", NOW.isoformat(), ()))


def ids(path: Path) -> list[str]:
    return [json.loads(line)["call_id"] for line in path.read_text().splitlines()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "callsheet.journal.jsonl"


def test_events_are_appended_as_they_happen_for_the_owner_alone(path: Path) -> None:
    bench = Bench(path)
    bench.write("c-1")
    assert ids(path) == ["c-1"]
    bench.journal.close()
    again = Bench(path)
    again.write("c-2")
    assert ids(path) == ["c-1", "c-2"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert again.failed == 0


def test_a_journal_that_was_moved_away_goes_on_in_a_new_file(path: Path) -> None:
    bench = Bench(path)
    bench.write("c-1")
    old = path.rename(path.with_suffix(".1"))
    bench.write("c-2")  # nobody has looked yet
    bench.clock.seconds += LOOK_SECONDS
    bench.write("c-3")
    assert (ids(old), ids(path)) == (["c-1", "c-2"], ["c-3"])


def test_it_is_reopened_when_it_is_told_to(path: Path) -> None:
    bench = Bench(path)
    path.rename(path.with_suffix(".1"))
    bench.journal.reopen()
    bench.write("c-1")
    assert ids(path) == ["c-1"]


def test_a_line_that_was_cut_does_not_swallow_the_next_one(path: Path) -> None:
    path.write_text('{"event":"vis')
    bench = Bench(path)
    bench.write("c-1")
    assert path.read_text().splitlines()[0] == '{"event":"vis'
    assert json.loads(path.read_text().splitlines()[1])["call_id"] == "c-1"


def test_what_cannot_be_written_is_counted_and_told_once(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="callsheet")
    bench = Bench(path)
    write = os.write
    left = [30]

    def full(descriptor: int, content: bytes) -> int:
        """A disk with room for some bytes more."""
        room, left[0] = left[0], 0
        if not room:
            raise OSError(28, "No space left on device")
        return write(descriptor, content[:room])

    monkeypatch.setattr(os, "write", full)
    for number in range(4):
        bench.write(f"c-{number}")
    monkeypatch.setattr(os, "write", write)
    bench.write("c-4")
    assert bench.failed == 4
    assert caplog.messages == ["journal_not_written", "journal_written_again"]
    first, last = (getattr(record, FIELDS) for record in caplog.records)
    assert first == {"file": str(path), "why": "the disk is full: make room"}
    assert last == {"file": str(path), "missing": 4}
    assert [json.loads(line)["call_id"] for line in path.read_text().splitlines()[1:]] == ["c-4"]


def test_a_folder_that_went_is_told_and_tried_again(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench(path)
    path.unlink()
    path.mkdir()
    bench.clock.seconds += LOOK_SECONDS
    bench.write("c-1")
    bench.write("c-2")
    assert bench.failed == 2
    path.rmdir()
    bench.clock.seconds += LOOK_SECONDS
    bench.write("c-3")
    assert ids(path) == ["c-3"]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, why in (
        ("nowhere/x.jsonl", "look at the folder and its rights"),
        ("pipe", "it is no ordinary file"),
        (".", "it is no ordinary file"),
    ):
        with pytest.raises(JournalNotOpened, match=why):
            Bench(tmp_path / name)


def test_what_is_personal_stays_out(path: Path) -> None:
    from engine.ports.records import CallStarted

    bench = Bench(path, redact=True)
    at = datetime(2026, 11, 22, tzinfo=UTC)
    bench.journal.write(CallStarted("c-1", at, "greeting", "inbound", "+15550100", "+15550199"))
    assert "+1555" not in path.read_text()
