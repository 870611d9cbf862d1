"""A process that looks at texts, from the side of the server."""

import asyncio
import os
import pickle
import sys
from contextlib import suppress
from typing import TypeVar

from callsheet.lsp.looks import LENGTH, Look, NothingSeen
from callsheet.ports.tasks import Overtaken, Unless, finished

# For one look, on a machine that does much else; its time of a processor has a narrower bound.
MOST_SECONDS = 60.0


T = TypeVar("T")


class LookProcess:
    """Begun with the first look, and again after it has ended, whoever ended it. One look at a time."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def look(self, look: Look[T]) -> T | NothingSeen:
        """What a look shows. Who is cancelled waits for its end all the same: its answer would be the next one's."""
        async with self._turn:
            seen, cancelled = await finished(self._seen(look))
        if cancelled:
            raise asyncio.CancelledError
        return seen

    async def end(self) -> None:
        """End the process; it has nothing of its own that could be lost."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _seen(self, look: Look[T]) -> T | NothingSeen:
        try:
            with Unless(within=MOST_SECONDS):
                return await self._answer(look)
        except (Overtaken, OSError, asyncio.IncompleteReadError):
            await self.end()
            return NothingSeen("this takes too much time or memory to look at, and was given up")

    async def _answer(self, look: Look[T]) -> T:
        process = self._process or await self._begin()
        assert process.stdin  # noqa: S101 - both were asked for
        assert process.stdout  # noqa: S101 - both were asked for
        content = pickle.dumps(look)
        process.stdin.write(LENGTH.pack(len(content)) + content)
        await process.stdin.drain()
        (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
        seen: T = pickle.loads(await process.stdout.readexactly(length))  # noqa: S301 - this program's own words
        return seen

    async def _begin(self) -> asyncio.subprocess.Process:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "callsheet.lsp.looks",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # it could quote the text
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        return self._process
