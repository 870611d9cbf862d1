"""What the paths behind a command mean: scripts, test files, numbers files, the .sql and .http files of scripts."""

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from callsheet.adapters.files.disk import Disk
from callsheet.ports.exceptions import Told
from callsheet.source.folders import ENDINGS, FILES, NUMBERS, SCRIPT, TEST, TooMany, kind_of, search, too_many_in
from callsheet.source.text import MOST_BYTES

if TYPE_CHECKING:
    from callsheet.ports.files import Files
    from callsheet.source.folders import Found

# A path that is standard input, and its name in messages.
INPUT = Path("-")
INPUT_SHOWN = "<stdin>"
_FILE = rb"(?<![^\s\"'\[\],])[^\s\"'\[\],]+\.(?:sql|http)\b"


class NothingNamed(Told):
    """There is nothing to do; the message says what was looked for."""


class Named(Struct):
    """The files that are meant, each once and in order. `foreign` are test files of other programs."""

    scripts: dict[Path, None] = {}
    tests: dict[Path, None] = {}
    numbers: dict[Path, None] = {}
    foreign: dict[Path, None] = {}
    unreadable: dict[Path, None] = {}


def disk_of(paths: Sequence[Path]) -> Disk:
    """What may be read for whoever named these paths; what lies here, too, where scripts here are meant by them."""
    return Disk.around([*paths, Path()] if any(path.suffix in FILES for path in paths) else paths)


def named(paths: Sequence[Path], files: "Files") -> Named:
    """The files among `paths`, and the scripts, test files and numbers files in the folders among them.

    Raises:
        NothingNamed: a path does not exist, or a folder holds none of these.
    """
    meant = Named()
    for path in paths:
        if path == INPUT:
            meant.scripts[path] = None  # what it is shows when it is read
        elif (kind := files.kind(path)) == "folder":
            _add_folder(meant, path, files)
        elif kind == "file":
            _add_file(meant, path, files)
        else:
            raise NothingNamed(f"there is no file or folder {path}")
    return meant


def typed_in(command: str) -> bytes:
    """What stands on standard input, up to one byte more than a file may have."""
    if sys.stdin and sys.stdin.isatty():
        print(f"{command}: reading what you type; Ctrl-D ends it", file=sys.stderr)
    return sys.stdin.buffer.read(MOST_BYTES + 1) if sys.stdin else b""


def _add_folder(meant: Named, folder: Path, files: "Files") -> None:
    inside = searched(folder, files)
    if not (inside.scripts or inside.tests or inside.numbers or inside.unreadable):
        endings = " and ".join(f"no *{ending}" for ending in ENDINGS.values())
        raise NothingNamed(f"there is {endings} in {folder}; name a script, or the folder that it is in")
    meant.scripts.update(dict.fromkeys(inside.scripts))
    meant.tests.update(dict.fromkeys(inside.tests))
    meant.numbers.update(dict.fromkeys(inside.numbers))
    meant.unreadable.update(dict.fromkeys(inside.unreadable))


def searched(folder: Path, files: "Files") -> "Found":
    """What a folder holds. Raises `NothingNamed` where it is too large."""
    try:
        return search(folder, files)
    except TooMany:
        raise NothingNamed(f"{too_many_in(folder)}; name the folder of the scripts") from None


def _add_file(meant: Named, path: Path, files: "Files") -> None:
    if path.suffix in FILES:
        meant.scripts.update(dict.fromkeys(_scripts_of(path, files)))
    elif path.name.endswith(SCRIPT):
        meant.scripts[path] = None
    elif path.name.endswith(TEST):
        foreign = kind_of(path, files) is None and files.read(path, most=1)
        (meant.foreign if foreign else meant.tests)[path] = None
    else:
        kind = kind_of(path, files) or ("numbers" if path.name.endswith(NUMBERS) else "script")
        {"script": meant.scripts, "test": meant.tests, "numbers": meant.numbers}[kind][path] = None


def _scripts_of(file: Path, files: "Files") -> list[Path]:
    """The scripts here that name a file in the folder of this one: its tables and its sample are theirs too."""
    from callsheet.ports.files import Unreadable
    from callsheet.source.folders import MOST_READ

    scripts = []
    folder = os.path.dirname(os.path.realpath(file))
    for path in searched(Path(), files).scripts:
        try:
            text = files.read(path, most=MOST_READ)
        except Unreadable:
            continue
        written = {word.decode(errors="replace") for word in re.findall(_FILE, text)}
        if any(os.path.dirname(os.path.realpath(path.parent / name)) == folder for name in written):
            scripts.append(path)
    return scripts
