"""The files that a script is made of, and whether they are still the same."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from callsheet.ports.sql import SAMPLE, SCHEMA
from callsheet.source.document import Mapping, Node, Scalar, Sequence
from callsheet.source.files import Unreadable, read_bytes
from callsheet.source.reach import Reach
from callsheet.source.reader import read_document
from callsheet.source.text import MOST_BYTES


class Stamp(NamedTuple):
    """What a look at a file tells without reading it: another stamp is another version, or a version touched."""

    device: int
    inode: int
    size: int
    changed_ns: int


# The stamp of no file that ever was: whatever is there now is another version.
NEVER = Stamp(0, 0, -1, 0)


def stamps(files: Iterable[Path]) -> dict[Path, Stamp | None]:
    """The stamp of each file; None where there is none to be had."""
    return {file: _stamp(file) for file in files}


def digest(files: Iterable[Path], reach: Reach) -> str:
    """What these files hold, in one word."""
    whole = hashlib.sha256()
    for file in files:
        try:
            content = read_bytes(file, most=MOST_BYTES + 1, reach=reach)
        except Unreadable as error:
            content = error.message.encode()
        whole.update(f"{file}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        whole.update(content)
    return whole.hexdigest()


def files_of(script: Path, reach: Reach) -> tuple[Path, ...]:
    """A script, the SQL files that it names, and what lies beside these. Of a script that cannot be read: itself."""
    try:
        document, _ = read_document(str(script), read_bytes(script, most=MOST_BYTES + 1, reach=reach))
    except Unreadable:
        document = None
    if document is None or not isinstance(document.root, Mapping):
        return (script,)
    found: dict[Path, None] = {script: None}
    for name in _texts(document.root.get("data")):
        path = script.parent / name
        found |= dict.fromkeys((path, path.parent / SCHEMA, path.parent / SAMPLE))
    return tuple(found)


def _texts(node: Node | None) -> Iterator[str]:
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Scalar) and isinstance(item.value, str):
            yield item.value


def _stamp(file: Path) -> Stamp | None:
    try:
        found = os.stat(file)
    except (OSError, ValueError):  # not there, not to be looked at, or no path at all
        return None
    return Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
