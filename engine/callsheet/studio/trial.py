"""A change of a script that is only tried: whether `check` refuses it, and what would have to be written instead."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from callsheet.api.checking import check_among
from callsheet.assist import Completion, complete
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.edits import Edited, NodePath, NotEdited
from callsheet.edits.layout import Layout
from callsheet.source.document import Document, Node, Plain, Scalar, Sequence
from callsheet.source.document import Mapping as Keys
from callsheet.source.lines import LineStarts
from callsheet.source.reader import read_document
from callsheet.studio.project import Project

# How often something in one example is replaced: it has a handful of names.
MOST_MENDED = 8
# Puts a value at a place of a script.
Put = Callable[[Plain], Edited | NotEdited]


@dataclass(frozen=True, slots=True)
class Trial:
    """A script among the files of its project, and what it is wrong with before anything is tried."""

    project: Project
    name: str
    text: str
    unsaved: Mapping[str, str]

    def fitted(self, value: Plain, place: NodePath, put: Put) -> Plain | None:
        """A value that can be put there and is not refused, made of this one: what is refused gives way to what may be
        written in its place, as long as there is something. None where nothing of it fits."""
        tried: set[tuple[NodePath, Plain]] = set()
        for _ in range(MOST_MENDED):
            edited = put(value)
            if isinstance(edited, NotEdited):
                return None
            wrong = self._wrong(edited.text)
            if not wrong:
                return value
            document = read(edited.text)
            found = document and value_at(document, place, wrong[0].span)
            if not document or not found:
                return None
            path, node = found
            inner = path[len(place) :]
            tried.add((inner, node.value))
            other = next((word for word in self._instead(document, node) if (inner, word) not in tried), None)
            if other is None:
                return None
            value = replaced(value, inner, other)
        return None

    def refusal(self, edited: Edited | NotEdited) -> str:
        """Why `check` refuses what was edited, in a sentence; nothing where it does not."""
        if isinstance(edited, NotEdited):
            return edited.why
        return next((each.message for each in self._wrong(edited.text)), "")

    def keys_at(self, path: NodePath, edited: Edited | NotEdited, key: str) -> tuple[Completion, ...]:
        """What a key of the mapping at a path could be called instead, where it was put there."""
        document = None if isinstance(edited, NotEdited) else read(edited.text)
        node = Layout(document).node(path) if document else None
        entry = node.entry(key) if isinstance(node, Keys) else None
        return self._completions(document.text, entry.key.end) if document and entry else ()

    def written_at(self, value: Plain, place: NodePath, inner: NodePath, put: Put) -> tuple[Completion, ...]:
        """What may be written in the place of something in a value that is put there."""
        edited = put(value)
        document = None if isinstance(edited, NotEdited) else read(edited.text)
        if document is None:
            return ()
        node = Layout(document).node((*place, *inner))
        at = end_of_words(document.text, node) if isinstance(node, Scalar) else node.start
        return self._completions(document.text, at)

    def _instead(self, document: Document, node: Scalar) -> Iterator[Plain]:
        """What a value could say instead: the same with another word at its end."""
        end = end_of_words(document.text, node)
        text = str(node.value)
        for each in self._completions(document.text, end):
            kept = len(text) - (node.end - each.start - node.quoted)
            behind = len(text) - (node.end - end - node.quoted)
            yield text[: max(kept, 0)] + each.insert + text[behind:]

    def _completions(self, text: str, offset: int) -> tuple[Completion, ...]:
        return complete(text, self._path, offset, self.project.files({**self.unsaved, self.name: text}))

    def _wrong(self, text: str) -> list[Diagnostic]:
        """The errors of a changed text that are of kinds of which it has more than before."""
        found = self._errors(text)
        more = Counter(each.code.id for each in found) - self._wrong_before
        return [each for each in found if each.code.id in more]

    @property
    def _wrong_before(self) -> Counter[str]:
        return _kinds_of_errors(self.project, self.name, self.text, frozenset(self.unsaved.items()))

    def _errors(self, text: str) -> list[Diagnostic]:
        return _errors(self.project, self.name, text, self.unsaved)

    @property
    def _path(self) -> Path:
        return self.project.folder / self.name


def _errors(project: Project, name: str, text: str, unsaved: Mapping[str, str]) -> list[Diagnostic]:
    found = check_among(project.folder / name, name, project.files({**unsaved, name: text}))
    return [each for each in found if each.code.severity == "error"]


@lru_cache(maxsize=1)
def _kinds_of_errors(project: Project, name: str, text: str, unsaved: frozenset[tuple[str, str]]) -> Counter[str]:
    """How many errors of each kind a script has, asked for each of many trials."""
    return Counter(each.code.id for each in _errors(project, name, text, dict(unsaved)))


def read(text: str) -> Document | None:
    """The document of a text; None where it cannot be read."""
    return read_document("", text.encode(errors="surrogatepass"))[0]


def value_at(document: Document, place: NodePath, span: Span) -> tuple[NodePath, Scalar] | None:
    """The value below a place in which a span begins, with its path."""
    start, _ = LineStarts(document.text).offsets(span)
    below = values(Layout(document).node(place), place)
    return next(((path, node) for path, node in below if node.start <= start < max(node.end, node.start + 1)), None)


def values(node: Node, path: NodePath) -> Iterator[tuple[NodePath, Scalar]]:
    """The values below a node, each with its path."""
    match node:
        case Scalar():
            yield path, node
        case Sequence():
            for index, item in enumerate(node.items):
                yield from values(item, (*path, index))
        case Keys():
            for entry in node:
                yield from values(entry.value, (*path, entry.name))


def end_of_words(text: str, node: Scalar) -> int:
    """Where somebody types on in a value: before its closing quote, and before braces that end it."""
    end = node.end - node.quoted
    words = text[node.start : end]
    return node.start + len(words.removesuffix("}}").rstrip()) if words.endswith("}}") else end


def replaced(value: Plain, path: NodePath, new: Plain) -> Plain:
    """The data with something else at a path."""
    if not path:
        return new
    match value, path[0]:
        case list(), int(index):
            return [replaced(each, path[1:], new) if at == index else each for at, each in enumerate(value)]
        case dict(), str(key):
            return {name: replaced(each, path[1:], new) if name == key else each for name, each in value.items()}
    return value
