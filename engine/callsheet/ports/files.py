"""Files that authors write: scripts, test files, SQL, and which script answers which number.

Whatever reads one of them reads it through this port: so all are guarded alike, and an editor can have what nobody has
saved yet checked.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Protocol

from msgspec import Struct


class Unreadable(Exception):
    """The file or folder cannot be read. `why` ends a sentence that begins with its name; `help` says what to do."""

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


class FolderEntry(Struct, frozen=True):
    """What a folder holds: a file of whatever kind, or a folder."""

    name: str
    is_folder: bool


class Files(Protocol):
    """What may be read for whoever named a file or a folder. Nothing that it is asked for can make it wait."""

    def read(self, path: Path, *, most: int) -> bytes:
        """The first `most` bytes of a file.

        Raises:
            Unreadable: it is missing, no ordinary file, or not to be read.
        """

    def entries(self, folder: Path) -> Iterator[FolderEntry]:
        """What a folder holds, in no order, without links to other folders.

        Raises:
            Unreadable: it is missing, no folder, or not to be read.
        """

    def kind(self, path: Path) -> Literal["file", "folder"] | None:
        """What stands there, behind links; None where nothing does that could be looked at. A link that leads nowhere
        is a file, which is missing when it is read."""
