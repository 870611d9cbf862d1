"""The files that a script is made of, and whether they are still the same."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from callsheet.source.files import Unreadable, read_bytes
from callsheet.source.reach import Reach
from callsheet.source.text import MOST_BYTES

# What each file held, in one word, by its path.
Digests = Mapping[Path, str]


class Stamp(NamedTuple):
    """What a look at a file tells without reading it: another stamp is another version, or a version touched."""

    device: int
    inode: int
    size: int
    changed_ns: int


# The stamp of no file that ever was: whatever is there now is another version.
NEVER = Stamp(0, 0, -1, 0)


@dataclass(frozen=True, slots=True)
class Noted(Reach):
    """What may be read, and what was: `digests` are of the files that were looked for, as they were first found."""

    digests: dict[Path, str] = field(default_factory=dict, compare=False)

    def note(self, path: Path, content: bytes) -> None:
        """Keep what was found."""
        self.digests.setdefault(path, hashlib.sha256(content).hexdigest())


def stamps(files: Iterable[Path]) -> dict[Path, Stamp | None]:
    """The stamp of each file; None where there is none to be had."""
    return {file: _stamp(file) for file in files}


def digests(files: Iterable[Path], reach: Reach) -> Digests:
    """What these files hold now."""
    noted = Noted(reach.folders)
    for file in files:
        with suppress(Unreadable):
            read_bytes(file, most=MOST_BYTES + 1, reach=noted)
    return noted.digests


def _stamp(file: Path) -> Stamp | None:
    try:
        found = os.stat(file)
    except (OSError, ValueError):  # not there, not to be looked at, or no path at all
        return None
    return Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
