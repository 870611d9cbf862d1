"""The scripts, test files and numbers files in folders, told from the files of other programs."""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Literal

from msgspec import Struct

from callsheet.ports.files import Files, FolderEntry, Unreadable

Kind = Literal["script", "test", "numbers"]

SCRIPT, TEST, NUMBERS = ".flow.yaml", ".test.yaml", ".numbers.yaml"
# Files of queries and of requests, which scripts name.
FILES = (".sql", ".http")
ENDINGS: dict[Kind, str] = {"script": SCRIPT, "test": TEST, "numbers": NUMBERS}
# Folders of packages and of what programs make: nothing in them is an author's. Hidden folders are passed over too.
PASSED_OVER = frozenset({"venv", "env", "node_modules", "site-packages", "__pycache__", "build", "dist"})
# A folder with this file is an environment of Python's, whatever it is called.
ENVIRONMENT = "pyvenv.cfg"
# Files and folders that are looked at: a large repository has fewer, and a whole disk is nobody's scripts.
MOST_ENTRIES = 100_000
# Bytes of a file in which it has to show what it is.
MOST_READ = 65_536
# Entries looked at in a folder and in those directly in it: a look for a suggestion must not wander through a disk.
MOST_NEAR = 1000

# Compiled where they are first needed: whoever names a script needs none of them.
_YAML = r"(?i)(?P<kind>\.(flow|test|numbers))?\.ya?ml\Z"
_CALLSHEET, _FLOW, _STEPS, _TESTS, _NUMBERS = (
    rb"(?m)^(?:\xef\xbb\xbf)?" + key + rb"[ \t]*:"
    for key in (b"callsheet", b"flow", b"steps", b"tests", b"(?:numbers|otherwise)")
)
_NAMES_SCRIPT = rb"\.flow\.ya?ml\b"
_CALL = rb"(?m)^[ \t]+(?:- +)?call[ \t]*:"


class TooMany(Exception):
    """There is more in a folder than is looked through."""


def too_many_in(shown: object) -> str:
    """What is told where there is."""
    return f"there are more than {MOST_ENTRIES:,} files and folders in {shown}"


class Found(Struct):
    """What a folder holds, each list in order. `unreadable` are folders that nobody could look into."""

    scripts: list[Path] = []
    tests: list[Path] = []
    numbers: list[Path] = []
    files: list[Path] = []
    unreadable: list[Path] = []


def search(folder: Path, files: Files) -> Found:
    """The scripts, test files, numbers files and files of queries and requests in a folder and those in it; links to
    folders are not followed.

    What is one of these and has another ending is among them; a *.test.yaml of another program is not.

    Raises:
        TooMany: there are more than `MOST_ENTRIES` files and folders.
    """
    found = Found()
    by_kind: dict[Kind, list[Path]] = {"script": found.scripts, "test": found.tests, "numbers": found.numbers}
    entries = 0
    folders = [folder]
    while folders:
        place = folders.pop()
        try:
            for entry in files.entries(place):
                entries += 1
                if entries > MOST_ENTRIES:
                    raise TooMany
                path = place / entry.name
                if entry.is_folder:
                    folders += [] if _passed_over(path, files) else [path]
                elif kind := _kind_in_folder(path, files):
                    by_kind[kind].append(path)
                elif path.suffix in FILES:
                    found.files.append(path)
        except Unreadable:
            found.unreadable.append(place)
    for paths in (*by_kind.values(), found.files, found.unreadable):
        paths.sort()
    return found


def _kind_in_folder(path: Path, files: Files) -> Kind | None:
    if path.name.endswith(SCRIPT):
        return "script"
    return kind_of(path, files) if re.search(_YAML, path.name) else None


def _passed_over(folder: Path, files: Files) -> bool:
    name = folder.name
    return name.startswith(".") or name in PASSED_OVER or files.kind(folder / ENVIRONMENT) is not None


def kind_of(path: Path, files: Files) -> Kind | None:
    """What a file is by its text; None of another program's file, or an empty one."""
    try:
        text = files.read(path, most=MOST_READ)
    except Unreadable:
        return next((kind for kind, ending in ENDINGS.items() if path.name.endswith(ending)), None)  # its reader tells
    return kind_of_text(text, path.name)


def kind_of_text(text: bytes, name: str) -> Kind | None:
    """What a text is; None where it is something else. Of other programs' files many have one of these keys."""
    ending = re.search(_YAML, name)
    kind = (ending["kind"] or "").casefold() if ending else ""
    has_flow = re.search(_FLOW, text) is not None
    if re.search(_CALLSHEET, text) or (kind == ".flow" and has_flow and re.search(_STEPS, text)):
        return "script"
    names_script, tests, call, numbers = (
        re.search(mark, text) is not None for mark in (_NAMES_SCRIPT, _TESTS, _CALL, _NUMBERS)
    )
    if has_flow + names_script + tests + call >= 2 and (kind == ".test" or names_script):
        return "test"
    return "numbers" if names_script + numbers + (kind == ".numbers") >= 2 else None


def names_near(folder: Path, ending: str, files: Files) -> list[str]:
    """The files of this ending in a folder and in those directly in it, seen from that folder, for whoever misspelt
    one."""
    return sorted(islice((name for name in _near(folder, files) if name.endswith(ending)), MOST_NEAR))


def _near(folder: Path, files: Files) -> Iterator[str]:
    for entry in _some(folder, files):
        if not entry.is_folder:
            yield entry.name
        elif not entry.name.startswith("."):
            yield from (f"{entry.name}/{inner.name}" for inner in _some(folder / entry.name, files))


def _some(folder: Path, files: Files) -> Iterator[FolderEntry]:
    try:
        yield from islice(files.entries(folder), MOST_NEAR)
    except Unreadable:
        return


def right_name(name: str, kind: Kind) -> str:
    """What a file of this kind has to be called: `clinic.flow.yaml` for `clinic.yml`."""
    return name if name.endswith(ENDINGS[kind]) else re.sub(_YAML, "", name) + ENDINGS[kind]
