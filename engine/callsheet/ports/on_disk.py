"""Files on the disk: opened without surprises, and told from others at the same path."""

import errno
import os
from pathlib import Path

from msgspec import Struct

# There was no room: on the disk, in the quota, or under the limit of a file's size.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Identity(Struct, frozen=True):
    """What tells a file from another at the same path."""

    device: int
    inode: int


class FileStamp(Struct, frozen=True):
    """What a look at a file tells without reading it: another stamp is another version, or a version touched."""

    identity: Identity
    size: int
    changed_ns: int


def open_to_read(path: Path | str) -> int:
    """A descriptor of what is there, whatever it is: no link is followed, and no pipe waited for. Raises OSError."""
    return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)


def stamp_of(file: Path | str | int) -> FileStamp | None:
    """The stamp of the file at a path, or of an open one; None where there is none to be had."""
    try:
        found = os.stat(file)
    except (OSError, ValueError):  # not there, not to be looked at, or no path at all
        return None
    return FileStamp(Identity(found.st_dev, found.st_ino), found.st_size, found.st_mtime_ns)


def identity_of(file: Path | str | int) -> Identity | None:
    """Which file is at a path, or open, if there is one."""
    stamp = stamp_of(file)
    return stamp.identity if stamp else None


def is_at(path: Path | str, descriptor: int) -> bool:
    """Whether an open file is still the one at its path."""
    there = identity_of(path)
    return there is not None and there == identity_of(descriptor)


def why_not(error: OSError, otherwise: str) -> str:
    """Why something was not done, in the system's words where it says so: those of the error hold a path."""
    return os.strerror(error.errno) if error.errno else otherwise
