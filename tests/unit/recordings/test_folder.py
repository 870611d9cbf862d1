"""Recordings on a disk: names that nobody can turn into others, files that can be played at any moment, and disks that
are full or stand still."""

import asyncio
import os
import resource
import signal
import stat
import subprocess
import sys
import threading
import wave
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.recordings import folder as folder_module
from callsheet.adapters.recordings import wav
from callsheet.adapters.recordings.folder import FULL, TOO_SLOW, RecordingsFolder, unusable
from callsheet.adapters.recordings.kept import kept_in, remove
from callsheet.adapters.recordings.wav import RECORDING, WavFile, stem_of
from callsheet.ports.recordings import RecordingFailed
from callsheet.ports.telephony import RATE, SAMPLE_BYTES

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
SECOND = bytes(range(256)) * (RATE * SAMPLE_BYTES // 256) + bytes(RATE * SAMPLE_BYTES % 256)
HOSTILE = [
    "../../etc/passwd",
    "/etc/passwd",
    "",
    ".",
    "..",
    "a/b",
    "c-1\n",
    "a\0b",
    "é",
    "\udc80",
    "-rf",
    "x" * 500,
    "CON",
]


def kept(folder: Path, case: Callable[[RecordingsFolder], Awaitable[None]]) -> None:
    """Do something with the recordings of a folder, in virtual time, which waits for the disk."""
    loop = VirtualLoop()
    recordings = RecordingsFolder(folder, VirtualClock(loop, NOW))
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        try:
            runner.run(case(recordings))  # type: ignore[arg-type]  # it is a coroutine
        finally:
            recordings.close()


def read(path: Path) -> tuple[int, bytes]:
    with wave.open(str(path)) as sound:
        assert (sound.getframerate(), sound.getsampwidth()) == (RATE, SAMPLE_BYTES)
        return sound.getnchannels(), sound.readframes(sound.getnframes())


@pytest.mark.parametrize("channels", [1, 2])
def test_what_is_added_is_what_is_read(tmp_path: Path, channels: int) -> None:
    async def case(recordings: RecordingsFolder) -> None:
        file = await recordings.begin("c-1", 4, channels)
        for begin in range(0, 3 * len(SECOND), 320):
            file.add((3 * SECOND)[begin : begin + 320])
        await file.keep()
        assert file.file == "2026-11-22/c-1-4.wav"
        assert read(tmp_path / file.file) == (channels, 3 * SECOND)
        assert stat.S_IMODE((tmp_path / file.file).stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / file.file).parent.stat().st_mode) == 0o700
        if channels == 1:
            assert await recordings.sound(file.file) == 3 * SECOND

    kept(tmp_path, case)


def test_what_is_dropped_is_gone(tmp_path: Path) -> None:
    async def case(recordings: RecordingsFolder) -> None:
        file = await recordings.begin("c-1", 4, 1)
        file.add(SECOND)
        await file.drop()

    kept(tmp_path, case)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("call_id", HOSTILE)
def test_an_id_from_the_network_leads_nowhere_else(tmp_path: Path, call_id: str) -> None:
    folder = tmp_path / "recordings"

    async def case(recordings: RecordingsFolder) -> None:
        file = await recordings.begin(call_id, 4, 1)
        await file.keep()
        assert RECORDING.fullmatch(file.file)

    kept(folder, case)
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert file.parent.parent == folder


@given(st.text(), st.text(), st.integers(1, 999), st.integers(1, 999))
def test_no_two_steps_of_calls_share_a_name(one: str, other: str, visit: int, another: int) -> None:
    same = (one, visit) == (other, another)
    assert (stem_of(one, visit) == stem_of(other, another)) is same


