"""Commands of files: which there are, opening one, saving one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from callsheet.service.numbers import read_numbers
from callsheet.source.folders import search
from callsheet.studio.command import Command
from callsheet.studio.grammar import grammar
from callsheet.studio.project import Project, SaveConflict, SavedText


@dataclass(frozen=True, slots=True)
class Begin(Command):
    """What a page needs before all else: where the project is, its files, and what a script can hold."""

    def do(self, project: Project) -> object:
        return {"folder": str(project.folder), "files": project.names(), "grammar": grammar()}


@dataclass(frozen=True, slots=True)
class ListFiles(Command):
    """The files that there are now."""

    def do(self, project: Project) -> object:
        return {"files": project.names()}


@dataclass(frozen=True, slots=True)
class OpenFile(Command):
    """A file's text as it is on the disk."""

    name: str

    def do(self, project: Project) -> SavedText:
        return project.saved(self.name)


@dataclass(frozen=True, slots=True)
class SaveFile(Command):
    """Save a text that was made from the file with the digest `based_on`."""

    name: str
    text: str
    based_on: str

    def do(self, project: Project) -> object:
        saved = project.save(self.name, self.text, self.based_on)
        if isinstance(saved, SaveConflict):
            return saved
        return {"saved": saved, "numbers": list(_answered(project, project.folder / self.name))}


def _answered(project: Project, script: Path) -> Iterator[str]:
    """The numbers that a script answers; calls of all others are those of `otherwise`."""
    for path in search(project.folder, project.disk).numbers:
        numbers, _ = read_numbers(path, path.name, project.disk)
        if numbers is not None:
            yield from (number for number, file in numbers.scripts.items() if file.identity == str(script))
            if numbers.otherwise and numbers.otherwise.identity == str(script):
                yield "all other numbers"
