"""A worker with a call. It begins the call, does two writes, says so, and then writes once more for every line that it
reads, and says what came of it. Started by tests that kill it, or let it stand still.

Arguments: the database's path, the call's id.
"""

import asyncio
import sys
from pathlib import Path

from callsheet.ports.data import DataFailed, OpenedCall, WriteKey, WriteUnit
from tests.unit.data.conftest import MARK, NOW, Bench, query

FORGET = query("DELETE FROM notifications", kind="write", name="forget")


async def main(path: str, call_id: str) -> None:
    async with Bench(Path(path)).opened() as database:
        await database.open_call(OpenedCall(call_id, "interactive_notifications", NOW))
        await database.write(WriteUnit(WriteKey(call_id, 1, 2), FORGET, {}, str))
        await database.write(WriteUnit(WriteKey(call_id, 1, 1), MARK, {"visit": 1}, str))
        print("begun", flush=True)
        visit = 2
        while (await asyncio.to_thread(sys.stdin.readline)).strip():
            visit += 1
            try:
                await database.write(WriteUnit(WriteKey(call_id, 1, visit), MARK, {"visit": visit}, str))
                print("written", flush=True)
            except DataFailed as failed:
                print(failed.kind, flush=True)
        print("beat", flush=True)
        try:
            await database.take_lost_calls()
            print("alive", flush=True)
        except DataFailed as failed:
            print(failed.kind, flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
