"""What lies in a folder of recordings, and removing what is old."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from callsheet.adapters.recordings.wav import HEADER, RECORDING, read_header
from callsheet.ports.on_disk import open_to_read


class KeptRecording(Struct, frozen=True):
    """A recording: its path from the folder, when it ended, and how many seconds it has."""

    file: str
    ended: datetime
    seconds: float


def kept_in(folder: Path) -> Iterator[KeptRecording]:
    """The recordings in a folder, the oldest day first. What else lies there is nobody's business here, and no link is
    followed. Raises OSError where the folder itself cannot be read."""
    for day in sorted(_entries(folder), key=lambda entry: entry.name):
        if not day.is_dir(follow_symlinks=False):
            continue
        with suppress(OSError):  # it was removed just now, or is somebody else's
            for entry in sorted(_entries(Path(day.path)), key=lambda entry: entry.name):
                file = f"{day.name}/{entry.name}"
                if RECORDING.fullmatch(file) and (kept := _kept(file, entry)) is not None:
                    yield kept


def remove(folder: Path, recording: KeptRecording) -> None:
    """Remove a recording, and its day's folder with the last of that day. Raises OSError where it cannot be done."""
    path = folder / recording.file
    with suppress(FileNotFoundError):
        os.unlink(path)
    with suppress(OSError):  # there are others
        os.rmdir(path.parent)


def _entries(folder: Path) -> "list[os.DirEntry[str]]":
    with os.scandir(folder) as found:
        return list(found)


def _kept(file: str, entry: "os.DirEntry[str]") -> KeptRecording | None:
    """None of what is no recording, or cannot be read."""
    try:
        with os.fdopen(open_to_read(entry.path), "rb") as opened:
            length = read_header(opened.read(HEADER.size))
            ended = datetime.fromtimestamp(os.fstat(opened.fileno()).st_mtime, UTC)
    except OSError:
        return None
    return KeptRecording(file, ended, length.seconds) if length is not None else None
