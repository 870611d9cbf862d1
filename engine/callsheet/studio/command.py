"""What the page can ask for: a command, which is a record of what it needs, and does it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from callsheet.ports.files import Files
from callsheet.studio.project import Project


class Command(ABC):
    """Something that the page asks for. Its fields come from the page, and are of the types that they are declared as;
    what they hold is anybody's.

    `apart` says whether it computes, and is done in the process that does nothing else. Of those that say `newest`,
    one that has not begun is dropped when the same page asks again.
    """

    apart: ClassVar[bool] = False
    newest: ClassVar[bool] = False

    @abstractmethod
    def do(self, project: Project) -> object:
        """Do it; the answer is made JSON of. Raises `Told` where it cannot be done: the page shows the message."""


@dataclass(frozen=True, slots=True)
class FileCommand(Command):
    """Something that the page asks of a file as it has it. `unsaved` are the texts of all files that it has changed, by
    name."""

    apart: ClassVar[bool] = True
    name: str
    text: str
    unsaved: Mapping[str, str]

    def files(self, project: Project) -> Files:
        """The files as the page has them."""
        return project.files({**self.unsaved, self.name: self.text})
