"""Commands of files: which there are, opening one, saving one."""

from dataclasses import dataclass

from callsheet.studio.command import Command
from callsheet.studio.grammar import grammar
from callsheet.studio.project import Project, SaveConflict, SavedText


@dataclass(frozen=True, slots=True)
class Begin(Command):
    """What a page needs before all else: the project's name, its files, and what a script can hold."""

    def do(self, project: Project) -> object:
        return {"folder": project.folder.name, "files": project.names(), "grammar": grammar()}


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

    def do(self, project: Project) -> SavedText | SaveConflict:
        return project.save(self.name, self.text, self.based_on)
