"""The files that a script is made of, and whether they are still the same."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

from msgspec import Struct

from callsheet.ports.files import Files, FolderEntry, Unreadable
from callsheet.ports.on_disk import FileStamp, Identity, stamp_of
from callsheet.source.text import MOST_BYTES

# What each file held, in one word, by its path.
Digests = Mapping[Path, str]


# The stamp of no file that ever was: whatever is there now is another version.
NEVER = FileStamp(Identity(0, 0), -1, 0)


class Noted(Struct, frozen=True):
    """Implements `Files` over others: `digests` are of the files that were looked for, as they were first found."""

    files: Files
    digests: dict[Path, str] = {}

    def read(self, path: Path, *, most: int) -> bytes:
        """The first `most` bytes of a file. What keeps it from being read is noted too."""
        try:
            content = self.files.read(path, most=most)
        except Unreadable as error:
            self._note(path, error.message.encode())
            raise
        self._note(path, content)
        return content

    def entries(self, folder: Path) -> Iterator[FolderEntry]:
        """What a folder holds; nothing is noted of it."""
        return self.files.entries(folder)

    def kind(self, path: Path) -> Literal["file", "folder"] | None:
        """What stands there; nothing is noted of it."""
        return self.files.kind(path)

    def _note(self, path: Path, content: bytes) -> None:
        self.digests.setdefault(path, hashlib.sha256(content).hexdigest())


def stamps(files: Iterable[Path]) -> dict[Path, FileStamp | None]:
    """The stamp of each file; None where there is none to be had."""
    return {file: stamp_of(file) for file in files}


def digests(paths: Iterable[Path], files: Files) -> Digests:
    """What these files hold now."""
    noted = Noted(files)
    for path in paths:
        with suppress(Unreadable):
            noted.read(path, most=MOST_BYTES + 1)
    return noted.digests
