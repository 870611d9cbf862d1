"""Reading files that somebody else wrote: never more than asked for, never from what is no file."""

import os
import stat
from pathlib import Path


class Unreadable(Exception):
    """The file cannot be read; `message` and `help` say why and what to do."""

    def __init__(self, message: str, help_: str) -> None:
        super().__init__(message)
        self.message = message
        self.help = help_


def read_bytes(path: Path, *, most: int) -> bytes:
    """The first `most` bytes of a regular file.

    Raises:
        Unreadable: missing, a folder, a device or pipe (which might never end), or not allowed.
    """
    try:
        # Without waiting: opening a pipe that nobody writes to would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            mode = os.fstat(descriptor).st_mode
            if stat.S_ISDIR(mode):
                raise Unreadable("this is a folder, not a file", "name a file in it")
            if not stat.S_ISREG(mode):
                raise Unreadable("this is not an ordinary file", "name a file")
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                return file.read(most)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise Unreadable("there is no such file", "look at the name and the folder") from None
    except NotADirectoryError:
        raise Unreadable("there is no such file: a part of its path is no folder", "look at the path") from None
    except PermissionError:
        raise Unreadable("this file may not be read", "ask for the right to read it") from None
    except (OSError, ValueError):
        raise Unreadable("this file cannot be read", "look at its name, and at the disk") from None
