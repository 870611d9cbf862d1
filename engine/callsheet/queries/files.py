"""Reads the files that a script names, whatever they turn out to be."""

from pathlib import Path

from msgspec import Struct

from callsheet.diagnostics.diagnostic import FILE_START, Span
from callsheet.ports.files import Files, Missing, Unreadable
from callsheet.ports.sql import SqlText

# Bytes. The same limit as for a script: whatever is larger was not written by a person.
MOST_BYTES = 1 << 20


class Unread(Struct, frozen=True):
    """A file that could not be read: why, as the end of a sentence that begins with its name, and where in it."""

    why: str
    help: str = ""
    span: Span = FILE_START


def read_sql(path: Path, shown: str, files: Files) -> SqlText | Unread | None:
    """The SQL of `path`, or why it cannot be had; None where there is no such file."""
    text = read_text(path, files)
    return SqlText(path, shown, text) if isinstance(text, str) else text


def read_text(path: Path, files: Files) -> str | Unread | None:
    """The text of `path`, or why it cannot be had; None where there is no such file."""
    try:
        return _decoded(files.read(path, most=MOST_BYTES + 1))
    except Missing:
        return None
    except Unreadable as error:
        return Unread(error.why, error.help)


def _decoded(content: bytes) -> str | Unread:
    if len(content) > MOST_BYTES:
        return Unread("is larger than 1 MiB", "divide it")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", errors="replace")
        line = before.count("\n") + 1
        return Unread(
            f"is not UTF-8 text (line {line})", "save it as UTF-8", Span.at(line, len(before) - before.rfind("\n"))
        )
    # One kind of line end: to a database, only a line feed ends a comment.
    return text.replace("\r\n", "\n").replace("\r", "\n")
