"""Which script answers which called number: a numbers file, or the one script that answers all.

    numbers:
      "+15550199": flows/clinic.flow.yaml
    otherwise: flows/operator.flow.yaml

Paths begin at the folder of the file.
"""

import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from callsheet.checks.check import misnamed
from callsheet.diagnostics.catalogue import AMBIGUOUS_VALUE, MISSING_SCRIPT, UNREADABLE_FILE
from callsheet.diagnostics.diagnostic import FILE_START, Diagnostic
from callsheet.diagnostics.few import few
from callsheet.diagnostics.suggest import did_you_mean_file
from callsheet.diagnostics.visible import quoted
from callsheet.flow.model import Flow
from callsheet.ports.files import Files, Unreadable
from callsheet.schema.shape import check_shape
from callsheet.script.contacts import Contacts, read_contacts
from callsheet.source.document import Document, Mapping, Node, Scalar, Sequence
from callsheet.source.folders import SCRIPT, names_near
from callsheet.source.mending import mended
from callsheet.source.reader import read_document
from callsheet.source.scalars import ambiguity, read_plain
from callsheet.source.schemas import schema_of_numbers
from callsheet.source.text import MOST_BYTES


class ScriptFile(Struct, frozen=True):
    """A script that answers calls: where it is, and how messages show it."""

    path: Path
    shown: str

    @property
    def identity(self) -> str:
        """The same for two ways to write one path; not where it leads to, which may change while it is served."""
        return os.path.abspath(self.path)


class Numbers(Struct, frozen=True):
    """The script of each number, and the one of all the others, where there is one; and whom scripts ring."""

    scripts: dict[str, ScriptFile] = {}
    otherwise: ScriptFile | None = None
    contacts: Contacts = {}  # instead of those that scripts give these names
    may_ring: tuple[str, ...] = ()  # the numbers that scripts may ring where data names them

    def over(self, flow: Flow) -> Flow:
        """A script with the contacts that its operator gives it."""
        own = {name: self.contacts[name].rung for name in flow.contacts if name in self.contacts}
        if not own and self.may_ring == flow.may_ring:
            return flow
        return replace(flow, contacts={**flow.contacts, **own}, may_ring=self.may_ring)

    def script_of(self, number: str) -> ScriptFile | None:
        """The script that answers `number`; None where no script does. Some providers leave the plus sign out."""
        return self.scripts.get(number) or self.scripts.get(f"+{number}") or self.otherwise

    def files(self) -> tuple[ScriptFile, ...]:
        """Every script, each once."""
        found: dict[str, ScriptFile] = {}
        for file in (*self.scripts.values(), *([self.otherwise] if self.otherwise else [])):
            found.setdefault(file.identity, file)
        return tuple(found.values())


def read_numbers(path: Path, shown: str, files: Files) -> tuple[Numbers | None, tuple[Diagnostic, ...]]:
    """The numbers in a file, and all that is wrong with it; no numbers where something is an error."""
    try:
        content = files.read(path, most=MOST_BYTES + 1)
    except Unreadable as error:
        return None, (Diagnostic(UNREADABLE_FILE, shown, FILE_START, error.message, error.help),)
    return read_numbers_text(content, path.parent, shown, files, misnamed(shown, path.name, "numbers"))


def read_numbers_text(
    content: bytes, folder: Path, shown: str, files: Files, found: Iterable[Diagnostic] = ()
) -> tuple[Numbers | None, tuple[Diagnostic, ...]]:
    """The same of a text whose paths begin at `folder`. `found` has been found already."""
    numbers, diagnostics = _read_text(content, folder, shown, files, found)
    return numbers, mended(diagnostics, shown, content)


def _read_text(
    content: bytes, folder: Path, shown: str, files: Files, found: Iterable[Diagnostic]
) -> tuple[Numbers | None, tuple[Diagnostic, ...]]:
    document, syntax = read_document(shown, content)
    if document is None:
        return None, (*found, *syntax)
    document, shape = check_shape(document, schema_of_numbers)
    told = {item.span for item in shape}
    reading = few(item for item in _misread_or_missing(document, folder, files) if item.span not in told)
    diagnostics = tuple(sorted((*found, *syntax, *shape, *reading), key=lambda item: item.span))
    if any(item.code.severity == "error" for item in diagnostics):
        return None, diagnostics
    beside = Path(shown).parent
    scripts = {str(key.value): ScriptFile(folder / path, str(beside / path)) for key, _, path in _answers(document)}
    otherwise = scripts.pop("otherwise", None)
    root = document.root if isinstance(document.root, Mapping) else Mapping.empty(document.root)
    return Numbers(scripts, otherwise, read_contacts(root), _texts(root.get("may_ring"))), diagnostics


def _answers(document: Document) -> Iterator[tuple[Scalar, Scalar, str]]:
    """Each number, and `otherwise`, with its script's path and that as text, as far as they can be read."""
    for entry in document.root if isinstance(document.root, Mapping) else ():
        if entry.name not in ("numbers", "otherwise"):
            continue
        for inner in entry.value if isinstance(entry.value, Mapping) else (entry,):
            if isinstance(inner.value, Scalar):
                yield inner.key, inner.value, str(inner.value.value)


def _texts(node: Node | None) -> tuple[str, ...]:
    items = node.items if isinstance(node, Sequence) else ()
    return tuple(str(item.value) for item in items if isinstance(item, Scalar))


def _misread_or_missing(document: Document, folder: Path, files: Files) -> Iterator[Diagnostic]:
    """What the schema cannot tell: numbers that other programs take for sums, and missing scripts."""
    nearby = cache(lambda: names_near(folder, SCRIPT, files))
    for key, value, path in _answers(document):
        if not key.quoted and not isinstance(read_plain(number := str(key.value)), str):
            message, _ = ambiguity(number)
            yield Diagnostic(AMBIGUOUS_VALUE, document.path, key.span, message, f'write "{number}" in quotes')
        if problem := _missing(folder / path, files):
            help_ = did_you_mean_file(path, nearby(), otherwise="the path begins at the folder of this file")
            yield Diagnostic(MISSING_SCRIPT, document.path, value.span, f"{quoted(path)} {problem}", help_)


def _missing(path: Path, files: Files) -> str:
    """Why a path leads to no script, as the end of a sentence; empty where it does."""
    kind = files.kind(path)
    return "is a folder, not a script" if kind == "folder" else "" if kind else "is not there"
