"""Reading files that somebody else wrote: never more than asked for, never from what is no file, never outside."""

import os
import stat
from pathlib import Path

from callsheet.source.reach import Reach, is_machines_own

# Folders that a message names: more cannot be read aloud.
MOST_NAMED = 3


class Unreadable(Exception):
    """The file cannot be read. `why` ends a sentence that begins with its name; `help` says what to do."""

    def __init__(self, why: str, help_: str) -> None:
        super().__init__(why)
        self.why = why
        self.help = help_

    @property
    def message(self) -> str:
        """The whole sentence, where the file's name stands before it already."""
        return f"this {self.why}" if self.why.startswith("is ") else f"this file {self.why}"


class Missing(Unreadable):
    """There is no such file."""


def read_bytes(path: Path, *, most: int, reach: Reach) -> bytes:
    """The first `most` bytes of a regular file.

    Raises:
        Unreadable: missing, out of reach, a folder, a device or pipe (which might never end), or not allowed.
    """
    try:
        content = _read(path, most, reach)
    except Unreadable as error:
        reach.note(path, error.message.encode())
        raise
    reach.note(path, content)
    return content


def _read(path: Path, most: int, reach: Reach) -> bytes:
    try:
        real = os.path.realpath(path)
        _judge(real, os.path.abspath(path), reach)
        # Without waiting: opening a pipe that nobody writes to would wait for ever. No link: it was followed above.
        descriptor = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            mode = os.fstat(descriptor).st_mode
            if stat.S_ISDIR(mode):
                raise Unreadable("is a folder, not a file", "name a file in it")
            if not stat.S_ISREG(mode):
                raise Unreadable("is not an ordinary file", "name a file")
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                return file.read(most)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise Missing("is not there", "look at the name and the folder") from None
    except NotADirectoryError:
        raise Missing("is not there: a part of its path is no folder", "look at the path") from None
    except PermissionError:
        raise Unreadable("may not be read", "let everybody read it, or the user who runs callsheet") from None
    except (OSError, ValueError):
        raise Unreadable("cannot be read", "look at its name, and at the disk") from None


def _judge(real: str, named: str, reach: Reach) -> None:
    own = next(filter(is_machines_own, (named, real)), None)  # the name too: /proc/self/root leads to the whole disk
    if own is not None:
        help_ = "name a file; what a program writes is read with: PROGRAM | callsheet check -"
        raise Unreadable(f'is "{own}", the machine\'s own and no file of yours', help_)
    if not reach.holds(real):
        folders = " or ".join(f'"{folder}"' for folder in reach.folders[:MOST_NAMED])
        help_ = f"what is read here lies in {folders}; put it there, or name its folder in the command too"
        raise Unreadable(f'lies outside: it is "{real}"', help_)
