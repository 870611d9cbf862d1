"""The scripts, test files and numbers files in folders, told from the files of other programs."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from callsheet.source.files import Unreadable, read_bytes
from callsheet.source.reach import Reach, reach_of

Kind = Literal["script", "test", "numbers"]

SCRIPT, TEST, NUMBERS = ".flow.yaml", ".test.yaml", ".numbers.yaml"
ENDINGS: dict[Kind, str] = {"script": SCRIPT, "test": TEST, "numbers": NUMBERS}
# Folders of packages and of what programs make: nothing in them is an author's. Hidden folders are passed over too.
PASSED_OVER = frozenset({"venv", "env", "node_modules", "site-packages", "__pycache__", "build", "dist"})
# A folder with this file is an environment of Python's, whatever it is called.
ENVIRONMENT = "pyvenv.cfg"
# Files and folders that are looked at: a large repository has fewer, and a whole disk is nobody's scripts.
MOST_ENTRIES = 100_000
# Bytes of a file in which it has to show what it is.
MOST_READ = 65_536

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


@dataclass(slots=True)
class Found:
    """What a folder holds, each list in order. `unreadable` are folders that nobody could look into."""

    scripts: list[Path] = field(default_factory=list)
    tests: list[Path] = field(default_factory=list)
    numbers: list[Path] = field(default_factory=list)
    unreadable: list[Path] = field(default_factory=list)


def search(folder: Path) -> Found:
    """The scripts, test files and numbers files in a folder and those in it; links to folders are not followed.

    What is one of these and has another ending is among them; a *.test.yaml of another program is not.

    Raises:
        TooMany: there are more than `MOST_ENTRIES` files and folders.
    """
    found = Found()
    by_kind: dict[Kind, list[Path]] = {"script": found.scripts, "test": found.tests, "numbers": found.numbers}
    reach = reach_of([folder])
    entries = 0

    def refused(error: OSError) -> None:
        found.unreadable.append(Path(os.fsdecode(error.filename or folder)))

    for place, folders, files in os.walk(folder, onerror=refused):
        entries += len(folders) + len(files)
        if entries > MOST_ENTRIES:
            raise TooMany
        folders[:] = [name for name in folders if not _passed_over(place, name)]
        for name in files:
            path = Path(place, name)
            kind = "script" if name.endswith(SCRIPT) else kind_of(path, reach) if re.search(_YAML, name) else None
            if kind is not None:
                by_kind[kind].append(path)
    for paths in (*by_kind.values(), found.unreadable):
        paths.sort()
    return found


def _passed_over(place: str, name: str) -> bool:
    return name.startswith(".") or name in PASSED_OVER or os.path.lexists(os.path.join(place, name, ENVIRONMENT))


def kind_of(path: Path, reach: Reach | None = None) -> Kind | None:
    """What a file is by its text; None of another program's file, or an empty one. Without a `reach`, it was named."""
    try:
        text = read_bytes(path, most=MOST_READ, reach=reach or reach_of([path]))
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


def right_name(name: str, kind: Kind) -> str:
    """What a file of this kind has to be called: `clinic.flow.yaml` for `clinic.yml`."""
    return name if name.endswith(ENDINGS[kind]) else re.sub(_YAML, "", name) + ENDINGS[kind]
