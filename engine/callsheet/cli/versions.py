"""What the words behind `callsheet diff` mean: two versions of scripts, on the disk or in revisions of git."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from callsheet.adapters.files.disk import Disk
from callsheet.adapters.files.revision import Revision
from callsheet.cli.named import NothingNamed
from callsheet.ports.files import Files
from callsheet.source.folders import FILES, TEST, TooMany, search, too_many_in

LATEST = "HEAD"
RANGE = ".."


class VersionSource(Struct, frozen=True):
    """Where a version is: the files, and the word before their paths in messages, empty for the disk."""

    files: Files
    word: str = ""

    def shown(self, path: Path) -> str:
        """A file as messages call it."""
        folder = "./" if path.parent == Path() else ""
        return f"{self.word}:{folder}{path}" if self.word else str(path)

    def path(self, shown: str) -> Path:
        """The file that messages call so."""
        return Path(shown.removeprefix(f"{self.word}:") if self.word else shown)


class Side(Struct, frozen=True):
    """A file, or a folder, where a version is."""

    source: VersionSource
    path: Path

    @property
    def shown(self) -> str:
        """What messages call it."""
        return self.source.shown(self.path)

    @property
    def kind(self) -> Literal["file", "folder"] | None:
        """What stands there."""
        return self.source.files.kind(self.path)


class Versions(Struct, frozen=True):
    """A script's two versions, where each is; None where it is missing."""

    name: str
    old: Side | None
    new: Side | None


def versions(words: Sequence[str]) -> list[Versions]:
    """The scripts that are meant, each in both versions.

    Raises:
        NothingNamed: a word means nothing, or there is no script.
    """
    if len(words) == 2:
        before, after = map(_one, words)
        if before and after:
            return _between(before, after)
    revisions, paths = _divided(words)
    old = revisions[0] if revisions else _revision(LATEST)
    if old is None:
        raise NothingNamed("there is nothing to compare with: name two files, or a revision that git knows")
    places = [Path(word) for word in paths or ["."]]
    new = revisions[1] if len(revisions) > 1 else VersionSource(Disk.around(places))
    return [each for place in places for each in _between(Side(old, place), Side(new, place))]


def _one(word: str) -> Side | None:
    """A file or folder on the disk, or one in a revision: `main:flows/clinic.flow.yaml`."""
    if os.path.lexists(word):
        return Side(VersionSource(Disk.around([Path(word)])), Path(word))
    revision, colon, path = word.partition(":")
    source = _revision(revision) if colon else None
    return Side(source, Path(path)) if source else None


def _divided(words: Sequence[str]) -> tuple[list[VersionSource], Sequence[str]]:
    """The revisions that stand before, and the paths behind them."""
    found: list[VersionSource] = []
    for place, word in enumerate(words):
        if os.path.lexists(word) or len(found) > 1:
            return _named(found, words[place:])
        ends = word.split(RANGE) if RANGE in word and not found else [word]
        sources = [_revision(end or LATEST) for end in ends]
        if not all(sources):
            return _named(found, words[place:])
        found += [source for source in sources if source]
    return found, ()


def _named(revisions: list[VersionSource], paths: Sequence[str]) -> tuple[list[VersionSource], Sequence[str]]:
    if not revisions:
        unknown = next((word for word in paths if not os.path.lexists(word)), "")
        if unknown:
            raise NothingNamed(f"there is no file or folder {unknown}, and git knows no revision of that name")
        if len(paths) > 1:
            raise NothingNamed(
                f"more than two files or folders are compared with a revision: {LATEST} -- {' '.join(paths)}"
            )
    return revisions, paths


def _revision(word: str) -> VersionSource | None:
    revision = Revision.named(word, Path())
    return VersionSource(revision, word) if revision else None


def _between(before: Side, after: Side) -> list[Versions]:
    """The script at two places, or all in two folders, by the names that they have there."""
    kinds = {before.kind, after.kind}
    if kinds == {None}:
        raise NothingNamed(f"there is no file or folder {before.shown}, and none {after.shown}")
    if "folder" not in kinds:
        for path in (before.path, after.path):
            if path.suffix in FILES or path.name.endswith(TEST):
                raise NothingNamed(f"{path} is no script; name the script, or the folder, that it belongs to")
        return [Versions(str(after.path), before if before.kind else None, after if after.kind else None)]
    old, new = _scripts_in(before), _scripts_in(after)
    names = sorted(old.keys() | new.keys())
    if not names:
        raise NothingNamed(f"there is no script in {before.shown}, and none in {after.shown}")
    return [Versions(str(after.path / name), old.get(name), new.get(name)) for name in names]


def _scripts_in(side: Side) -> dict[str, Side]:
    """The scripts in a folder by their paths from there."""
    if side.kind != "folder":
        return {}
    try:
        scripts = search(side.path, side.source.files).scripts
    except TooMany:
        raise NothingNamed(f"{too_many_in(side.shown)}; name the folder of the scripts") from None
    return {str(path.relative_to(side.path)): Side(side.source, path) for path in scripts}
