"""What is told of the word at a place: what would be told of it where it is offered."""

from pathlib import Path

from callsheet.assist import notes
from callsheet.assist.completion import offered
from callsheet.assist.cursor import Cursor
from callsheet.assist.records import Completion, Hover
from callsheet.assist.snippets import snippets_of_verbs
from callsheet.ports.files import Files
from callsheet.source.lines import LineStarts


def hover(text: str, path: Path, offset: int, files: Files) -> Hover | None:
    """What is told of what stands at an offset of a text that is, or will be, at `path`; None of what nobody knows."""
    cursor = Cursor.at(text, path, offset, files)
    if cursor is None:
        return None
    start, end = cursor.spot.start, cursor.spot.end
    if cursor.spot.is_key and text[start:end] == cursor.here.verb:
        body = next((body for _, verb, body in snippets_of_verbs() if verb == cursor.here.verb), cursor.here.verb)
        return Hover(start, end, notes.of_verb(cursor.here.verb, cursor.here, body))
    if found := word_at(cursor):
        return Hover(found.start, found.end, found.note)
    if cursor.meaning(as_key=cursor.spot.is_key) in ("kept", "row") or cursor.spot.path == ("values",):
        line, _ = LineStarts(cursor.known.document.text).place(start)
        named = sorted(cursor.known.named(text[start:end]), key=lambda each: each.name.span.line != line)
        return Hover(start, end, notes.of_kept(named[0])) if named else None
    return None


def word_at(cursor: Cursor) -> Completion | None:
    """What is written at a place already, as it would be offered there."""
    return next((each for each in offered(cursor) if each.word == cursor.text[each.start : each.end]), None)
