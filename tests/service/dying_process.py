"""A process that notes a call and is killed in it. Arguments: the database's path, the call's id."""

import asyncio
import os
import signal
import sys

from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.ports.data import OpenedCall
from tests.service.conftest import NOW


async def main(path: str, call_id: str) -> None:
    await SqliteDatabase(path, SystemClock()).open_call(OpenedCall(call_id, "greeting", NOW))
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
