"""SQLite's errors as failures of the port, in sentences of our own: SQLite's may hold what a caller said."""

import os
import sqlite3

from callsheet.ports.data import DataFailed, FailureKind
from callsheet.ports.on_disk import NO_ROOM

# What aiosqlite hands on of a statement that failed. Two statements in one are a Warning in Python 3.11.
SQLITE_ERRORS = (sqlite3.Error, sqlite3.Warning)

# A result code's low byte is its kind; the rest tells more.
PRIMARY = 0xFF

LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}

KINDS: dict[int, FailureKind] = {
    **dict.fromkeys(LOCKED, "database_locked"),
    sqlite3.SQLITE_READONLY: "database_read_only",
    sqlite3.SQLITE_PERM: "database_read_only",
    sqlite3.SQLITE_FULL: "database_full",
    sqlite3.SQLITE_CORRUPT: "database_corrupt",
    sqlite3.SQLITE_NOTADB: "database_corrupt",
    sqlite3.SQLITE_FORMAT: "database_corrupt",
    sqlite3.SQLITE_IOERR: "database_corrupt",
    sqlite3.SQLITE_INTERRUPT: "database_slow",
    sqlite3.SQLITE_MISMATCH: "bad_value",
}

EXTENDED_KINDS: dict[int, FailureKind] = {
    sqlite3.SQLITE_READONLY_DBMOVED: "database_missing",
    # SQLite says "full" for ENOSPC alone; a quota or a file's size limit comes as one of these.
    sqlite3.SQLITE_IOERR_WRITE: "database_full",
    sqlite3.SQLITE_IOERR_TRUNCATE: "database_full",
    sqlite3.SQLITE_IOERR_SHMSIZE: "database_full",
}

SENTENCES: dict[FailureKind, str] = {
    "database_missing": "The database file is not there, or is no longer the one that was opened: look at its path.",
    "database_locked": "Another program kept the database locked for too long: look for a backup, or an open prompt.",
    "database_read_only": "The database file or its folder is missing or not writable: look at path and rights.",
    "database_full": "The disk has no room for the database: make room.",
    "database_corrupt": "The file is not a database, or it is damaged: restore it.",
    "database_slow": "The database took too long and was stopped: ask for less, or add an index.",
    "bad_value": "A primary key is a whole number, and was given something else.",
    "engine_died": "The engine stood still for so long that another one has taken over its calls.",
    "unknown_outcome": "The database does not tell whether the write has happened: look at its rows.",
}


def failed(kind: FailureKind) -> DataFailed:
    """A failure that needs no more words than its kind."""
    return DataFailed(kind, SENTENCES[kind])


def is_locked(error: Exception) -> bool:
    """Whether another connection was in the way, so that trying again may help."""
    return _code(error) & PRIMARY in LOCKED


def kind_of(error: Exception) -> FailureKind | None:
    """The kind that SQLite's code stands for; None where it is for the statement, or for the path, to tell."""
    code = _code(error)
    return EXTENDED_KINDS.get(code) or KINDS.get(code & PRIMARY)


def failure_of(error: Exception, what: str, path: str) -> DataFailed:
    """The failure that `error` is. `what` names the query; `path` is looked at where SQLite could not open it."""
    code = _code(error)
    if code & PRIMARY == sqlite3.SQLITE_CANTOPEN:
        return _not_opened(path)
    kind = kind_of(error)
    if kind is not None:
        return failed(kind)
    if not code and isinstance(error, sqlite3.OperationalError):  # Python's own, which quotes the text
        return DataFailed("bad_value", f"{what} has read text that is not UTF-8.")
    return DataFailed("database_refused", f"The database refused {what}: {_reason(code)}.")


def _code(error: Exception) -> int:
    """SQLite's extended result code, or 0 for an error of Python's own."""
    return getattr(error, "sqlite_errorcode", None) or 0


def _reason(code: int) -> str:
    match code & PRIMARY:
        case sqlite3.SQLITE_CONSTRAINT:
            return "a constraint or trigger of the table does not allow it"
        case sqlite3.SQLITE_AUTH:
            return "a query may only read rows, and a write only change rows of the script's own tables"
        case 0:
            return "it is not one statement, or its parameters do not fit"
        case _:
            return "the file lacks a table or column that the query names: compare it with schema.sql"


def _not_opened(path: str) -> DataFailed:
    """SQLite says "cannot open" of no file, of one without permission, of a folder that its log cannot be put in."""
    if not os.path.exists(path):
        return failed("database_missing")
    if not (os.access(path, os.R_OK | os.W_OK) and os.access(os.path.dirname(path), os.W_OK)):
        return failed("database_read_only")
    return DataFailed("database_missing", "The database's path is there and is no file that can be opened: look at it.")


def is_full(error: OSError) -> bool:
    """Whether there was no room."""
    return error.errno in NO_ROOM
