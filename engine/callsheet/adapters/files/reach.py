"""Which files may be read. A script, and what it names, is somebody else's word, and may be a link to anywhere: what
would be shown of such a file in the log of a build might be a secret.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

# What stands there belongs to the machine and its processes: environments with secrets, devices without an end.
NEVER = ("/proc", "/dev", "/sys")
# Which script answers which number, for `serve`.
NUMBERS_FILE = "callsheet.numbers.yaml"
# What tells that a folder is the root of a project, the surest first.
MARKS = (".git", "pyproject.toml", NUMBERS_FILE)


class Reach(Struct, frozen=True):
    """The real folders, none of them a link, in which all that is read lies."""

    folders: tuple[str, ...]

    def holds(self, real: str) -> bool:
        """Whether a file may be read, by its real path."""
        return _within(real, self.folders)


def is_machines_own(path: str) -> bool:
    """Whether this is nobody's file, whoever names it."""
    return _within(path, NEVER)


def reach_of(paths: Iterable[Path]) -> Reach:
    """What may be read for somebody who named these files and folders: what is in the folders, and in their projects.

    A project's root is the nearest folder above with one of the `MARKS`, else the one that the command was given in.
    A name in a project that leads out of it adds nothing: who changes the project, not who named it, decides where it
    leads.
    """
    return Reach(tuple(dict.fromkeys(folder for path in paths for folder in _around(path))))


def _around(path: Path) -> Iterator[str]:
    named = os.path.abspath(path if os.path.isdir(path) else path.parent)
    real = os.path.realpath(named)
    if is_machines_own(named):
        return
    marked = [(rank, place) for place in _upwards(named) for rank in _ranks(place)]
    if marked:
        yield os.path.realpath(min(marked, key=lambda one: one[0])[1])
        if not all(_within(real, [os.path.realpath(place)]) for _, place in marked):
            return
    elif not path.is_absolute():
        # Nothing marks a project: whoever gives a command for what lies below stands at its root.
        here = os.getcwd()
        if os.path.dirname(here) != here and _within(named, [here]):
            yield here
    yield real


def _ranks(folder: str) -> Iterator[int]:
    """How surely each mark in a folder tells that it is a project's root: less is surer."""
    return (rank for rank, mark in enumerate(MARKS) if os.path.lexists(os.path.join(folder, mark)))


def _upwards(folder: str) -> Iterator[str]:
    """A folder and those that it is in."""
    yield folder
    while (above := os.path.dirname(folder)) != folder:
        yield (folder := above)


def _within(path: str, folders: Iterable[str]) -> bool:
    return any(path == folder or path.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)
