"""The lines of files that messages point into."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callsheet.ports.files import Files


class Lines:
    """Gives the lines of files that may be read, each file read once; none of a file that cannot be read."""

    def __init__(self, files: "Files") -> None:
        self._files = files
        self._known: dict[str, list[str]] = {}

    def __call__(self, file: str) -> list[str]:
        if file not in self._known:
            self._known[file] = self._read(Path(file))
        return self._known[file]

    def _read(self, path: Path) -> list[str]:
        from callsheet.ports.files import Unreadable
        from callsheet.source.text import MOST_BYTES

        try:
            return lines_of_text(self._files.read(path, most=MOST_BYTES))
        except Unreadable:
            return []


def lines_of_text(content: bytes) -> list[str]:
    """The lines of a text as an editor counts them."""
    from callsheet.source.document import LINE_BREAK

    return LINE_BREAK.split(content.decode("utf-8-sig", errors="replace"))
