"""The texts that are open in the editor, and how the protocol and messages name their files."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from callsheet.adapters.files.disk import Disk
from callsheet.ports.files import Unreadable
from callsheet.source.folders import ENDINGS, kind_of_text
from callsheet.source.text import BYTE_ORDER_MARK, MOST_BYTES

# Texts at once; an editor that opens more gets no help with the others.
MOST_OPEN = 500


@dataclass(frozen=True, slots=True)
class OpenText:
    """A text as the editor has it; another version has another `number`, whatever the editor counts."""

    uri: str
    path: Path
    text: str
    number: int

    @property
    def is_checked(self) -> bool:
        """Whether it is a script, a test file or a numbers file; what is wrong with SQL is told by scripts."""
        if self.path.name.endswith(tuple(ENDINGS.values())):
            return True
        return kind_of_text(self.text.encode(errors="replace"), self.path.name) is not None


class OpenTexts:
    """All that are open. `folders` are those that the editor works in."""

    def __init__(self) -> None:
        self._by_path: dict[Path, OpenText] = {}
        self._number = 0
        self.folders: list[Path] = []

    def put(self, uri: str, text: str) -> OpenText | None:
        """A text is opened, or changed; None where it is no file, or there are too many."""
        path = path_of(uri)
        if path is None or (path not in self._by_path and len(self._by_path) >= MOST_OPEN):
            return None
        self._number += 1
        self._by_path[path] = OpenText(uri, path, text.removeprefix(BYTE_ORDER_MARK), self._number)
        return self._by_path[path]

    def close(self, uri: str) -> Path | None:
        """A text is closed."""
        path = path_of(uri)
        if path is None or path not in self._by_path:
            return None
        del self._by_path[path]
        return path

    def at(self, uri: str) -> OpenText | None:
        """The text of a file that is open."""
        path = path_of(uri)
        return self._by_path.get(path) if path else None

    def of(self, path: Path) -> OpenText | None:
        """The same by its path."""
        return self._by_path.get(path)

    def text_of(self, path: Path) -> str:
        """The text of a file, open or not; none where it cannot be read."""
        if open_ := self._by_path.get(path):
            return open_.text
        try:
            return Disk.around([path]).read(path, most=MOST_BYTES).decode("utf-8-sig", errors="replace")
        except Unreadable:
            return ""

    def texts(self) -> Mapping[Path, str]:
        """All of them, by path."""
        return {path: open_.text for path, open_ in self._by_path.items()}

    def shown(self, path: Path) -> str:
        """How messages name a file: as seen from the folder that the editor works in."""
        folder = next((folder for folder in self.folders if path.is_relative_to(folder)), path.parent)
        return str(path.relative_to(folder))

    def meant(self, shown: str, beside: Path) -> Path:
        """The file that a message about the file `beside` names so."""
        folder = next((folder for folder in self.folders if beside.is_relative_to(folder)), beside.parent)
        return Path(os.path.normpath(folder / shown))


def path_of(uri: str) -> Path | None:
    """The file of an address; None where it has none, as what was never saved."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    path = unquote(parts.path, errors="surrogateescape")
    return (
        Path(os.path.normpath(path)) if parts.scheme == "file" and path.startswith("/") and "\0" not in path else None
    )
