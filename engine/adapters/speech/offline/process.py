"""One process of models, from the side of the service that began it."""

import asyncio
import os
import pickle
import socket
import subprocess
import sys
from typing import Self

from engine.adapters.speech.offline import child
from engine.adapters.speech.offline.wire import LENGTH, Done, Failed, packed

# Libraries of numbers would begin threads of their own for each processor, and spin while they wait.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class ProcessEnded(Exception):
    """The process is not there any more, whoever ended it."""


class ModelProcess:
    """A process that does one piece of work after the other."""

    def __init__(
        self, process: "subprocess.Popen[bytes]", reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer

    @classmethod
    async def begin(cls, politeness: int) -> Self:
        """Begin one. Its end of the socket is its alone: it sees the end of this process however that comes."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                process = _begun(theirs, politeness)
        except BaseException:
            ours.close()
            raise
        try:
            return cls(process, *await asyncio.open_connection(sock=ours))
        except BaseException:
            ours.close()
            process.kill()
            await asyncio.to_thread(process.wait)
            raise

    async def do(self, work: child.Work) -> Done[object] | Failed:
        """What a piece of work came to; one at a time. Raises `ProcessEnded`."""
        try:
            self._writer.write(packed(work))
            await self._writer.drain()
            (size,) = LENGTH.unpack(await self._reader.readexactly(LENGTH.size))
            answer: Done[object] | Failed = pickle.loads(await self._reader.readexactly(size))  # noqa: S301 - this program's own words
        except (OSError, EOFError) as error:
            raise ProcessEnded from error
        return answer

    async def end(self) -> None:
        """End it, and wait until it has ended."""
        self._writer.close()
        self._process.kill()  # it has nothing of its own that could be lost
        await asyncio.to_thread(self._process.wait)


def _begun(channel: socket.socket, politeness: int) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(  # noqa: S603 - this program itself
        [sys.executable, "-P", "-m", child.__name__, str(politeness)],
        stdin=channel.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # a library's words could hold what was said
        env=environment,
    )
