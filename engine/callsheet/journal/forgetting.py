"""Making a journal shorter while others write it."""

import fcntl
import os
import time
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from callsheet.journal.lines import LONGEST_PAUSE_SECONDS
from callsheet.journal.reading import LONGEST_LINE, entry_of
from callsheet.ports.exceptions import Told
from callsheet.ports.on_disk import is_at

# How long to wait for whoever writes a line just now.
TURN_SECONDS = 10.0


class NotForgotten(Told):
    """The journal is as it was; the message says why."""


def forget_lines(path: Path, new: Path, before: datetime) -> int:
    """Leave out of the journal what happened before an instant; how many lines that was. What is no event is as old as
    the event before it. `new` is where the shorter journal is written first, on the same disk.

    Raises `NotForgotten`, and OSError.
    """
    with path.open("rb") as journal, new.open("xb") as shorter:
        kept = _Kept(before)
        # Nobody waits for this; lines only come behind, and perhaps faster than they can be copied.
        kept.copy(journal, shorter, os.fstat(journal.fileno()).st_size)
        _wait_for_turn(path, journal)
        kept.copy(journal, shorter, os.fstat(journal.fileno()).st_size)
        if not kept.left_out:
            return 0
        was = os.fstat(journal.fileno())
        shorter.flush()
        os.fchmod(shorter.fileno(), was.st_mode & 0o7777)
        if (was.st_uid, was.st_gid) != (os.geteuid(), os.getegid()):
            os.fchown(shorter.fileno(), was.st_uid, was.st_gid)
        os.fsync(shorter.fileno())
        os.replace(new, path)  # whoever waits to write finds that the file is another one
    return kept.left_out


class _Kept:
    """Copies what is to be kept, piece by piece."""

    def __init__(self, before: datetime) -> None:
        self._before = before
        self._old = False
        self.left_out = 0

    def copy(self, journal: BinaryIO, shorter: BinaryIO, end: int) -> None:
        """Go on to the line in which the byte before `end` stands."""
        at_byte = journal.tell()
        while at_byte < end and (line := journal.readline(LONGEST_LINE)):
            at_byte += len(line)
            entry = entry_of(line)
            at = entry.at if entry else None
            if at is not None:
                self._old = at < self._before
            if self._old:
                self.left_out += 1
            else:
                shorter.write(line)


def _wait_for_turn(path: Path, journal: BinaryIO) -> None:
    until = time.monotonic() + TURN_SECONDS
    while True:
        try:
            fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() >= until:
                raise NotForgotten("another process has it to itself and stands still; end that one first") from None
            time.sleep(LONGEST_PAUSE_SECONDS)
        else:
            break
    if not is_at(path, journal.fileno()):
        raise NotForgotten("it was moved away meanwhile; try again")
