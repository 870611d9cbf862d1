"""A journal that grows while it is read, and is moved away or made shorter now and then."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from callsheet.journal.reading import LONGEST_LINE, JournalEntry, entry_of
from callsheet.ports.on_disk import identity_of

# Bytes of a journal that are read of what was there before: some hundred thousand events, and seconds.
LOOK_BACK_BYTES = 64 << 20
# Bytes that are read at once. Whoever reads does other things in between.
MOST_AT_ONCE = 2 << 20


class Following:
    """Gives the events of the file at a path, each once, as long as somebody asks. Close it after use."""

    def __init__(self, path: Path, *, look_back: int = LOOK_BACK_BYTES) -> None:
        self._path = path
        self._look_back = look_back
        self._file: BinaryIO | None = None
        self._begun = b""  # a line without its end
        self._last = b""  # the last line that was read whole

    def read(self, most: int = MOST_AT_ONCE) -> Iterator[JournalEntry]:
        """The events that have come since, of so many bytes at most; none where there is no file that may be read.

        A file that is another one is gone on with behind the event that was read last, where that is in it: then it
        was made shorter. Else it was begun anew.
        """
        for line in self._lines(most):
            entry = entry_of(line)
            if entry is not None:
                yield from entry.visits() if entry.event == "passed" else (entry,)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _lines(self, most: int) -> Iterator[bytes]:
        read = self._read(most)
        if len(read) < most and self._is_another():  # the one before is read to its end
            yield from self._whole(read)
            self._open()
            read = self._read(most - len(read))
        yield from self._whole(read)

    def _read(self, most: int) -> bytes:
        if self._file is None:
            return b""
        if os.fstat(self._file.fileno()).st_size < self._file.tell():  # it was made empty, and is written anew
            self._file.seek(0)
            self._begun = b""
        return self._file.read(most)

    def _whole(self, read: bytes) -> Iterator[bytes]:
        *lines, self._begun = (self._begun + read).split(b"\n")
        if len(self._begun) > LONGEST_LINE:  # no event is so long
            self._begun = b""
        for line in lines:
            self._last = line or self._last
            yield line

    def _is_another(self) -> bool:
        """Whether the file at the path is not the one that is read."""
        there = identity_of(self._path)  # none where it was moved away, and the next one is not there yet
        return there is not None and (self._file is None or there != identity_of(self._file.fileno()))

    def _open(self) -> None:
        """Open the file at the path, behind what is not to be read (again)."""
        first = self._file is None
        self.close()
        self._begun = b""
        try:
            file = self._path.open("rb")
        except OSError:  # moved away just now, a folder, or somebody else's
            return
        self._file = file
        end = os.fstat(file.fileno()).st_size
        file.seek(max(0, end - self._look_back - 1))
        if file.tell():
            file.readline(LONGEST_LINE)
        if not first and not self._found_again(file):
            file.seek(0)

    def _found_again(self, file: BinaryIO) -> bool:
        while line := file.readline(LONGEST_LINE):
            if line.rstrip(b"\n") == self._last:
                return True
        return False
