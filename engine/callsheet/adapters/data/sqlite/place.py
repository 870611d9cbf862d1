"""What lies where a database is to be: whether calls can be served from it, and which files belong to it."""

import os
from pathlib import Path

# Behind a database's name: itself, its log, and what SQLite keeps beside them.
ENDINGS = ("", "-wal", "-shm", "-journal")


def files(path: Path) -> tuple[Path, ...]:
    """The files of a database, beside the name that it is opened by and beside the file itself."""
    return tuple(Path(f"{name}{ending}") for name in (path, os.path.realpath(path)) for ending in ENDINGS)


def unusable(path: Path) -> str:
    """Why calls cannot be served from it. Sample data must never answer a real caller, so nothing is made here."""
    if os.path.isdir(path):
        return f"{path} is a folder; name the database in it"
    if not os.path.exists(path):
        return (
            f"there is no database {path}, and real calls are not answered from sample data; make it from your schema,"
            f' as in: sqlite3 {path} ".read schema.sql"'
        )
    if not os.path.isfile(path):
        return f"{path} is no ordinary file; name the SQLite file"
    # In the folder SQLite keeps its log.
    if os.access(path, os.R_OK | os.W_OK) and os.access(os.path.dirname(os.path.realpath(path)), os.W_OK):
        return ""
    return (
        f"{path} cannot be written; every call is noted there, so let this user read and write the file and its folder"
    )
