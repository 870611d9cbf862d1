"""What computes for the studio, from the side of the server: one command at a time, in a process of its own.

In a thread of the server, a check would hold up whatever else it does by seconds, sound above all.
"""

import asyncio
import os
import pickle
import sys
from contextlib import suppress

from callsheet.ports.tasks import Overtaken, Unless
from callsheet.studio.command import Command
from callsheet.studio.desk import LENGTH
from callsheet.studio.messages import refusal
from callsheet.studio.project import Project

# Seconds for one command, of a machine that does much else: a check takes a tenth of one.
MOST_SECONDS = 20.0
_TOO_LONG = "this takes too long to look at, and was given up: divide the script or its data"
_ENDED = "what looks at scripts has ended in the midst of this, and is begun anew: change something to try again"


class Worker:
    """Begun with the first command, and again after it has ended, whoever ended it. Who has the `turn` may use it."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._process: asyncio.subprocess.Process | None = None
        self.turn = asyncio.Lock()

    async def do(self, command: Command) -> bytes:
        """What came of a command, as `messages.outcome` gives it. Whoever is cancelled meanwhile ends the process."""
        try:
            with Unless(within=MOST_SECONDS):
                return await self._answer(command)
        except Overtaken:
            await self.end()
            return refusal(_TOO_LONG)
        except (OSError, asyncio.IncompleteReadError):
            await self.end()
            return refusal(_ENDED)
        except asyncio.CancelledError:  # half an answer would be read as the next one's
            await self.end()
            raise

    async def end(self) -> None:
        """End the process; it has nothing of its own that could be lost."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _answer(self, command: Command) -> bytes:
        process = self._process or await self._begin()
        assert process.stdin  # noqa: S101 - both were asked for
        assert process.stdout  # noqa: S101 - both were asked for
        process.stdin.write(_packed(command))
        await process.stdin.drain()
        (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
        return await process.stdout.readexactly(length)

    async def _begin(self) -> asyncio.subprocess.Process:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "callsheet.studio.desk",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # it could quote a script
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        assert self._process.stdin  # noqa: S101 - it was asked for
        self._process.stdin.write(_packed(self._project))
        return self._process


def _packed(what: Command | Project) -> bytes:
    content = pickle.dumps(what)
    return LENGTH.pack(len(content)) + content
