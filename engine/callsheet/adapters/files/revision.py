"""Files as they stand in a revision of a git repository: what was committed, whatever is on the disk now."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct

from callsheet.ports.files import FolderEntry, Missing, Unreadable

# Git answers such a question in milliseconds; a disk that does not answer shall hold up nobody for ever.
MOST_SECONDS = 20.0
# Nothing is fetched, asked for or written.
QUIETLY = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
# How a folder, a link, and another repository stand in the list of a folder.
FOLDER, LINK, REPOSITORY = "040000", "120000", "160000"
KINDS: dict[str, Literal["file", "folder"]] = {"blob": "file", "tree": "folder"}


class Revision(Struct, frozen=True):
    """Implements `Files`: the repository at `root`, as a commit has it."""

    root: str
    commit: str

    @classmethod
    def named(cls, word: str, folder: Path) -> "Revision | None":
        """The revision that git knows by a word in the repository around a folder; None where it knows none."""
        if not word or word.startswith("-"):
            return None
        answered = _git(str(folder), "rev-parse", "--show-toplevel", "--verify", "--quiet", f"{word}^{{commit}}")
        lines = os.fsdecode(answered or b"").splitlines()
        return cls(*lines) if len(lines) == len(cls.__struct_fields__) else None

    def read(self, path: Path, *, most: int) -> bytes:
        """The first `most` bytes of a file, as `Files` says."""
        name, kind = self._found(path)
        if kind == "tree":
            raise Unreadable("is a folder, not a file", "name a file in it")
        if kind != "blob":
            raise Missing("is not there", "look at the name, and at what was committed")
        command = ["git", "-C", self.root, "cat-file", "blob", name]
        with subprocess.Popen(  # noqa: S603 - git itself, and what it calls the file
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
        ) as process:
            content = process.stdout.read(most) if process.stdout else b""
            process.kill()
        return content

    def entries(self, folder: Path) -> Iterator[FolderEntry]:
        """What a folder holds, as `Files` says."""
        name, kind = self._found(folder)
        listed = _git(self.root, "ls-tree", "-z", name) if kind == "tree" else None
        if listed is None:
            raise Missing("is not there", "look at the name, and at what was committed")
        for line in listed.split(b"\0"):
            about, _, file = os.fsdecode(line).partition("\t")
            mode = about.partition(" ")[0]
            if file and mode != REPOSITORY:
                yield FolderEntry(file, is_folder=mode == FOLDER)

    def kind(self, path: Path) -> Literal["file", "folder"] | None:
        """What stands there, as `Files` says."""
        try:
            return KINDS.get(self._found(path)[1])
        except Unreadable:
            return None

    def _found(self, path: Path) -> tuple[str, str]:
        """What git calls the file or folder, links followed, and what it is; an empty kind where there is none."""
        inside = self._inside(path)
        asked = os.fsencode(f"{self.commit}:{inside}\n")
        answered = _git(
            self.root, "cat-file", "--batch-check=%(objectname) %(objecttype)", "--follow-symlinks", asked=asked
        )
        name, _, kind = os.fsdecode(answered or b"").partition("\n")[0].partition(" ")
        return name, kind if kind in KINDS else ""

    def _inside(self, path: Path) -> str:
        """The path from the root of the repository."""
        absolute = os.path.abspath(path)
        for way in (absolute, os.path.realpath(absolute)):
            inside = os.path.relpath(way, self.root)
            if inside != os.pardir and not inside.startswith(os.pardir + os.sep) and "\n" not in inside:
                return "" if inside == os.curdir else inside
        raise Unreadable("lies outside of the repository", "name a file of the repository that the revision is of")


def _git(folder: str, *arguments: str, asked: bytes = b"") -> bytes | None:
    """What git answers; None where it refuses, is not there or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603 - git itself; no argument is an option that somebody else has typed
            ["git", "-C", folder, *arguments],  # noqa: S607 - that of whoever gives the command
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=MOST_SECONDS,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _environment() -> dict[str, str]:
    return {**os.environ, **QUIETLY}
