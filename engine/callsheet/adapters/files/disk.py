"""Files on the disk: never more than asked for, never what is no file, never outside of what may be read."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct

from callsheet.adapters.files.reach import Reach, is_machines_own, reach_of
from callsheet.ports.files import FolderEntry, Missing, Unreadable
from callsheet.ports.on_disk import open_to_read

# Folders that a message names: more cannot be read aloud.
MOST_NAMED = 3


class Disk(Struct, frozen=True):
    """Implements `Files`."""

    reach: Reach

    @classmethod
    def around(cls, paths: Iterable[Path]) -> "Disk":
        """What may be read for somebody who named these files and folders."""
        return cls(reach_of(paths))

    def read(self, path: Path, *, most: int) -> bytes:
        """The first `most` bytes of a regular file.

        Raises:
            Unreadable: missing, out of reach, a folder, a device or pipe (which might never end), or not allowed.
        """
        try:
            real = os.path.realpath(path)
            self._judge(real, os.path.abspath(path))
            descriptor = open_to_read(real)  # which has no links
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
        except (OSError, ValueError) as error:
            raise _unreadable(error) from None

    def entries(self, folder: Path) -> Iterator[FolderEntry]:
        """What a folder holds, as `Files` says."""
        try:
            with os.scandir(folder) as found:
                for entry in found:
                    is_folder = _leads_to_folder(entry)
                    if not (is_folder and entry.is_symlink()):
                        yield FolderEntry(entry.name, is_folder)
        except (OSError, ValueError) as error:
            raise _unreadable(error) from None

    def kind(self, path: Path) -> Literal["file", "folder"] | None:
        """What stands there, as `Files` says."""
        if os.path.isdir(path):
            return "folder"
        return "file" if os.path.lexists(path) else None

    def _judge(self, real: str, named: str) -> None:
        # The name too: /proc/self/root leads to the whole disk.
        own = next(filter(is_machines_own, (named, real)), None)
        if own is not None:
            help_ = "name a file; what a program writes is read with: PROGRAM | callsheet check -"
            raise Unreadable(f'is "{own}", the machine\'s own and no file of yours', help_)
        if not self.reach.holds(real):
            folders = " or ".join(f'"{folder}"' for folder in self.reach.folders[:MOST_NAMED])
            help_ = f"what is read here lies in {folders}; put it there, or name its folder in the command too"
            raise Unreadable(f'lies outside: it is "{real}"', help_)


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads nowhere, or round in a circle
        return False


def _unreadable(error: OSError | ValueError) -> Unreadable:
    match error:
        case FileNotFoundError():
            return Missing("is not there", "look at the name and the folder")
        case NotADirectoryError():
            return Missing("is not there: a part of its path is no folder", "look at the path")
        case PermissionError():
            return Unreadable("may not be read", "let everybody read it, or the user who runs callsheet")
    return Unreadable("cannot be read", "look at its name, and at the disk")
