"""The files of a project that the page shows and saves: scripts, test files, numbers files and the SQL beside them."""

import difflib
import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from callsheet.adapters.files.disk import Disk
from callsheet.adapters.files.overlay import Overlay
from callsheet.adapters.files.replacing import replace_file
from callsheet.ports.exceptions import Told
from callsheet.ports.files import Files, Unreadable
from callsheet.ports.on_disk import NO_ROOM, FileStamp, stamp_of
from callsheet.source.folders import TooMany, search
from callsheet.source.text import MOST_BYTES
from callsheet.studio.texts import for_file, for_page

# Lines around a difference.
CONTEXT_LINES = 2


class Declined(Told):
    """What the page asked for is not done; the message says why."""


@dataclass(frozen=True, slots=True)
class SavedText:
    """A file as it is on the disk, and the digest by which a later one is told from it."""

    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class SaveConflict:
    """Somebody else has saved the file meanwhile: what they made of it, and how ours is different."""

    theirs: SavedText
    difference: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """The folder that the studio was begun for. A file's name is its path from there, with slashes. The board shows
    what is in `journal`."""

    folder: Path
    disk: Disk
    journal: Path | None = None

    @classmethod
    def at(cls, folder: Path, journal: Path | None = None) -> "Project":
        """The project in a folder."""
        return cls(folder, Disk.around([folder]), journal)

    def names(self) -> tuple[str, ...]:
        """The files that may be opened, scripts first. What leads out of the project is none of them.

        Raises:
            Declined: there are too many files.
        """
        try:
            found = search(self.folder, self.disk)
        except TooMany:
            raise Declined(
                "there are too many files in this folder: begin the studio in the one of the scripts"
            ) from None
        kinds = (found.scripts, found.tests, found.numbers, found.files)
        paths = (path for kind in kinds for path in kind)
        return tuple(
            path.relative_to(self.folder).as_posix() for path in paths if self.disk.reach.holds(os.path.realpath(path))
        )

    def path(self, name: str) -> Path:
        """Where a file is. Raises `Declined` where it is none of the project's."""
        if name not in self.names():
            raise Declined(f'there is no file "{name}" here any more, or it is none that the studio edits')
        return self.folder / name

    def saved(self, name: str) -> SavedText:
        """A file as it is. Raises `Declined`."""
        return self._of(name, self._content(name))

    def save(self, name: str, text: str, based_on: str) -> SavedText | SaveConflict:
        """Save a text, unless the file is another one than it was made from. Raises `Declined`."""
        content = self._content(name)
        now = self._of(name, content)
        if now.digest != based_on:
            ours, theirs = text.split("\n"), now.text.split("\n")
            difference = difflib.unified_diff(theirs, ours, "on the disk", "here", n=CONTEXT_LINES, lineterm="")
            return SaveConflict(now, tuple(difference))
        try:
            new = for_file(text, content)
        except UnicodeEncodeError:
            raise Declined(f"{name} is not saved: there is half a character in it, which no file can hold") from None
        if len(new) > MOST_BYTES:
            raise Declined(f"{name} is not saved: it would be larger than 1 MiB, and could not be read again")
        self._put(name, new)
        return self._of(name, new)

    def add(self, name: str, text: str) -> None:
        """Make a file that was not there. Raises `Declined`."""
        if os.path.lexists(self.folder / name):
            raise Declined(f"there is a file {name} already, which is something else")
        self._put(name, text.encode(errors="replace"))

    def files(self, unsaved: Mapping[str, str]) -> Files:
        """The files as the page has them: what is not saved yet stands over what is."""
        return Overlay(self.disk, {self.folder / name: text for name, text in unsaved.items()})

    def stamp(self, name: str) -> FileStamp | None:
        """The stamp of a file; None where it is gone. Raises `Declined` where it is none of the project's."""
        return stamp_of(self.path(name))

    def stamps(self, names: Iterable[str]) -> dict[str, FileStamp | None]:
        """The stamps of files that were the project's."""
        return {name: stamp_of(self.folder / name) for name in names}

    def _put(self, name: str, content: bytes) -> None:
        try:
            replace_file(self.folder / name, content, self.disk.reach)
        except Unreadable as error:
            raise Declined(f"{name} {error.why}; {error.help}") from None
        except OSError as error:
            raise Declined(f"{name} is not saved: {_why_not(error)}") from None

    def _content(self, name: str) -> bytes:
        try:
            return self.disk.read(self.path(name), most=MOST_BYTES + 1)
        except Unreadable as error:
            raise Declined(f"{name} {error.why}; {error.help}") from None

    def _of(self, name: str, content: bytes) -> SavedText:
        if len(content) > MOST_BYTES:
            raise Declined(f"{name} is larger than 1 MiB, which is more than a script can be")
        try:
            return SavedText(for_page(content), hashlib.sha256(content).hexdigest())
        except UnicodeDecodeError:
            raise Declined(f"{name} is not UTF-8 text; save it as UTF-8 in an editor") from None


def _why_not(error: OSError) -> str:
    match error:
        case PermissionError():
            return "this user may not write there"
        case _ if error.errno in NO_ROOM:
            return "there is no room left on the disk"
    return "the disk does not take it"
