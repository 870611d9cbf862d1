"""The journal of a service: private, whole lines, and whoever moves it away finds a new one in its place."""

import asyncio
import fcntl
import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from callsheet.adapters.clock.system import SystemClock
from callsheet.journal import file as file_module
from callsheet.journal import lines as lines_module
from callsheet.journal.file import JournalFile
from callsheet.journal.lines import NotAppended
from callsheet.ports.records import CallLost, CallStarted
from callsheet.service.journal_troubles import JournalTroubles
from callsheet.service.logs import FIELDS
from tests.service.conftest import NOW


class Bench:
    def __init__(self, path: Path, *, redact: bool = False) -> None:
        self.path = path
        self.failed = 0
        self.journal = JournalFile(path, JournalTroubles(path, self.fail), redact=redact)
        self.written = self.journal.watched(SystemClock())

    def fail(self) -> None:
        self.failed += 1

    def event(self, call_id: str) -> CallLost:
        return CallLost(call_id, NOW, "greeting", NOW.isoformat(), ())

    def write(self, *call_ids: str) -> bool:
        """Write an event for each; whether all of them are written."""

        async def all_of_them() -> bool:
            for call_id in call_ids:
                self.journal.write(self.event(call_id))
            return await self.written()

        return asyncio.run(all_of_them())


