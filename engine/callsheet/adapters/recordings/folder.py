"""Recordings below a folder, written while they are made."""

import asyncio
import errno
import logging
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import TypeVar

from callsheet.adapters.recordings.disk import DiskThread
from callsheet.adapters.recordings.wav import FOLDER_MODE, HEADER, RECORDING, WavFile, read_header, stem_of
from callsheet.ports.clock import Clock
from callsheet.ports.on_disk import NO_ROOM, open_to_read
from callsheet.ports.recordings import RecordingFailed, SoundFile
from callsheet.ports.tasks import done_within
from callsheet.ports.telephony import RATE, SAMPLE_BYTES

logger = logging.getLogger("callsheet.recordings")

T = TypeVar("T")
# Bytes that are handed to the disk at once: a second of a message.
PIECE_BYTES = RATE * SAMPLE_BYTES
# Bytes of one recording that wait for the disk: ten seconds of a call, both ways. A disk that is slower than that does
# not keep up.
MOST_WAITING = 10 * 2 * PIECE_BYTES
# How long a call waits for the disk, at the beginning of a recording and at its end.
PATIENCE_SECONDS = 2.0
# The longest recording that is read again: ten minutes.
MOST_READ = 600 * RATE * SAMPLE_BYTES

FULL = "the disk, or a quota, is full: make room where recordings are kept"
TOO_SLOW = "the disk on which recordings are kept is too slow: look at it"
NOT_THERE = "there is no such recording"
REASONS = {
    **dict.fromkeys(NO_ROOM, FULL),
    **dict.fromkeys(
        (errno.EACCES, errno.EPERM, errno.EROFS), "the folder of recordings cannot be written to: look at its rights"
    ),
    **dict.fromkeys((errno.ENOENT, errno.ENOTDIR, errno.ELOOP), "the folder of recordings is not there any more"),
    **dict.fromkeys((errno.EMFILE, errno.ENFILE), "too many files are open: raise the limit of the process"),
}


class RecordingsFolder:
    """Implements `Recordings`. Whoever makes it closes it."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._disk = DiskThread("callsheet recordings")

    async def begin(self, call_id: str, visit: int, channels: int) -> SoundFile:
        """A new file."""
        day = self._clock.now().strftime("%Y-%m-%d")
        wav = WavFile(self._folder, day, stem_of(call_id, visit), channels)
        try:
            name = await self._done(wav.begin)
        except BaseException:
            self._disk.put(wav.remove)  # it may come to be behind this
            raise
        return FileOnDisk(name, wav, self._disk, self._done)

    async def sound(self, file: str) -> bytes:
        """The sound of a recording of one channel, as far as it is read. Raises `RecordingFailed`."""
        if not RECORDING.fullmatch(file):
            raise RecordingFailed(NOT_THERE)
        content = await self._done(partial(_read, self._folder / file))
        known = read_header(content)
        if known is None or known.channels > 1:
            raise RecordingFailed(NOT_THERE)
        return content[HEADER.size : HEADER.size + known.size]

    def close(self) -> None:
        """Write what is left, as far as the disk takes it in time."""
        self._disk.close()

    async def _done(self, job: Callable[[], T]) -> T:
        """What comes of a job on the disk. Raises `RecordingFailed`."""
        doing = asyncio.wrap_future(self._disk.put(job))
        with self._clock.working():
            if not await done_within(PATIENCE_SECONDS, doing):
                raise RecordingFailed(TOO_SLOW)
        try:
            return doing.result()
        except OSError as error:
            raise RecordingFailed(_reason(error)) from None


class FileOnDisk:
    """Implements `SoundFile`. What comes is handed to the disk piece by piece."""

    def __init__(
        self, file: str, wav: WavFile, disk: DiskThread, done: Callable[[Callable[[], None]], Awaitable[None]]
    ) -> None:
        self.file = file
        self._wav = wav
        self._disk = disk
        self._done = done
        self._loop = asyncio.get_running_loop()
        self.broken: asyncio.Future[None] = self._loop.create_future()
        self._why = ""
        self._piece = bytearray()
        self._given = self._written = 0

    def add(self, pcm: bytes) -> None:
        """Sound that comes behind what is there."""
        self._piece += pcm
        if len(self._piece) >= PIECE_BYTES:
            self._hand_over()

    async def keep(self, words: str = "") -> None:
        """Write what is left."""
        self._hand_over()
        await self._done(self._wav.end)
        if self._why:
            raise RecordingFailed(self._why)

    async def drop(self) -> None:
        """Remove it."""
        self._piece.clear()
        with suppress(RecordingFailed):
            await self._done(self._wav.remove)

    def _hand_over(self) -> None:
        if not self.broken.done() and self._given - self._written > MOST_WAITING:
            self._break(TOO_SLOW)
        if not self.broken.done():
            self._given += len(self._piece)
            self._disk.put(partial(self._write, bytes(self._piece)))
        self._piece.clear()

    def _write(self, pcm: bytes) -> None:
        """In the thread of the disk."""
        if self._why:
            return
        try:
            self._wav.append(pcm)
        except OSError as error:
            self._why = _reason(error)
            with suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(self._break, self._why)
        self._written += len(pcm)

    def _break(self, why: str) -> None:
        self._why = why
        if not self.broken.done():
            logger.warning("a recording is not whole: %s", why)
            self.broken.set_result(None)


def unusable(folder: Path) -> str:
    """Why nothing can be kept in a folder, as a sentence; empty where something can. Where it is missing it is made."""
    try:
        os.makedirs(folder, FOLDER_MODE, exist_ok=True)
    except FileExistsError:
        return f"{folder} is no folder; name one for recordings"
    except OSError as error:
        return f"the folder {folder} cannot be made: {_reason(error)}"
    try:
        with TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return f"in the folder {folder} nothing can be kept: {_reason(error)}"


def _read(path: Path) -> bytes:
    """Raises OSError."""
    with os.fdopen(open_to_read(path), "rb") as file:
        return file.read(HEADER.size + MOST_READ)


def _reason(error: OSError) -> str:
    return REASONS.get(error.errno or 0, "the disk does not take recordings: look at it")
