"""A WAV file that grows: its header is right after each piece, so that it can be played whatever becomes of the process
that writes it."""

import errno
import os
import re
import struct
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from callsheet.ports.telephony import RATE, SAMPLE_BYTES

# Calls are personal: what is kept of them is for its owner alone.
FILE_MODE, FOLDER_MODE = 0o600, 0o700
# A folder for each day, in UTC; in it, the call and the step. Only what is called so is a recording.
RECORDING = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}/[A-Za-z0-9_-]{1,200}\.wav")
# Characters of a call's id that are left as they are; platforms give shorter ones.
MOST_OF_ID = 80
STRANGE = re.compile(r"[^A-Za-z0-9_-]")
# Calls with the same id at the same step, on one day.
MOST_ALIKE = 100
# Bytes on the disk below which nothing is begun: ten minutes of a call, both ways.
LEAST_ROOM = 600 * 2 * RATE * SAMPLE_BYTES
HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
PCM = 1
# Where the two sizes stand that change.
ALL_AT, DATA_AT, SIZE = 4, 40, struct.Struct("<I")


class SoundLength(Struct, frozen=True):
    """What the header of a recording says: channels, and bytes of sound."""

    channels: int
    size: int

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.size / (RATE * SAMPLE_BYTES * self.channels)


class WavFile:
    """To be used in one thread, which it may keep waiting for as long as the disk does. Everything raises OSError."""

    def __init__(self, folder: Path, day: str, stem: str, channels: int) -> None:
        self._day = folder / day
        self._stem = stem
        self._channels = channels
        self._descriptor: int | None = None
        self._size = 0
        self.name = ""

    def begin(self) -> str:
        """Make it, without any sound, under a name that is free; its path from the folder."""
        os.makedirs(self._day, FOLDER_MODE, exist_ok=True)
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
        day = os.open(self._day, flags)
        try:
            room = os.fstatvfs(day)
            if room.f_bavail * room.f_frsize < LEAST_ROOM:
                raise OSError(errno.ENOSPC, "")
            self._descriptor = self._new_in(day)
        finally:
            os.close(day)
        os.write(self._descriptor, header(self._channels, 0))
        return f"{self._day.name}/{self.name}"

    def _new_in(self, day: int) -> int:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        for number in range(1, MOST_ALIKE + 1):
            name = f"{self._stem}{f'-{number}' if number > 1 else ''}.wav"
            with suppress(FileExistsError):
                descriptor = os.open(name, flags, FILE_MODE, dir_fd=day)
                self.name = name
                return descriptor
        raise FileExistsError(errno.EEXIST, "")

    def append(self, pcm: bytes) -> None:
        """Sound behind what is there."""
        if self._descriptor is None:
            raise OSError(errno.EBADF, "")
        left = memoryview(pcm)
        while left:
            left = left[os.write(self._descriptor, left) :]
        self._size += len(pcm)
        os.pwrite(self._descriptor, SIZE.pack(HEADER.size - 8 + self._size), ALL_AT)
        os.pwrite(self._descriptor, SIZE.pack(self._size), DATA_AT)

    def end(self) -> None:
        """Nothing more comes."""
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            os.close(descriptor)

    def remove(self) -> None:
        """There shall be no such file. Where that cannot be done, it stays."""
        with suppress(OSError):
            self.end()
            if self.name:
                os.unlink(self._day / self.name)
                self.name = ""


def header(channels: int, size: int) -> bytes:
    """The beginning of a file with so many bytes of sound."""
    frame = SAMPLE_BYTES * channels
    riff = (b"RIFF", HEADER.size - 8 + size, b"WAVE")
    form = (b"fmt ", 16, PCM, channels, RATE, RATE * frame, frame, 8 * SAMPLE_BYTES)
    return HEADER.pack(*riff, *form, b"data", size)


def read_header(content: bytes) -> SoundLength | None:
    """What stands at the beginning of a recording; None where it is none."""
    if len(content) < HEADER.size:
        return None
    fields = HEADER.unpack_from(content)
    channels, size = fields[6], fields[12]
    if channels not in (1, 2) or header(channels, size) != content[: HEADER.size]:
        return None
    return SoundLength(channels, size)


def stem_of(call_id: str, visit: int) -> str:
    """What the recording of a step is called. Ids come from the network: whatever stands in one, this is the name of a
    file, and no two ids have the same."""
    plain = STRANGE.sub("_", call_id[:MOST_OF_ID])
    if plain != call_id:
        plain = f"{plain}-{sha256(call_id.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
    return f"{plain}-{visit}"