Open = Callable[..., Bench]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens journals, and closes them when the test is over."""
    benches: list[Bench] = []

    def open_(path: Path, *, redact: bool = False) -> Bench:
        benches.append(Bench(path, redact=redact))
        return benches[-1]

    yield open_
    for bench in benches:
        bench.journal.close()
        bench.journal._thread.join(60)


def ids(path: Path) -> list[str]:
    return [json.loads(line)["call_id"] for line in path.read_text().splitlines()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "callsheet.journal.jsonl"


def test_events_are_appended_as_they_happen_for_the_owner_alone(opened: Open, path: Path) -> None:
    bench = opened(path)
    bench.write("c-1")
    assert ids(path) == ["c-1"]
    bench.journal.close()
    again = opened(path)
    again.write("c-2")
    assert ids(path) == ["c-1", "c-2"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert again.failed == 0


def test_a_journal_that_was_moved_away_goes_on_in_a_new_file(opened: Open, path: Path) -> None:
    bench = opened(path)
    bench.write("c-1")
    old = path.rename(path.with_suffix(".1"))
    bench.write("c-2")
    assert (ids(old), ids(path)) == (["c-1"], ["c-2"])


def test_it_is_made_anew_when_it_is_told_to(opened: Open, path: Path) -> None:
    bench = opened(path)
    path.rename(path.with_suffix(".1"))
    bench.journal.reopen()
    bench.write()
    assert ids(path) == []


def test_a_line_that_was_cut_does_not_swallow_the_next_one(opened: Open, path: Path) -> None:
    path.write_text('{"event":"vis')
    bench = opened(path)
    bench.write("c-1")
    assert path.read_text().splitlines()[0] == '{"event":"vis'
    assert json.loads(path.read_text().splitlines()[1])["call_id"] == "c-1"


def test_a_line_that_another_process_was_killed_in_does_not_swallow_the_next_one(opened: Open, path: Path) -> None:
    bench = opened(path)
    bench.write("c-1")
    with path.open("a") as other:
        other.write('{"event":"vis')
    bench.write("c-2")
    lines = path.read_text().splitlines()
    assert lines[1] == '{"event":"vis'
    assert json.loads(lines[2])["call_id"] == "c-2"


def test_what_cannot_be_written_is_counted_and_told_once(
    opened: Open, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="callsheet")
    bench = opened(path)
    write = os.write
    left = [30]

    def full(descriptor: int, content: bytes) -> int:
        """A disk with room for some bytes more."""
        room, left[0] = left[0], 0
        if not room:
            raise OSError(28, "No space left on device")
        return write(descriptor, content[:room])

    monkeypatch.setattr(os, "write", full)
    assert not bench.write("c-0", "c-1")
    assert not bench.write("c-2")
    assert path.read_text() == ""  # half a line helps nobody
    monkeypatch.setattr(os, "write", write)
    assert bench.write("c-4")
    assert bench.failed == 3
    assert caplog.messages == ["journal_not_written", "journal_written_again"]
    first, last = (getattr(record, FIELDS) for record in caplog.records)
    assert first == {"file": str(path), "why": "the disk is full: make room"}
    assert last == {"file": str(path), "missing": 3}
    assert ids(path) == ["c-4"]


def test_a_folder_that_went_is_told_and_tried_again(opened: Open, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    bench = opened(path)
    path.unlink()
    path.mkdir()
    assert not bench.write("c-1", "c-2")
    assert bench.failed == 2
    path.rmdir()
    assert bench.write("c-3")
    assert ids(path) == ["c-3"]


def test_what_is_no_file_is_refused(opened: Open, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, why in (
        ("nowhere/x.jsonl", "look at the folder and its rights"),
        ("pipe", "it is no ordinary file"),
        (".", "it is no ordinary file"),
    ):
        with pytest.raises(NotAppended, match=why):
            opened(tmp_path / name)


def test_what_is_personal_stays_out(opened: Open, path: Path) -> None:
    bench = opened(path, redact=True)
    at = datetime(2026, 11, 22, tzinfo=UTC)
    bench.journal.write(CallStarted("c-1", at, "greeting", "inbound", "+15550100", "+15550199", ""))
    bench.write()
    assert "+1555" not in path.read_text()


def test_a_disk_that_stands_still_keeps_nobody_waiting_and_nothing_gets_lost(
    opened: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_module, "FLUSH_SECONDS", 0.01)
    goes_on = threading.Event()
    write = os.write

    def stall(descriptor: int, content: bytes) -> int:
        assert goes_on.wait(60)
        return write(descriptor, content)

    monkeypatch.setattr(os, "write", stall)
    bench = opened(path)
    assert not bench.write(*(f"c-{number}" for number in range(100)))
    assert path.read_text() == ""
    goes_on.set()
    monkeypatch.setattr(file_module, "FLUSH_SECONDS", 60.0)
    assert bench.write("c-100")
    assert ids(path) == [f"c-{number}" for number in range(101)]
    assert bench.failed == 0


def test_of_lines_that_waited_together_those_that_the_disk_has_room_for_are_kept(
    opened: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, goes_on = threading.Event(), threading.Event()
    write = os.write
    rooms: list[int] = []

    def some(descriptor: int, content: bytes) -> int:
        """A disk that stands still for the first line, and then has room for two lines and a half."""
        if not began.is_set():
            began.set()
            assert goes_on.wait(60)
            return write(descriptor, content)
        rooms.append(len(content))
        return write(descriptor, content[: len(content) * 5 // 8])

    monkeypatch.setattr(os, "write", some)
    bench = opened(path)
    bench.journal.write(bench.event("c-0"))
    assert began.wait(60)
    for number in range(1, 5):
        bench.journal.write(bench.event(f"c-{number}"))
    goes_on.set()
    assert not bench.write()
    assert len(rooms) == 1, "they are written together"
    assert ids(path) == ["c-0", "c-1", "c-2"]
    assert bench.failed == 2


def test_what_waits_is_bounded_and_counted(opened: Open, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_module, "FLUSH_SECONDS", 0.01)
    monkeypatch.setattr(file_module, "MOST_WAITING", 5)
    began, goes_on = threading.Event(), threading.Event()
    write = os.write

    def stall(descriptor: int, content: bytes) -> int:
        began.set()
        assert goes_on.wait(60)
        return write(descriptor, content)

    monkeypatch.setattr(os, "write", stall)
    bench = opened(path)
    bench.write("c-0")
    assert began.wait(60)
    assert not bench.write(*(f"c-{number}" for number in range(1, 11)))
    missing = bench.failed
    assert missing >= 5
    bench.journal.close()  # the process ends: what still waits is counted
    assert bench.failed > missing
    goes_on.set()


WRITING = """
import asyncio, sys
from pathlib import Path
from tests.service.test_journal_file import Bench
bench = Bench(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
bench.write(*(f"{sys.argv[2]}-{number}-" + "x" * (number % 50) * 400 for number in range(300)))
bench.journal.close()
"""


def test_lines_of_several_processes_are_whole_while_the_file_is_moved_away(path: Path) -> None:
    command = [sys.executable, "-c", WRITING, str(path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with (
        subprocess.Popen([*command, "a"], **pipes) as one,  # type: ignore[call-overload]  # it cannot tell them apart
        subprocess.Popen([*command, "b"], **pipes) as two,  # type: ignore[call-overload]
    ):
        for process in (one, two):
            assert process.stdout.readline() == "ready\n"
        for process in (one, two):
            process.stdin.write("go\n")
            process.stdin.flush()
        moved = 0
        while moved < 20 and (one.poll() is None or two.poll() is None):
            if path.exists():
                path.rename(path.with_name(f"old-{moved}"))
                moved += 1
    found = [json.loads(line)["call_id"] for file in path.parent.iterdir() for line in file.read_text().splitlines()]
    assert len(found) == 600
    assert len({call_id.rpartition("-")[0] for call_id in found}) == 600


def test_a_process_that_stands_still_with_the_file_in_its_hand_stops_nobody(
    opened: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines_module, "TURN_SECONDS", 0.01)
    bench = opened(path)
    bench.write("c-1")
    with path.open("rb") as still:
        fcntl.flock(still, fcntl.LOCK_EX)
        assert bench.write("c-2", "c-3")
    assert bench.write("c-4")
    assert ids(path) == ["c-1", "c-2", "c-3", "c-4"]
