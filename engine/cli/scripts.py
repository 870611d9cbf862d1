"""The scripts that a command was given."""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

SUFFIX = ".flow.yaml"


class NoScript(Exception):
    """There is nothing to do; the message says what was looked for."""


def find_scripts(paths: Sequence[Path]) -> list[Path]:
    """The files among `paths`, and all *.flow.yaml in the folders among them (hidden folders left out), each once.

    Raises:
        NoScript: a path does not exist, or a folder holds no script.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(_search(path))
            if not inside:
                raise NoScript(f"there is no *{SUFFIX} in {path}; name a script, or the folder that it is in")
            found.update(dict.fromkeys(inside))
        elif path.exists() or path.is_symlink():
            found[path] = None
        else:
            raise NoScript(f"there is no file or folder {path}")
    return list(found)


def _search(folder: Path) -> list[Path]:
    found = []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(place) / name for name in files if name.endswith(SUFFIX)]
    return found


@cache
def lines_of(file: str) -> list[str]:
    """The lines of a file that a message points into; none where it cannot be read."""
    from engine.source.document import LINE_BREAK
    from engine.source.files import Unreadable, read_bytes
    from engine.source.text import MOST_BYTES

    try:
        content = read_bytes(Path(file), most=MOST_BYTES)
    except Unreadable:
        return []
    return LINE_BREAK.split(content.decode("utf-8-sig", errors="replace"))
