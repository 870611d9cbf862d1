"""A worker that takes calls by itself and beats fast. It says in a line of JSON each what it was told is done, which
calls it has taken over, and when it gives up. Started by attacks, and ended by them.

Arguments: the database's path, the worker's name.
"""

import asyncio
import json
import logging
import sys
import time
from collections.abc import Iterator
from itertools import count

from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.ports.data import DataFailed, OpenedCall, PreparedQuery, WriteKey, WriteUnit

SCHEMA = "CREATE TABLE marks (mark TEXT NOT NULL);"
MARK = PreparedQuery("mark", "write", ("mark",), "INSERT INTO marks VALUES (:mark)")
# Seconds. An engine beats every five; here nobody wants to wait for that.
BEAT_SECONDS = 0.03
WRITES_OF_A_CALL = 25


def tell(**what: object) -> None:
    print(json.dumps(what), flush=True)


async def main(path: str, name: str) -> None:
    logging.disable()  # what is wrong with the database is the attack's doing
    database = SqliteDatabase(path, SystemClock())
    await asyncio.gather(calls(database, name), calls(database, f"{name}'"), beats(database))


async def calls(database: SqliteDatabase, name: str) -> None:
    clock = SystemClock()
    for number in count():
        call_id = f"{name}-{number}"
        try:
            await database.open_call(OpenedCall(call_id, "soak", clock.now()))
            for visit in range(WRITES_OF_A_CALL):
                mark, began = f"{call_id}-{visit}", time.monotonic()
                await database.write(WriteUnit(WriteKey(call_id, 1, visit), MARK, {"mark": mark}, str))
                tell(done=mark, began=began)
            await database.close_call(call_id, "completed", "", clock.now())
        except DataFailed as failed:
            tell(failed=failed.kind)
            await asyncio.sleep(BEAT_SECONDS)


async def beats(database: SqliteDatabase) -> None:
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        try:
            for lost in await database.take_lost_calls():
                tell(lost=lost.call_id, writes=len(lost.writes))
                await database.close_call(lost.call_id, "failed", "engine_died", SystemClock().now())
        except DataFailed as failed:
            tell(failed=failed.kind)


def told(lines: str) -> Iterator[dict[str, object]]:
    """What a worker has said; a line that its end cut is none. Whatever it says else is a fault of the engine's."""
    for line in lines.splitlines(keepends=True):
        if line.endswith("\n"):
            yield json.loads(line) if line.startswith("{") else {"fault": line.strip()}


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
