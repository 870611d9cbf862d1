"""Every call of a script, walked as the page has it: what is wrong in them, each with a call that shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from callsheet.exploring import ROWS
from callsheet.exploring.explored import Explored, explore
from callsheet.exploring.here import what_happens
from callsheet.exploring.telling import as_lines
from callsheet.studio.checking import shown_problems
from callsheet.studio.command import FileCommand
from callsheet.studio.project import Declined, Project
from callsheet.testing.document import cases_in


def explored(project: Project, command: FileCommand) -> Explored:
    """The script of a command, explored; without a graph where it has errors."""
    return explore(project.folder / command.name, command.name, command.files(project), rows=ROWS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExploreScript(FileCommand):
    """Walk every call of a script."""

    newest: ClassVar[bool] = True

    def do(self, project: Project) -> object:
        found = explored(project, self)
        if found.graph is None:
            raise Declined("the calls of a script with errors are not walked: mend them first")
        return {
            "problems": list(self._problems(found)),
            "here": tuple(what_happens(found.graph)),
            "told": tuple(as_lines(self.name, found)),
        }

    def _problems(self, found: Explored) -> Iterator[dict[str, object]]:
        shown = shown_problems(found.diagnostics, self.name, self.text)
        for problem, diagnostic in zip(shown, found.diagnostics, strict=True):
            cases = cases_in(diagnostic.test).cases if diagnostic.test else ()
            # Where the call has ended by itself, there is no turn to be played for that.
            turns = [(turn.kind, turn.text) for turn in cases[0].turns if turn.kind != "ends"] if cases else []
            yield {**problem, "shown": {"test": diagnostic.test, "turns": turns} if cases else None}
