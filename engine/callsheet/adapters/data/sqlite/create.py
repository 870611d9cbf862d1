"""Making a database file, and copying one: whole or not at all, and never over one that is there."""

import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from callsheet.adapters.data.sqlite.failures import LOCKED, SENTENCES, SQLITE_ERRORS, is_full, kind_of
from callsheet.adapters.held.workshop import HALF_MADE, NEW_DATABASE, workshop
from callsheet.ports.dialect import DatabaseNotMade
from callsheet.ports.sql import SAMPLE, SCHEMA

# A sample is a few hundred rows; what takes longer or grows larger is a mistake, or worse.
MOST_SECONDS = 30.0
MOST_BYTES = 1 << 30
PAGE_BYTES = 4096

# A single value's bytes: one call of randomblob() could otherwise take a gigabyte without a look at the time.
MOST_VALUE_BYTES = 16 << 20

# SQLite asks whether to go on after so many of its steps (about a millisecond).
STEPS_BETWEEN_LOOKS = 10_000

# A copy waits so long at a time for whoever has the source locked.
COPY_PAUSE_SECONDS = 0.05

# These reach nothing but the new file. A dump begins with the first; full-text tables ask for the last two.
HARMLESS_PRAGMAS = {
    *("foreign_keys", "defer_foreign_keys", "encoding", "user_version", "application_id", "auto_vacuum"),
    *("journal_mode", "synchronous", "page_size", "data_version"),
}

# What may stand before a statement, which begins on the line where this ends.
SPACE_AND_COMMENTS = re.compile(r"(?:\s|--[^\n]*|/\*.*?\*/)*", re.DOTALL)

TOO_SLOW = "The SQL takes too long."

REFUSED_ACTIONS = {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH}


def create_database(
    path: str | os.PathLike[str], schema: str, sample: str = "", *, most_seconds: float = MOST_SECONDS
) -> bool:
    """Make a database of tables and sample rows. False where there is one already, which is left as it is.

    Raises:
        DatabaseNotMade: the SQL is wrong, or the file could not be written.
    """
    if os.path.lexists(path):
        return False
    with _new_file(path) as (new, put_in_place):
        with closing(_open(new)) as connection:
            deadline = time.monotonic() + most_seconds
            _bound(connection, deadline)
            _run(connection, schema, SCHEMA, deadline)
            _run(connection, sample, SAMPLE, deadline)
            _finish(connection)
        return put_in_place()


def copy_database(
    source: str | os.PathLike[str], target: str | os.PathLike[str], *, most_seconds: float = MOST_SECONDS
) -> None:
    """Copy a database as it is at one instant, also while it is written to. The source is only read.

    Raises:
        DatabaseNotMade: the source cannot be read, or there is a file at `target` already.
    """
    deadline = time.monotonic() + most_seconds

    def go_on(status: int, remaining: int, total: int) -> None:
        # Python tries a locked database again for ever.
        if status in LOCKED and time.monotonic() > deadline:
            raise DatabaseNotMade("The database to copy stayed locked.")

    with _new_file(target) as (new, put_in_place):
        with closing(_open(Path(source), mode="ro")) as original, closing(_open(new)) as copy:
            original.backup(copy, progress=go_on, sleep=COPY_PAUSE_SECONDS)
            _finish(copy)
        if not put_in_place():
            raise DatabaseNotMade("There is a file in the copy's place already.")


@contextmanager
def _new_file(path: str | os.PathLike[str]) -> Iterator[tuple[Path, Callable[[], bool]]]:
    """A temporary file beside `path`, and what puts it there; whatever happens, it does not stay."""
    place = Path(path).absolute()
    try:
        with workshop(place.parent, HALF_MADE) as folder:
            new = folder / NEW_DATABASE
            new.touch(0o666)
            yield new, lambda: _put(new, place)
    except OSError as error:
        raise DatabaseNotMade(SENTENCES["database_full" if is_full(error) else "database_read_only"]) from None
    except (*SQLITE_ERRORS, UnicodeError) as error:
        raise DatabaseNotMade(_sentence(error)) from None


def _put(new: Path, place: Path) -> bool:
    """Give the finished file its name, unless another has it: a link, unlike a rename, never replaces."""
    with new.open("rb") as written:
        os.fsync(written.fileno())
    left = [name for name in (f"{place.name}-wal", f"{place.name}-journal") if place.with_name(name).exists()]
    if left and not place.exists():
        message = f'"{left[0]}" lies beside it, left by a database that is gone. Move it away first.'
        raise DatabaseNotMade(message)
    try:
        os.link(new, place)
    except FileExistsError:
        return False
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return True


def _open(path: Path, mode: str = "rw") -> sqlite3.Connection:
    uri = f"file://{quote(os.fsencode(path.absolute()))}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=0, cached_statements=0)


def _bound(connection: sqlite3.Connection, deadline: float) -> None:
    """Keep hostile SQL inside the new file, its size and its time."""
    # Until the file is whole nobody else sees it: it needs no journal and no fsync.
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA max_page_count = {MOST_BYTES // PAGE_BYTES}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_VALUE_BYTES)
    connection.set_authorizer(_may)
    connection.set_progress_handler(lambda: int(time.monotonic() > deadline), STEPS_BETWEEN_LOOKS)


def _may(action: int, first: str | None, second: str | None, database: str | None, trigger: str | None) -> int:
    refused = action in REFUSED_ACTIONS
    refused |= action == sqlite3.SQLITE_PRAGMA and (first or "").lower() not in HARMLESS_PRAGMAS
    refused |= action == sqlite3.SQLITE_FUNCTION and (second or "").lower() == "load_extension"
    return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK


def _finish(connection: sqlite3.Connection) -> None:
    """Commit what the SQL left open, and leave the file in WAL mode, as live calls need it."""
    connection.set_authorizer(None)
    connection.set_progress_handler(None, 0)
    connection.commit()
    connection.execute("PRAGMA journal_mode = WAL").close()


def _run(connection: sqlite3.Connection, sql: str, file: str, deadline: float) -> None:
    for line, statement in _statements(sql, file, deadline):
        try:
            connection.execute(statement).close()
        except (*SQLITE_ERRORS, UnicodeError) as error:
            raise DatabaseNotMade(_sentence(error), file, line) from None


def _statements(sql: str, file: str, deadline: float) -> Iterator[tuple[int, str]]:
    """Each statement with the line that it begins on. SQLite itself says where one ends."""
    line, statement = 1, ""
    for piece in re.split("(?<=;)", sql):
        if time.monotonic() > deadline:
            raise DatabaseNotMade(TOO_SLOW, file, line)
        statement += piece
        if piece.endswith(";") and not sqlite3.complete_statement(statement):
            continue
        before = SPACE_AND_COMMENTS.match(statement)
        yield line + (before.group().count("\n") if before else 0), statement
        line, statement = line + statement.count("\n"), ""


def _sentence(error: Exception) -> str:
    kind = kind_of(error)
    if kind == "database_slow":
        return TOO_SLOW
    if kind is not None:
        return SENTENCES[kind]
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_AUTH:
        return "ATTACH, VACUUM INTO and most PRAGMAs are not allowed here."
    return f"SQLite refuses it: {error}."
