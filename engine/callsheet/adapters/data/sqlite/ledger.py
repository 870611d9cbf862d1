"""What Callsheet keeps in the author's database: the workers, their calls, what these have written, and sent to others.

Its functions run in the thread of the connection that they are given.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from typing import Any

from msgspec import Struct

from callsheet.ports.data import LostCall, LostSending, LostWrite, OpenedCall, WriteKey
from callsheet.ports.iso import write_moment

TABLES = (
    """
    CREATE TABLE IF NOT EXISTS callsheet_calls (
        call_id TEXT NOT NULL PRIMARY KEY, flow TEXT NOT NULL, worker TEXT NOT NULL,
        started_at TEXT NOT NULL, ended_at TEXT, ending TEXT, failure_kind TEXT
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS callsheet_writes (
        call_id TEXT NOT NULL, session INTEGER NOT NULL, visit INTEGER NOT NULL,
        name TEXT NOT NULL, digest TEXT NOT NULL, rows INTEGER NOT NULL, event TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (call_id, session, visit)
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS callsheet_sendings (
        call_id TEXT NOT NULL, session INTEGER NOT NULL, visit INTEGER NOT NULL,
        name TEXT NOT NULL, outcome TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (call_id, session, visit)
    )
    """,
    "CREATE TABLE IF NOT EXISTS callsheet_workers (worker TEXT NOT NULL PRIMARY KEY, beat INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS callsheet_beats (total INTEGER NOT NULL)",
    "CREATE INDEX IF NOT EXISTS callsheet_open_calls ON callsheet_calls (started_at) WHERE ended_at IS NULL",
    "CREATE INDEX IF NOT EXISTS callsheet_ended_calls ON callsheet_calls (ended_at) WHERE ended_at IS NOT NULL",
)

FIND_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'callsheet_calls'"

FIND_WRITE = """
    SELECT name, digest, rows FROM callsheet_writes
    WHERE call_id = :call_id AND session = :session AND visit = :visit
"""

ADD_WRITE = """
    INSERT INTO callsheet_writes (call_id, session, visit, name, digest, rows, event, at)
    VALUES (:call_id, :session, :visit, :name, :digest, :rows, :event, :at)
"""

OPEN_SENDING = """
    INSERT INTO callsheet_sendings (call_id, session, visit, name, outcome, at)
    VALUES (:call_id, :session, :visit, :name, '', :at) ON CONFLICT DO NOTHING
"""

CLOSE_SENDING = """
    UPDATE callsheet_sendings SET outcome = :outcome
    WHERE call_id = :call_id AND session = :session AND visit = :visit
"""

OPEN_CALL = """
    INSERT INTO callsheet_calls (call_id, flow, worker, started_at) VALUES (:call_id, :flow, :worker, :started_at)
    ON CONFLICT (call_id) DO NOTHING
"""

CLOSE_CALL = """
    UPDATE callsheet_calls SET ended_at = :at, ending = :ending, failure_kind = :failure_kind
    WHERE call_id = :call_id AND worker = :worker AND ended_at IS NULL
"""

# What a write was asked with has a use as long as its call lasts: then it is told, and cannot be asked for again.
FORGET_VALUES = "UPDATE callsheet_writes SET digest = '', event = '' WHERE call_id = :call_id"

# Calls in one transaction: a live call's write waits for it, a few milliseconds.
MOST_FORGOTTEN = 500

FORGET_WRITES = """
    DELETE FROM callsheet_writes WHERE call_id IN (
        SELECT call_id FROM callsheet_calls WHERE ended_at < :before ORDER BY ended_at LIMIT :most
    )
"""

FORGET_SENDINGS = FORGET_WRITES.replace("callsheet_writes", "callsheet_sendings")

FORGET_CALLS = """
    DELETE FROM callsheet_calls WHERE call_id IN (
        SELECT call_id FROM callsheet_calls WHERE ended_at < :before ORDER BY ended_at LIMIT :most
    )
"""

FIND_OWNER = "SELECT CASE WHEN ended_at IS NULL THEN worker ELSE '' END FROM callsheet_calls WHERE call_id = :call_id"

ADD_WORKER = "INSERT INTO callsheet_workers (worker, beat) VALUES (:worker, :beat) ON CONFLICT (worker) DO NOTHING"

BEAT = "UPDATE callsheet_workers SET beat = :beat WHERE worker = :worker"

COUNT_BEAT = "UPDATE callsheet_beats SET total = total + 1"

BEGIN_COUNT = "INSERT INTO callsheet_beats (total) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM callsheet_beats)"

OTHER_WORKERS = "SELECT worker, beat FROM callsheet_workers WHERE worker <> :worker"

END_WORKER = "DELETE FROM callsheet_workers WHERE worker = :worker"

CALLS_OF_NOBODY = """
    SELECT call_id, flow, started_at FROM callsheet_calls
    WHERE ended_at IS NULL AND worker NOT IN (SELECT worker FROM callsheet_workers) ORDER BY started_at
"""

TAKE_CALL = "UPDATE callsheet_calls SET worker = :worker WHERE call_id = :call_id"

WRITES_OF_CALL = "SELECT name, rows FROM callsheet_writes WHERE call_id = :call_id ORDER BY session, visit"

SENDINGS_OF_CALL = "SELECT name, outcome FROM callsheet_sendings WHERE call_id = :call_id ORDER BY session, visit"

NONE: Mapping[str, Any] = {}


class WriteNote(Struct, frozen=True):
    """A write that the ledger knows."""

    name: str
    digest: str
    rows: int


def make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables that are missing."""
    for table in TABLES:
        change(connection, table)


def has_tables(connection: sqlite3.Connection) -> bool:
    """Whether a ledger was ever begun here."""
    return bool(select(connection, FIND_TABLES))


def find_write(connection: sqlite3.Connection, key: WriteKey) -> WriteNote | None:
    """What this visit has written, if it has."""
    rows = select(connection, FIND_WRITE, _parameters(key))
    return WriteNote(*rows[0]) if rows else None


def add_write(connection: sqlite3.Connection, key: WriteKey, entry: WriteNote, event: str, at: datetime) -> None:
    """Note a write; `event` is the journal's line about it."""
    row = {"name": entry.name, "digest": entry.digest, "rows": entry.rows, "event": event, "at": write_moment(at)}
    change(connection, ADD_WRITE, {**_parameters(key), **row})


def open_sending(connection: sqlite3.Connection, key: WriteKey, name: str, at: datetime) -> bool:
    """Note that a visit is about to send something; False where it is noted already."""
    return change(connection, OPEN_SENDING, {**_parameters(key), "name": name, "at": write_moment(at)}) == 1


def close_sending(connection: sqlite3.Connection, key: WriteKey, outcome: str) -> None:
    """Note what came of it."""
    change(connection, CLOSE_SENDING, {**_parameters(key), "outcome": outcome})


def open_call(connection: sqlite3.Connection, call: OpenedCall, worker: str) -> bool:
    """Note a call that has begun; a call that is there already stays as it is, and the answer is False."""
    started_at = write_moment(call.started_at)
    row = {"call_id": call.call_id, "flow": call.flow, "worker": worker, "started_at": started_at}
    return change(connection, OPEN_CALL, row) == 1


def owner_of(connection: sqlite3.Connection, call_id: str) -> str | None:
    """The worker that has the call; empty where it has ended, None where it was never noted."""
    rows = select(connection, FIND_OWNER, {"call_id": call_id})
    return rows[0][0] if rows else None


def close_call(
    connection: sqlite3.Connection, call_id: str, worker: str, ending: str, failure_kind: str, at: datetime
) -> None:
    """Note how a call ended; it ends once, and only the worker that has it ends it."""
    row = {"call_id": call_id, "worker": worker, "ending": ending, "failure_kind": failure_kind, "at": write_moment(at)}
    if change(connection, CLOSE_CALL, row):
        change(connection, FORGET_VALUES, {"call_id": call_id})


def forget_calls(connection: sqlite3.Connection, before: datetime) -> None:
    """Forget some of the calls that ended before an instant, with what they wrote and sent."""
    row = {"before": write_moment(before), "most": MOST_FORGOTTEN}
    change(connection, FORGET_WRITES, row)
    change(connection, FORGET_SENDINGS, row)
    change(connection, FORGET_CALLS, row)


def has_worker(connection: sqlite3.Connection, worker: str, beat: int) -> bool:
    """Whether the ledger knows the worker; from now on it does."""
    return change(connection, ADD_WORKER, {"worker": worker, "beat": beat}) == 0


def beat(connection: sqlite3.Connection, worker: str, number: int) -> list[tuple[str, int]]:
    """Note that the worker lives; the other workers, with the numbers of their beats."""
    change(connection, BEAT, {"worker": worker, "beat": number})
    if not change(connection, COUNT_BEAT):
        change(connection, BEGIN_COUNT)
    return [(other, count) for other, count in select(connection, OTHER_WORKERS, {"worker": worker})]


def end_worker(connection: sqlite3.Connection, worker: str) -> None:
    """Whatever the worker has open is nobody's from now on."""
    change(connection, END_WORKER, {"worker": worker})


def take_calls_of_nobody(connection: sqlite3.Connection, worker: str) -> tuple[LostCall, ...]:
    """Give the worker the open calls of those whom the ledger does not know any more: they write no more in them."""
    lost = []
    for call_id, flow, started_at in select(connection, CALLS_OF_NOBODY):
        change(connection, TAKE_CALL, {"call_id": call_id, "worker": worker})
        writes = select(connection, WRITES_OF_CALL, {"call_id": call_id})
        sent = select(connection, SENDINGS_OF_CALL, {"call_id": call_id})
        written = tuple(LostWrite(name, rows) for name, rows in writes)
        sendings = tuple(LostSending(name, outcome) for name, outcome in sent)
        lost.append(LostCall(call_id, flow, started_at, written, sendings))
    return tuple(lost)


def select(connection: sqlite3.Connection, sql: str, parameters: Mapping[str, Any] = NONE) -> list[Any]:
    """All rows of one of our own statements."""
    with closing(connection.execute(sql, parameters)) as cursor:
        return cursor.fetchall()


def change(connection: sqlite3.Connection, sql: str, parameters: Mapping[str, Any] = NONE) -> int:
    """Run one of our own statements that gives no rows; how many it changed."""
    cursor = connection.execute(sql, parameters)
    cursor.close()
    return cursor.rowcount


def _parameters(key: WriteKey) -> dict[str, str | int]:
    return {"call_id": key.call_id, "session": key.session, "visit": key.visit}