def test_an_id_that_comes_again_gets_a_file_of_its_own(tmp_path: Path) -> None:
    async def case(recordings: RecordingsFolder) -> None:
        files = [await recordings.begin("c-1", 4, 1) for _ in range(3)]
        for number, file in enumerate(files, 1):
            file.add(number * SECOND)
            await file.keep()
        assert [file.file.rpartition("/")[2] for file in files] == ["c-1-4.wav", "c-1-4-2.wav", "c-1-4-3.wav"]
        assert [len(read(tmp_path / file.file)[1]) // len(SECOND) for file in files] == [1, 2, 3]

    kept(tmp_path, case)


@pytest.mark.parametrize(
    "outside", ["../secret.wav", "/etc/passwd", "2026-11-22/../../x.wav", "2026-11-22/c-1-4.txt", ""]
)
def test_only_recordings_are_read(tmp_path: Path, outside: str) -> None:
    async def case(recordings: RecordingsFolder) -> None:
        with pytest.raises(RecordingFailed, match="no such recording"):
            await recordings.sound(outside)

    kept(tmp_path, case)


def test_no_link_is_followed(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "recordings", tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder.mkdir()
    (folder / "2026-11-22").symlink_to(elsewhere)
    (folder / "2026-11-21").mkdir()
    (elsewhere / "x.wav").write_bytes(wav.header(1, 0))
    (folder / "2026-11-21" / "c-1-2.wav").symlink_to(elsewhere / "x.wav")

    async def case(recordings: RecordingsFolder) -> None:
        with pytest.raises(RecordingFailed, match="not there any more"):
            await recordings.begin("c-1", 4, 1)
        with pytest.raises(RecordingFailed, match="not there any more"):
            await recordings.sound("2026-11-21/c-1-2.wav")

    kept(folder, case)
    assert [path.name for path in elsewhere.iterdir()] == ["x.wav"]
    assert list(kept_in(folder)) == []


@contextmanager
def no_room_beyond(size: int) -> Iterator[None]:
    """As a full disk: files of this process have no more bytes."""
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_disk_that_fills_up_is_told_while_it_is_recorded(tmp_path: Path) -> None:
    async def case(recordings: RecordingsFolder) -> None:
        file = await recordings.begin("c-1", 4, 1)
        file.add(2 * SECOND)
        await asyncio.sleep(0)
        with no_room_beyond(2 * len(SECOND) + 100):
            file.add(2 * SECOND)
            with pytest.raises(RecordingFailed) as failed:
                await file.keep()
        assert failed.value.message == FULL
        assert failed.value.kind == "recording"
        await file.broken
        file.add(SECOND)  # nothing more is kept, and nobody waits for it
        assert read(tmp_path / file.file)[1] == 2 * SECOND, "what there was is whole"
        await file.drop()

    kept(tmp_path, case)
    assert list(kept_in(tmp_path)) == []


def test_without_room_nothing_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wav, "LEAST_ROOM", 1 << 62)

    async def case(recordings: RecordingsFolder) -> None:
        with pytest.raises(RecordingFailed, match="is full"):
            await recordings.begin("c-1", 4, 1)

    kept(tmp_path, case)


def test_a_folder_that_cannot_be_written_to_is_told() -> None:
    """What lies there is the system's own, and takes no files, not even from root."""
    assert unusable(Path("/sys")).startswith("in the folder /sys nothing can be kept: ")


def test_a_folder_is_made_and_a_file_is_none(tmp_path: Path) -> None:
    assert unusable(tmp_path / "a" / "b") == ""
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700
    (tmp_path / "file").touch()
    assert unusable(tmp_path / "file") == f"{tmp_path / 'file'} is no folder; name one for recordings"


class Stalled:
    """A disk that stands still until it is let go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.goes = threading.Event()
        monkeypatch.setattr(folder_module, "PATIENCE_SECONDS", 0.05)
        append = WavFile.append

        def stalls(file: WavFile, pcm: bytes) -> None:
            self.goes.wait()
            append(file, pcm)

        monkeypatch.setattr(WavFile, "append", stalls)


def test_a_disk_that_stands_still_keeps_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stalled = Stalled(monkeypatch)

    async def case() -> None:
        recordings = RecordingsFolder(tmp_path, SystemClock())
        file = await recordings.begin("c-1", 4, 1)
        file.add(SECOND)
        with pytest.raises(RecordingFailed, match="too slow"):
            await file.keep()
        with pytest.raises(RecordingFailed, match="too slow"):
            await recordings.begin("c-2", 4, 1)
        for _ in range(30):
            file.add(SECOND)
        await file.broken
        assert len(file._piece) < len(SECOND)  # type: ignore[attr-defined]  # memory is bounded
        stalled.goes.set()
        await file.drop()
        recordings.close()

    asyncio.run(case())
    assert list(kept_in(tmp_path)) == []


def test_a_recording_that_was_given_up_while_it_was_made_is_not_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "PATIENCE_SECONDS", 0.05)
    goes, begin = threading.Event(), WavFile.begin

    def stalls(file: WavFile) -> str:
        goes.wait()
        return begin(file)

    monkeypatch.setattr(WavFile, "begin", stalls)

    async def case() -> None:
        recordings = RecordingsFolder(tmp_path, SystemClock())
        with pytest.raises(RecordingFailed) as failed:
            await recordings.begin("c-1", 4, 1)
        assert failed.value.message == TOO_SLOW
        goes.set()
        recordings.close()

    asyncio.run(case())
    assert list(kept_in(tmp_path)) == []


KILLED = """
import asyncio, os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.recordings.folder import RecordingsFolder

async def main():
    recordings = RecordingsFolder(Path(sys.argv[1]), SystemClock())
    file = await recordings.begin("c-1", 4, 1)
    for _ in range(3):
        file.add(bytes(range(200)) * 80)
    await asyncio.wrap_future(recordings._disk.put(lambda: None))
    file.add(bytes(5000))
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


def test_what_a_killed_process_has_recorded_can_be_played(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    (recording,) = kept_in(tmp_path)
    assert read(tmp_path / recording.file) == (1, bytes(range(200)) * 240), "all but what had not come to a second"
    assert recording.seconds == 3.0


def test_old_recordings_are_removed_and_what_is_no_recording_stays(tmp_path: Path) -> None:
    for day, name, age_days in (
        ("2026-11-20", "a-1.wav", 9),
        ("2026-11-22", "b-1.wav", 1),
        ("2026-11-22", "c-1.wav", 8),
    ):
        (tmp_path / day).mkdir(exist_ok=True)
        path = tmp_path / day / name
        path.write_bytes(wav.header(1, len(SECOND)) + SECOND)
        at = (NOW - timedelta(days=age_days)).timestamp()
        os.utime(path, (at, at))
    others = ["2026-11-22/notes.txt", "2026-11-22/fake.wav", "notes.wav", "2026-11-19x/d-1.wav"]
    for other in others:
        (tmp_path / other).parent.mkdir(exist_ok=True)
        (tmp_path / other).write_text("mine")
    old = [each for each in kept_in(tmp_path) if each.ended < NOW - timedelta(days=7)]
    for each in old:
        remove(tmp_path, each)
    assert [each.file for each in old] == ["2026-11-20/a-1.wav", "2026-11-22/c-1.wav"]
    assert [each.file for each in kept_in(tmp_path)] == ["2026-11-22/b-1.wav"]
    assert all((tmp_path / other).exists() for other in others)
    assert not (tmp_path / "2026-11-20").exists()
