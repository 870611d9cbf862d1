"""The database that a call in the terminal works on: the one that is there, one made from the script's SQL, a copy."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from callsheet.adapters.held.workshop import HALF_MADE, REHEARSAL, REHEARSED_DATABASE, sweep, workshop
from callsheet.dialects import DIALECT
from callsheet.ports.dialect import DatabaseNotMade
from callsheet.ports.exceptions import Told
from callsheet.ports.sql import SAMPLE, SCHEMA
from callsheet.queries.records import Library


class DatabaseMissing(Told):
    """There is no database to work on; the message says why and what to do."""


class Lent(Struct, frozen=True):
    """A database for one call: where it lies, which one was asked for, and what is told of it afterwards (nothing,
    where the script has no data)."""

    path: Path
    asked_for: Path
    story: str


def sweep_up(database: Path) -> None:
    """Remove what killed processes have left behind: half-made files beside the database, and rehearsals."""
    sweep(database.absolute().parent, HALF_MADE)
    sweep(Path(tempfile.gettempdir()), REHEARSAL)


@contextmanager
def lent(path: Path, library: Library, *, rehearsal: bool) -> Iterator[Lent]:
    """The database at `path`, made where it is missing; for a rehearsal a copy, which is thrown away.

    Raises:
        DatabaseMissing: it cannot be made, or not be copied.
    """
    sweep_up(path)
    if not library.queries:
        yield Lent(path, path, "")
        return
    sources = " and ".join(file.shown for file in (library.schema, library.sample) if file)
    if not rehearsal:
        was_there = path.exists()
        if not was_there:
            _make(path, library, called=path)
        anew = f"; delete it, and the next call makes it anew{f' from {sources}' if was_there else ''}"
        kept = "keeps what was written" if was_there else f"was made from {sources}"
        yield Lent(path, path, f"{path} {kept}{anew if sources else ''}")
        return
    with workshop(Path(tempfile.gettempdir()), REHEARSAL) as folder:
        copy = folder / REHEARSED_DATABASE
        if path.exists():
            try:
                DIALECT.copy(path, copy)
            except DatabaseNotMade as error:
                raise DatabaseMissing(f"{path} cannot be copied for a rehearsal: {error.message}") from None
            yield Lent(copy, path, f"a copy of {path}, thrown away now; {path} is as it was")
        else:
            _make(copy, library, called=path)
            yield Lent(copy, path, f"made from {sources} for this rehearsal, and thrown away now")


def _make(path: Path, library: Library, *, called: Path) -> None:
    """Make a database, whole or not at all. `called` is what its user calls it."""
    if library.schema is None:
        raise DatabaseMissing(
            f"there is no database {called}, and no schema.sql beside the script's SQL file to make it from;"
            " name the database with --database"
        )
    try:
        DIALECT.create(path, library.schema.text, library.sample.text if library.sample else "")
    except DatabaseNotMade as error:
        shown = {SCHEMA: library.schema, SAMPLE: library.sample}.get(error.file)
        place = f"{shown.shown}:{error.line}: " if shown and error.line else ""
        raise DatabaseMissing(f"{place}the database {called} could not be made: {error.message}") from None
