"""Commands of whoever types: what may be written at a place, and what a word there is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from callsheet.assist import Completion, complete, hover
from callsheet.edits import Edited, NodePath, NotEdited, set_value
from callsheet.edits.layout import Layout
from callsheet.source.document import Scalar
from callsheet.source.reader import read_document
from callsheet.studio.command import FileCommand
from callsheet.studio.project import Declined, Project
from callsheet.studio.texts import PagePlaces

# A list that is longer than this is typed on in, not read.
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class CompleteText(FileCommand):
    """What may be written at an offset of a text, in UTF-16 units."""

    newest: ClassVar[bool] = True
    offset: int

    def do(self, project: Project) -> object:
        places = PagePlaces(self.text)
        path, offset = project.folder / self.name, places.offset(self.offset)
        found = complete(self.text, path, offset, self.files(project))
        return {"items": list(shown_completions(found[:MOST_SHOWN], places))}


@dataclass(frozen=True, slots=True)
class CompleteValue(FileCommand):
    """What may be written behind `typed`, which somebody is putting in the place of the value at `path`."""

    newest: ClassVar[bool] = True
    path: NodePath
    typed: str

    def do(self, project: Project) -> object:
        found = set_value(self.text, self.path, self.typed)
        if isinstance(found, NotEdited):
            raise Declined(found.why)
        return {"items": list(self._items(found, project))}

    def _items(self, edited: Edited, project: Project) -> Iterator[dict[str, object]]:
        document, _ = read_document(self.name, edited.text.encode())
        node = Layout(document).node(self.path) if document else None
        if not isinstance(node, Scalar):
            return
        end = node.end - (edited.text[node.end - 1] in "\"'" and node.quoted)
        files = project.files({**self.unsaved, self.name: edited.text})
        for each in complete(edited.text, project.folder / self.name, end, files)[:MOST_SHOWN]:
            yield {"word": each.insert, "replaces": end - each.start, "note": each.note.text or each.note.code}


@dataclass(frozen=True, slots=True)
class HoverText(FileCommand):
    """What the word at an offset of a text is, in UTF-16 units."""

    newest: ClassVar[bool] = True
    offset: int

    def do(self, project: Project) -> object:
        places = PagePlaces(self.text)
        path, offset = project.folder / self.name, places.offset(self.offset)
        found = hover(self.text, path, offset, self.files(project))
        return found and {"from": places.units(found.start), "to": places.units(found.end), "note": found.note}


def shown_completions(found: Iterable[Completion], places: PagePlaces) -> Iterator[dict[str, object]]:
    """Completions as the page's editor takes them; `holes` are places in what is inserted."""
    for each in found:
        inserted = PagePlaces(each.insert)
        yield {
            "label": each.label,
            "word": each.word,
            "kind": each.kind,
            "from": places.units(each.start),
            "to": places.units(each.end),
            "insert": each.insert,
            "holes": [(inserted.units(start), inserted.units(end)) for start, end in each.holes],
            "note": each.note,
        }
