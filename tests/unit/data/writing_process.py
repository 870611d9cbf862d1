"""A process that writes until it is killed. It prints each visit once its write was said to be done.

Arguments: the database's path, the number of its session. Started by test_processes.py.
"""

import asyncio
import sys
from pathlib import Path

from callsheet.ports.data import WriteKey, WriteUnit
from tests.unit.data.conftest import Bench, query

MARK = query("INSERT INTO marks VALUES (:mark)", "mark", kind="write", name="mark")

# Calls that write at the same time, so that some wait, one is under way, and one has just been done.
CALLS = 5

MARKS_A_SESSION = 1_000_000


async def main(path: str, session: int) -> None:
    async with Bench(Path(path)).opened() as database:

        async def call(first: int) -> None:
            for visit in range(first, MARKS_A_SESSION, CALLS):
                mark = session * MARKS_A_SESSION + visit
                await database.write(WriteUnit(WriteKey("c", session, visit), MARK, {"mark": mark}, str))
                print(mark, flush=True)

        await asyncio.gather(*(call(first) for first in range(CALLS)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
