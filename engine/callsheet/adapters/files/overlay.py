"""Texts that nobody has saved yet, over the files that are there."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from callsheet.ports.files import Files, FolderEntry


class Overlay:
    """Implements `Files`: a text stands for the file at its path, whether that exists or not; links are followed."""

    def __init__(self, files: Files, texts: Mapping[Path, str]) -> None:
        self._files = files
        # What is no text in UTF-8 is told as it is told of a file.
        self._texts = {os.path.realpath(path): text.encode(errors="surrogatepass") for path, text in texts.items()}

    def read(self, path: Path, *, most: int) -> bytes:
        """The beginning of the text that stands for the file, or of the file."""
        text = self._texts.get(os.path.realpath(path))
        return self._files.read(path, most=most) if text is None else text[:most]

    def entries(self, folder: Path) -> Iterator[FolderEntry]:
        """What the folder holds, and the texts that stand for files in it."""
        real = os.path.realpath(folder)
        new = {os.path.basename(path) for path in self._texts if os.path.dirname(path) == real}
        if not new or self._files.kind(folder) == "folder":
            for entry in self._files.entries(folder):
                new.discard(entry.name)
                yield entry
        yield from (FolderEntry(name, is_folder=False) for name in sorted(new))

    def kind(self, path: Path) -> Literal["file", "folder"] | None:
        """A file where a text stands for it; else what is there."""
        return "file" if os.path.realpath(path) in self._texts else self._files.kind(path)
