"""Commands that read a script: what is wrong with it, and what the page shows of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from callsheet.api.checking import check_among
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.visible import sentence
from callsheet.source.reader import read_document
from callsheet.studio.command import Command
from callsheet.studio.project import Project
from callsheet.studio.texts import PagePlaces
from callsheet.studio.tree import tree


@dataclass(frozen=True, slots=True)
class CheckText(Command):
    """Check a file as the page has it. `unsaved` are the texts of all files that it has changed, by name."""

    apart: ClassVar[bool] = True
    newest: ClassVar[bool] = True
    name: str
    text: str
    unsaved: Mapping[str, str]

    def do(self, project: Project) -> object:
        files = project.files({**self.unsaved, self.name: self.text})
        problems = check_among(project.folder / self.name, self.name, files)
        document, _ = read_document(self.name, self.text.encode(errors="surrogatepass"))
        return {
            "problems": list(shown_problems(problems, self.name, self.text)),
            "tree": tree(document) if document else None,
        }


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
        if problem.file == name:
            shown["from"], shown["to"] = places.of(problem.span)
            if problem.edit:
                shown["edit"] = places.change(problem.edit)
        yield shown
