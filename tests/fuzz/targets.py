"""What reads an author's files, from bytes to verdict. Each raises only where the engine has a mistake."""

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from random import Random

from callsheet.adapters.files.disk import Disk
from callsheet.checks.check import Checked
from callsheet.diagnostics.diagnostic import FILE_START, Diagnostic
from callsheet.dialects import DIALECT
from callsheet.expressions import read_expression, read_template
from callsheet.http.library import with_requests
from callsheet.queries.library import load_library
from callsheet.queries.records import DataFile, Library
from callsheet.schema.shape import check_shape
from callsheet.script.script import read_script
from callsheet.source.document import LINE_BREAK, Document, Scalar
from callsheet.source.reader import read_document
from callsheet.steps import VERBS
from tests.checking import check_file
from tests.fuzz.edits import edit_at_random, is_sound

# What Python shows of its objects; an author must never see it. What stands in quotes is the author's own.
QUOTED = re.compile(r'"[^"]*"')
PYTHON = re.compile(
    r"<[a-z_.]+ object|\b0x[0-9a-f]{6,}|\b[A-Z]\w+\((?:value|name|span)=|\bNone\b|\bTraceback\b|\\x[0-9a-f]{2}"
)
EDITS_OF_A_TEXT = 3
SCHEMA = "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT, born DATE);\n"


def look_at(diagnostics: Iterable[Diagnostic], text: str) -> None:
    """Every message has a sentence without Python in it, and a place within the file's text."""
    lines = len(LINE_BREAK.split(text))
    for item in diagnostics:
        assert item.message.strip(), item
        assert all(shown in text for shown in PYTHON.findall(QUOTED.sub("", f"{item.message} {item.help}"))), item
        assert 1 <= item.span.line <= lines, item
        assert item.span.column >= 1, item
        assert (item.span.line, item.span.column) <= (item.span.end_line, item.span.end_column), item


def text_of(data: bytes) -> str:
    """What an editor shows."""
    return data.decode("utf-8-sig", errors="replace")


def script(data: bytes) -> None:
    """Bytes to document, shape, steps."""
    document, syntax = read_document("fuzz.flow.yaml", data)
    look_at(syntax, text_of(data))
    if document is None:
        assert len(syntax) == 1
        return
    repaired, shape = check_shape(document)
    look_at(shape, text_of(data))
    again, rest = check_shape(repaired)
    assert not rest, (rest, again)
    look_at(read_script(repaired, VERBS)[1], text_of(data))


def queries(data: bytes) -> None:
    """A .sql file, beside a schema."""
    with tempfile.TemporaryDirectory(prefix="callsheet-fuzz-") as folder:
        path = Path(folder, "fuzz.sql")
        path.write_bytes(data)
        Path(folder, "schema.sql").write_text(SCHEMA)
        _, found = load_library(
            [DataFile(path, "fuzz.sql", "fuzz.flow.yaml", FILE_START)], Disk.around([path]), DIALECT
        )
    look_at([item for item in found if item.file == "fuzz.sql"], text_of(data))


def requests(data: bytes) -> None:
    """A .http file."""
    with tempfile.TemporaryDirectory(prefix="callsheet-fuzz-") as folder:
        path = Path(folder, "fuzz.http")
        path.write_bytes(data)
        named = [DataFile(path, "fuzz.http", "fuzz.flow.yaml", FILE_START)]
        _, found = with_requests(Library({}), named, Disk.around([path]))
    look_at([item for item in found if item.file == "fuzz.http"], text_of(data))


def schema(data: bytes) -> None:
    """A schema.sql, beside a query."""
    with tempfile.TemporaryDirectory(prefix="callsheet-fuzz-") as folder:
        path = Path(folder, "fuzz.sql")
        path.write_text("-- name: one(id)^\n-- One.\nSELECT id FROM people WHERE id = :id;\n")
        Path(folder, "schema.sql").write_bytes(data)
        _, found = load_library(
            [DataFile(path, "fuzz.sql", "fuzz.flow.yaml", FILE_START)], Disk.around([path]), DIALECT
        )
    look_at([item for item in found if item.file == "schema.sql"], text_of(data))


def expression(data: bytes) -> None:
    """A text between the braces, and as it stands."""
    text = data.decode("utf-8", errors="replace")
    document = Document("fuzz.flow.yaml", text, Scalar(text, FILE_START, 0, len(text)))
    node = Scalar(text, FILE_START, 0, len(text))
    for found in (
        read_expression(document, node)[1],
        *(read_template(document, node, spoken=x)[1] for x in (True, False)),
    ):
        look_at(found, text)


def whole(path: Path) -> Checked:
    """A script with all that belongs to it; what `check` finds."""
    checked = check_file(path, path.name)
    for file in {item.file for item in checked.diagnostics}:
        there = path.parent / file
        text = text_of(there.read_bytes()) if there.is_file() else ""
        look_at([item for item in checked.diagnostics if item.file == file], text)
    errors = [item for item in checked.diagnostics if item.code.severity == "error"]
    assert (checked.flow is None) == bool(errors), errors
    return checked


def edit(data: bytes) -> None:
    """A few edits of a text that can be read."""
    text = data.decode("utf-8", errors="replace")
    if is_sound(text):
        random = Random(data)  # noqa: S311 - chance that can be repeated
        for _ in range(EDITS_OF_A_TEXT):
            edit_at_random(text, random)


TARGETS = {
    "script": script,
    "queries": queries,
    "requests": requests,
    "schema": schema,
    "expression": expression,
    "edit": edit,
}
