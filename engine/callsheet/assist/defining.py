"""Where what is named at a place is defined."""

from pathlib import Path

from callsheet.assist.cursor import Cursor
from callsheet.assist.hovering import word_at
from callsheet.assist.known import KnownScript
from callsheet.assist.records import Target
from callsheet.diagnostics.diagnostic import FILE_START, Span
from callsheet.ports.files import Files
from callsheet.source.lines import LineStarts


def definition(text: str, path: Path, offset: int, files: Files) -> Target | None:
    """Where the query, section, intent, name or file is defined that stands at an offset of a text at `path`."""
    cursor = Cursor.at(text, path, offset, files)
    found = word_at(cursor) if cursor else None
    if cursor is None or found is None:
        return None
    match found.kind:
        case "query":
            return _query(cursor.known, found.word)
        case "section":
            sections = cursor.known.script.section_names
            return _here(path, next((name.span for name in sections if name.text == found.word), None))
        case "contact":
            contact = cursor.known.script.contacts.get(found.word)
            return _here(path, contact.name.span if contact else None)
        case "intent":
            declared = cursor.known.script.intents.declared.get(found.word)
            return _here(path, declared.name.span if declared else None)
        case "name":
            return _here(path, _kept(cursor, found.word))
        case "file":
            return Target(path.parent / found.word, FILE_START)
    return None


def _here(path: Path, span: Span | None) -> Target | None:
    return Target(path, span) if span else None


def _query(known: KnownScript, name: str) -> Target | None:
    named = known.library.named(name)
    return Target(Path(named.file), named.span) if named else None


def _kept(cursor: Cursor, name: str) -> Span | None:
    """The last place above that keeps a name, or else the first one below."""
    here = LineStarts(cursor.known.document.text).place(cursor.offset)
    spans = [kept.name.span for kept in cursor.known.named(name)]
    above = [span for span in spans if span.begin < here]
    return above[-1] if above else next(iter(spans), None)
