"""What Callsheet keeps in the author's database: the workers, their calls, and every write that a call has done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiosqlite
from aiosql.adapters.aiosqlite import AioSQLiteAdapter

from engine.ports.data import LostCall, LostWrite, OpenedCall, WriteKey
from engine.ports.iso import write_moment

ADAPTER: Any = AioSQLiteAdapter()  # it has no types

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


@dataclass(frozen=True, slots=True)
class Entry:
    """A write that the ledger knows."""

    name: str
    digest: str
    rows: int


async def make_tables(connection: aiosqlite.Connection) -> None:
    """Make the tables that are missing."""
    for table in TABLES:
        await change(connection, table)


async def has_tables(connection: aiosqlite.Connection) -> bool:
    """Whether a ledger was ever begun here."""
    return bool(await select(connection, FIND_TABLES))


async def find_write(connection: aiosqlite.Connection, key: WriteKey) -> Entry | None:
    """What this visit has written, if it has."""
    rows = await select(connection, FIND_WRITE, _parameters(key))
    return Entry(*rows[0]) if rows else None


async def add_write(connection: aiosqlite.Connection, key: WriteKey, entry: Entry, event: str, at: datetime) -> None:
    """Note a write; `event` is the journal's line about it."""
    row = {"name": entry.name, "digest": entry.digest, "rows": entry.rows, "event": event, "at": write_moment(at)}
    await change(connection, ADD_WRITE, {**_parameters(key), **row})


async def open_call(connection: aiosqlite.Connection, call: OpenedCall, worker: str) -> bool:
    """Note a call that has begun; a call that is there already stays as it is, and the answer is False."""
    started_at = write_moment(call.started_at)
    row = {"call_id": call.call_id, "flow": call.flow, "worker": worker, "started_at": started_at}
    return await change(connection, OPEN_CALL, row) == 1


async def owner_of(connection: aiosqlite.Connection, call_id: str) -> str | None:
    """The worker that has the call; empty where it has ended, None where it was never noted."""
    rows = await select(connection, FIND_OWNER, {"call_id": call_id})
    return rows[0][0] if rows else None


async def close_call(
    connection: aiosqlite.Connection, call_id: str, worker: str, ending: str, failure_kind: str, at: datetime
) -> None:
    """Note how a call ended; it ends once, and only the worker that has it ends it."""
    row = {"call_id": call_id, "worker": worker, "ending": ending, "failure_kind": failure_kind, "at": write_moment(at)}
    if await change(connection, CLOSE_CALL, row):
        await change(connection, FORGET_VALUES, {"call_id": call_id})


async def forget_calls(connection: aiosqlite.Connection, before: datetime) -> None:
    """Forget some of the calls that ended before an instant, with what they wrote."""
    row = {"before": write_moment(before), "most": MOST_FORGOTTEN}
    await change(connection, FORGET_WRITES, row)
    await change(connection, FORGET_CALLS, row)


async def has_worker(connection: aiosqlite.Connection, worker: str, beat: int) -> bool:
    """Whether the ledger knows the worker; from now on it does."""
    return await change(connection, ADD_WORKER, {"worker": worker, "beat": beat}) == 0


async def beat(connection: aiosqlite.Connection, worker: str, number: int) -> list[tuple[str, int]]:
    """Note that the worker lives; the other workers, with the numbers of their beats."""
    await change(connection, BEAT, {"worker": worker, "beat": number})
    if not await change(connection, COUNT_BEAT):
        await change(connection, BEGIN_COUNT)
    return [(other, count) for other, count in await select(connection, OTHER_WORKERS, {"worker": worker})]


async def end_worker(connection: aiosqlite.Connection, worker: str) -> None:
    """Whatever the worker has open is nobody's from now on."""
    await change(connection, END_WORKER, {"worker": worker})


async def take_calls_of_nobody(connection: aiosqlite.Connection, worker: str) -> tuple[LostCall, ...]:
    """Give the worker the open calls of those whom the ledger does not know any more: they write no more in them."""
    lost = []
    for call_id, flow, started_at in await select(connection, CALLS_OF_NOBODY):
        await change(connection, TAKE_CALL, {"call_id": call_id, "worker": worker})
        writes = await select(connection, WRITES_OF_CALL, {"call_id": call_id})
        lost.append(LostCall(call_id, flow, started_at, tuple(LostWrite(name, rows) for name, rows in writes)))
    return tuple(lost)


async def select(connection: aiosqlite.Connection, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Any]:
    """All rows of one of our own statements."""
    async with ADAPTER.select_cursor(connection, "ledger", sql, parameters or {}) as cursor:
        return list(await cursor.fetchall())


async def change(connection: aiosqlite.Connection, sql: str, parameters: Mapping[str, Any] | None = None) -> int:
    """Run one of our own statements that gives no rows; how many it changed."""
    return int(await ADAPTER.insert_update_delete(connection, "ledger", sql, parameters or {}))


def _parameters(key: WriteKey) -> dict[str, str | int]:
    return {"call_id": key.call_id, "session": key.session, "visit": key.visit}
