"""The test files that a command was given."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

SUFFIX = ".test.yaml"


class NoTest(Exception):
    """There is nothing to do; the message says what was looked for."""


def find_tests(paths: Sequence[Path]) -> list[Path]:
    """The files among `paths`, and all *.test.yaml in the folders among them (hidden folders left out), each once.

    Raises:
        NoTest: a path does not exist, is no test file, or a folder holds none.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(_search(path))
            if not inside:
                raise NoTest(f"there is no *{SUFFIX} in {path}; name a test file, or the folder that it is in")
            found.update(dict.fromkeys(inside))
        elif not (path.exists() or path.is_symlink()):
            raise NoTest(f"there is no file or folder {path}")
        elif not path.name.endswith(SUFFIX):
            raise NoTest(f"{path} is no test file: its name does not end in {SUFFIX}")
        else:
            found[path] = None
    return list(found)


def _search(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place) / name for name in files if name.endswith(SUFFIX))
