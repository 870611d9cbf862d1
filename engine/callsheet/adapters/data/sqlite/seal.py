"""Whether the file is still the one that its connections think it is.

SQLite looks at its log's index alone: it does not notice that somebody has deleted the log, or written another database
over the file, and goes on committing to what nobody will ever read. So its log must stay the file that it was, and what
the file was known to hold must still be in it: the count of all workers' beats, which only grows.
"""

import fcntl
import os
import sqlite3
import time
from contextlib import closing
from urllib.parse import quote

from callsheet.adapters.data.sqlite.failures import SQLITE_ERRORS
from callsheet.ports.on_disk import FileStamp, Identity, identity_of, stamp_of

FIND_BEATS = "SELECT total FROM callsheet_beats"
# A look in the midst of a checkpoint can find one page old and one new; a checkpoint is over in milliseconds.
LOOKS = 5
PAUSE_SECONDS = 0.05
# SQLite's "dead man switch", in the index of every log.
IN_USE_BYTE = 128


class Seal:
    """Holds as long as connections are open; `None` of anything means that nobody knows yet."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._log: Identity | None = None
        self._beats: int | None = None
        self._stamp: FileStamp | None = None

    def lift(self) -> None:
        """The connections are closed: the next ones take the file as it is."""
        self._log = self._beats = self._stamp = None

    def see_log(self) -> None:
        """A connection has made or found its log."""
        self._log = self._log or identity_of(self._path + "-wal")

    def log_is_gone(self) -> bool:
        """Whether the log that the connections write to is no longer the one that the next process will read."""
        return self._log is not None and identity_of(self._path + "-wal") != self._log

    def set(self) -> None:
        """The file is right now, and holds at least what it holds now from here on. Reads it; to be asked in a thread.

        How much that is does not matter: what others have in the log may not be there yet."""
        stamp, beats = stamp_of(self._path), _beats_in(self._path)
        if beats >= (self._beats or 0):
            self._beats, self._stamp = beats, stamp

    def was_touched(self) -> bool:
        """Whether the file has been written since it was last looked at: by a checkpoint, or by somebody else."""
        return self._beats is not None and stamp_of(self._path) != self._stamp

    def is_broken(self) -> bool:
        """Whether the file no longer holds what it was known to hold. Reads the file; to be asked in a thread."""
        for look in range(LOOKS):
            if look:
                time.sleep(PAUSE_SECONDS)
            stamp = stamp_of(self._path)
            if self._beats is None or _beats_in(self._path) >= self._beats:
                self._stamp = stamp
                return False
        return True


def _beats_in(path: str) -> int:
    """The count in the file itself, without its log; -1 where there is none."""
    uri = f"file://{quote(os.fsencode(path))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True, cached_statements=0)) as connection:
            [(total,)] = connection.execute(FIND_BEATS).fetchall()
    except (*SQLITE_ERRORS, ValueError):
        return -1
    return total if isinstance(total, int) else -1


def is_alone(path: str) -> bool:
    """Whether nobody else has the database open. Opens it; to be asked in a thread."""
    uri = f"file://{quote(os.fsencode(path))}?mode=rw"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=0, cached_statements=0)) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE").close()
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except SQLITE_ERRORS:
        return False
    return True


def log_is_in_use(path: str) -> bool:
    """Whether there is something in the log, or another process may write to it: as long as one has it open, it locks a
    byte of the log's index. Nobody may have it open here: to close a file gives its locks up."""
    try:
        if os.stat(path + "-wal").st_size:
            return True
        with open(path + "-shm", "r+b") as index:
            fcntl.lockf(index, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, IN_USE_BYTE)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False
