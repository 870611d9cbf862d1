"""The journal of a service: a file of JSON lines that others move away when it has grown."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

from engine.ports.clock import Clock
from engine.ports.encoding import to_json
from engine.ports.records import Event
from engine.service.logs import log

# Calls are personal: the journal is for its owner alone.
MODE = 0o600
# How often to look whether the file is still the one at its path: it need not be known at once that it was moved.
LOOK_SECONDS = 5.0
# On the disk, in the quota, or under the limit of a file's size.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FULL = "the disk is full: make room"
NO_FILE = "it is no ordinary file; name one"


class JournalNotOpened(Exception):
    """The journal cannot be written; the message says why, without the path."""


class JournalFile:
    """Implements `Journal`. Appends each event as it happens; what cannot be written is told and counted, and calls go
    on."""

    def __init__(self, path: Path, clock: Clock, *, redact: bool = False, failed: Callable[[], None]) -> None:
        """Raises `JournalNotOpened`."""
        self._path = path
        self._clock = clock
        self._redact = redact
        self._failed = failed
        self._descriptor: int | None = _opened(path)
        self._looked = clock.monotonic()
        self._torn = _ends_within_a_line(path)
        self._missing = 0  # events, since the journal was last written

    def write(self, event: Event) -> None:
        """Write the event, in the file that is at the path now."""
        if self._clock.monotonic() - self._looked >= LOOK_SECONDS:
            self._look()
        try:
            line = to_json(event, redact=self._redact).encode("utf-8", "backslashreplace") + b"\n"
        except (TypeError, ValueError, OverflowError) as error:
            self._failed()
            log("event_not_journalled", "warning", error=type(error).__name__)
            return
        if self._descriptor is None:
            self._tell("it cannot be opened: look at the folder and its rights")
            return
        if self._torn:
            line = b"\n" + line
        try:
            written = os.write(self._descriptor, line)
        except OSError as error:
            self._tell(FULL if error.errno in NO_ROOM else "the disk refuses: look at it")
            return
        self._torn = written < len(line)
        if self._torn:
            self._tell(FULL)
        elif self._missing:
            log("journal_written_again", file=str(self._path), missing=self._missing)
            self._missing = 0

    def reopen(self) -> None:
        """Go on in the file that is at the path now; make it where there is none."""
        self.close()
        self._looked = self._clock.monotonic()
        try:
            self._descriptor = _opened(self._path)
            self._torn = _ends_within_a_line(self._path)
        except JournalNotOpened:
            self._descriptor = None

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _look(self) -> None:
        self._looked = self._clock.monotonic()
        if self._descriptor is None or not _is_at(self._path, self._descriptor):
            self.reopen()

    def _tell(self, why: str) -> None:
        """Each event that is missing is counted; that events are missing is told once."""
        self._failed()
        if not self._missing:
            log("journal_not_written", "error", file=str(self._path), why=why)
        self._missing += 1


def _opened(path: Path) -> int:
    try:
        # Without waiting: a pipe that nobody reads would be waited for.
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK | os.O_CLOEXEC, MODE)
    except (OSError, ValueError) as error:
        # A folder, and a pipe that nobody reads.
        other = isinstance(error, OSError) and error.errno in (errno.EISDIR, errno.ENXIO)
        raise JournalNotOpened(NO_FILE if other else "look at the folder and its rights") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise JournalNotOpened(NO_FILE)
    return descriptor


def _ends_within_a_line(path: Path) -> bool:
    """Whether the last line was cut, as `kill -9` and a full disk do it: the next event begins on a new one."""
    try:
        with path.open("rb") as file:
            if file.seek(0, os.SEEK_END) == 0:
                return False
            file.seek(-1, os.SEEK_END)
            return file.read(1) != b"\n"
    except OSError:  # we may write it and not read it
        return False


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        there, here = os.stat(path), os.fstat(descriptor)
    except OSError:
        return False
    return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)
