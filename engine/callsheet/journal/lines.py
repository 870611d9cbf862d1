"""A file of lines that several processes append to, and that others move away or make shorter: each line is in it whole
or not at all."""

import errno
import fcntl
import os
import stat
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from callsheet.ports.exceptions import Told
from callsheet.ports.on_disk import NO_ROOM, Identity, identity_of, stamp_of

# Calls are personal: the journal is for its owner alone.
MODE = 0o600
FULL = "the disk is full: make room"
NO_FILE = "it is no ordinary file; name one"
# How long to wait for whoever has the file to himself: a line, or what is new since a long file was begun to be read.
# A process that was stopped in the midst of it must not stop the others: then lines are written all the same.
TURN_SECONDS = 5.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.001, 0.05


class NotAppended(Told):
    """Lines are not in the file, but for the first `written` of them; the message says why, without the path."""

    def __init__(self, message: str, written: int = 0) -> None:
        super().__init__(message)
        self.written = written


class JournalLines:
    """Appends. To be used in one thread, which it may keep waiting for as long as the disk does."""

    def __init__(self, path: Path) -> None:
        """Raises `NotAppended` where the file cannot be opened."""
        self._path = path
        self._descriptor: int | None = None
        self._identity: Identity | None = None
        self._end = 0  # of the last line that was put there, where nobody has put others behind it
        self._patient = True
        self._open()

    def append(self, lines: Sequence[bytes]) -> None:
        """Put lines into the file that is at the path now, with one write. Raises `NotAppended`."""
        descriptor, end, alone = self._at_the_path()
        try:
            cut = (b"",) if end != self._end and _ends_within_a_line(descriptor, end) else ()
            text = b"\n".join((*cut, *lines, b""))
            written = os.write(descriptor, text)
            if written == len(text):
                self._end = end + written
                return
            whole = text.rfind(b"\n", 0, written) + 1
            if alone:
                with suppress(OSError):
                    os.ftruncate(descriptor, end + whole)  # half a line helps nobody
        except OSError as error:
            raise NotAppended(FULL if error.errno in NO_ROOM else "the disk refuses: look at it") from None
        finally:
            if alone:
                fcntl.flock(descriptor, fcntl.LOCK_UN)
        raise NotAppended(FULL, max(text.count(b"\n", 0, whole) - len(cut), 0))

    def reopen(self) -> None:
        """Open the file that is at the path now; make it where there is none. Raises `NotAppended`."""
        self.close()
        self._open()

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _at_the_path(self) -> tuple[int, int, bool]:
        """The file that is at the path now, and where it ends; and whether it is ours alone for now."""
        while True:
            descriptor = self._open() if self._descriptor is None else self._descriptor
            alone = self._has_turn(descriptor)
            there = stamp_of(self._path)
            if there is not None and there.identity == self._identity:
                return descriptor, there.size, alone
            self.close()  # it was moved away, or replaced

    def _has_turn(self, descriptor: int) -> bool:
        until, pause = time.monotonic() + (TURN_SECONDS if self._patient else 0.0), FIRST_PAUSE_SECONDS
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() >= until:
                    self._patient = False
                    return False
            else:
                self._patient = True
                return True
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def _open(self) -> int:
        try:
            # Without waiting: a pipe that nobody reads would be waited for.
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK | os.O_CLOEXEC
            self._descriptor = os.open(self._path, flags, MODE)
        except (OSError, ValueError) as error:
            # A folder, and a pipe that nobody reads.
            other = isinstance(error, OSError) and error.errno in (errno.EISDIR, errno.ENXIO)
            raise NotAppended(NO_FILE if other else "look at the folder and its rights") from None
        if not stat.S_ISREG(os.fstat(self._descriptor).st_mode):
            self.close()
            raise NotAppended(NO_FILE)
        self._identity, self._end = identity_of(self._descriptor), 0
        return self._descriptor


def _ends_within_a_line(descriptor: int, end: int) -> bool:
    """Whether the last line was cut, as `kill -9` does it in the midst of a long one: the next begins on a new one."""
    return end > 0 and os.pread(descriptor, 1, end - 1) != b"\n"
