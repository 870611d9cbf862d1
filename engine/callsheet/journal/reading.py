"""Reading a journal back, whatever has become of it: cut lines, rubbish, another program's file, huge files."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from msgspec import ValidationError, convert, to_builtins

from callsheet.ports.encoding import to_line
from callsheet.ports.records import Event, Passed, visits

SUFFIX = ".journal.jsonl"
# Bytes of a line. An event holds some texts of at most 10,000 characters; whatever is longer is no event.
LONGEST_LINE = 1024 * 1024
# Milliseconds, rows: nothing in a journal is larger than this, which is a hundred years.
LARGEST = 4e12
# A calendar has its ends, and a rubbish time must not come to them.
FIRST_YEAR, LAST_YEAR = 1900, 2999

JsonCell = None | bool | int | float | str
Json = JsonCell | list["Json"] | dict[str, "Json"]


def journal_beside(database: Path) -> Path:
    """Where the journal of a service lies that works on a database: `callsheet.db`, `callsheet.journal.jsonl`."""
    return database.with_name(database.stem + SUFFIX)


class JournalEntry:
    """An event as it stands in a journal. What is missing or of another kind is read as nothing."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, Json]) -> None:
        self._fields = fields

    @property
    def event(self) -> str:
        """The event's name: `call_started`, `visit`, `passed`, `call_ended`, `call_lost`."""
        return self.text("event")

    @property
    def at(self) -> datetime | None:
        """When it happened."""
        return self.time("at")

    def text(self, name: str) -> str:
        """A field that holds text."""
        value = self._fields.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> float:
        """A field that holds a number."""
        value = self._fields.get(name)
        sensible = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST
        return value if sensible and isinstance(value, int | float) else 0

    def flag(self, name: str) -> bool:
        """A field that holds true or false."""
        return self._fields.get(name) is True

    def time(self, name: str) -> datetime | None:
        """A field that holds a time."""
        try:
            found = datetime.fromisoformat(self.text(name))
        except ValueError:
            return None
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            return None
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def texts(self, name: str) -> tuple[str, ...]:
        """A field that holds a list of texts."""
        value = self._fields.get(name)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    def group(self, name: str) -> Mapping[str, Json]:
        """A field that holds names with values; a redacted one has none."""
        value = self._fields.get(name)
        return value if isinstance(value, dict) else {}

    def cells(self, name: str) -> "Mapping[str, JsonCell] | None":
        """A field that holds a row, by its columns; None where it is redacted, or is not there."""
        return _cells(self._fields.get(name))

    def rows(self, name: str) -> "tuple[Mapping[str, JsonCell], ...] | None":
        """A field that holds rows; None where they are redacted, or are not there."""
        value = self._fields.get(name)
        rows = [row for each in value if (row := _cells(each)) is not None] if isinstance(value, list) else None
        return None if rows is None else tuple(rows)

    @property
    def statement(self) -> str:
        """Of a visit, the query, write or request of its step, as its place in the script calls it, or nothing. A part
        has its name too, but not where it was not done."""
        match self.text("state").rpartition("/")[2].split():
            case ["query" | "write" | "request", name, *_]:
                return name
        return ""

    def parts(self) -> Iterator[tuple[str, "JournalEntry"]]:
        """The parts of a visit by name, in the order in which they happened."""
        for name, value in self._fields.items():
            if isinstance(value, dict):
                yield name, JournalEntry(value)

    def visits(self) -> Iterator["JournalEntry"]:
        """The visits of a `passed`, each as an event of its own; none where it is not as it should be."""
        try:
            passed = convert(self._fields, Passed)
        except ValidationError:
            return
        for visit in visits(passed):
            yield JournalEntry(to_builtins(visit))


def entries(file: BinaryIO) -> Iterator[JournalEntry]:
    """The events of a journal, one after the other, each visit by itself; everything else that stands in the file is
    passed over."""
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            _skip_line(file)
        elif (entry := entry_of(line)) is not None:
            yield from entry.visits() if entry.event == "passed" else (entry,)


def as_read(events: Iterable[Event]) -> Iterator[JournalEntry]:
    """Events that were not written anywhere, as a journal gives them."""
    for event in events:
        if (entry := entry_of(to_line(event))) is not None:
            yield from entry.visits() if entry.event == "passed" else (entry,)


def entry_of(line: bytes) -> JournalEntry | None:
    """The event of one line, or None where it is none."""
    fields = _read(line)
    return None if fields is None else JournalEntry(fields)


def _cells(value: Json) -> Mapping[str, JsonCell] | None:
    if not isinstance(value, dict):
        return None
    return {name: cell for name, cell in value.items() if not isinstance(cell, list | dict)}


def _skip_line(file: BinaryIO) -> None:
    while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
        pass


def _read(line: bytes) -> dict[str, Json] | None:
    """The fields of an event, or None where the line is none."""
    if not line.lstrip().startswith(b"{"):
        return None
    try:
        fields: Json = json.loads(line)
    except (ValueError, RecursionError):  # cut, no JSON, or no text
        return None
    known = isinstance(fields, dict) and isinstance(fields.get("event"), str) and isinstance(fields.get("call_id"), str)
    return fields if known and isinstance(fields, dict) else None
