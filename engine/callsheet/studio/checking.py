"""Commands that read a script: what is wrong with it, and what the page shows of it."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import ClassVar

from callsheet.api.checking import check_among
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.visible import sentence
from callsheet.ports.files import Files, Unreadable
from callsheet.source.folders import FILES, search
from callsheet.source.reader import read_document
from callsheet.source.text import MOST_BYTES
from callsheet.studio.command import FileCommand
from callsheet.studio.project import Project
from callsheet.studio.texts import PagePlaces
from callsheet.studio.tree import tree


@dataclass(frozen=True, slots=True)
class CheckText(FileCommand):
    """Check a file as the page has it."""

    newest: ClassVar[bool] = True

    def do(self, project: Project) -> object:
        files = self.files(project)
        if self.name.endswith(FILES):
            return {"problems": list(shown_problems(self._of_file(project, files), self.name, self.text)), "tree": None}
        problems = check_among(project.folder / self.name, self.name, files)
        document, _ = read_document(self.name, self.text.encode(errors="surrogatepass"))
        return {
            "problems": list(shown_problems(problems, self.name, self.text)),
            "tree": tree(document) if document else None,
        }

    def _of_file(self, project: Project, files: Files) -> Iterator[Diagnostic]:
        """What is wrong with queries and requests shows in the scripts that use its folder."""
        folder = f"{PurePath(self.name).parent.name}/".encode()
        found: dict[Diagnostic, None] = {}
        for name in search(project.folder, files).scripts:
            with suppress(Unreadable):  # what it may be is told where it is opened
                if folder in files.read(name, most=MOST_BYTES):
                    shown = name.relative_to(project.folder).as_posix()
                    found |= dict.fromkeys(check_among(name, shown, files))
        return (each for each in found if os.path.normpath(each.file) == self.name)


def shown_problems(problems: Iterable[Diagnostic], name: str, text: str) -> Iterator[dict[str, object]]:
    """Problems as the page shows them: those of this file with their place in it."""
    places = PagePlaces(text)
    for problem in problems:
        shown: dict[str, object] = {
            "file": sentence(problem.file),
            "line": problem.span.line,
            "severity": problem.code.severity,
            "code": problem.code.id,
            "name": problem.code.name,
            "message": sentence(problem.message),
            "help": sentence(problem.help),
        }
        if os.path.normpath(problem.file) == name:
            shown["from"], shown["to"] = places.of(problem.span)
            if problem.edit:
                shown["edit"] = places.change(problem.edit)
        yield shown
