"""One process of models, from the side of the service that began it."""

import asyncio
import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self, cast

from callsheet.adapters.speech.offline import child
from callsheet.adapters.speech.offline.wire import Done, Failed, packed
from callsheet.ports.framing import LENGTH

# Libraries of numbers would begin threads of their own for each processor, and spin while they wait.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class ProcessEnded(Exception):
    """The process is not there any more, whoever ended it."""


class ModelProcess(asyncio.Protocol):
    """A process that does one piece of work after the other. `gone` is called when it has ended, whoever ended it."""

    def __init__(self, process: "subprocess.Popen[bytes]", gone: Callable[[], None]) -> None:
        self._process = process
        self._gone = gone
        self._transport: asyncio.WriteTransport | None = None
        self._came = bytearray()
        self._answer: asyncio.Future[Done[object] | Failed] | None = None
        self.ended = False

    @classmethod
    async def begin(cls, politeness: int, gone: Callable[[], None]) -> Self:
        """Begin one. Its end of the socket is its alone: it sees the end of this process however that comes."""
        ours, theirs = socket.socketpair()
        with theirs, closing_on_failure(ours):
            process = _begun(theirs, politeness)
        begun = cls(process, gone)
        try:
            await asyncio.get_running_loop().create_connection(lambda: begun, sock=ours)
        except BaseException:
            ours.close()
            await begun.end()
            raise
        return begun

    async def do(self, work: child.Work) -> Done[object] | Failed:
        """What a piece of work came to; one at a time. Raises `ProcessEnded`."""
        if self.ended or self._transport is None:
            raise ProcessEnded
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(packed(work))
        return await self._answer

    async def end(self) -> None:
        """End it, and wait until it has ended."""
        if self._transport is not None:
            self._transport.abort()
        self._process.kill()  # it has nothing of its own that could be lost
        await asyncio.to_thread(self._process.wait)

    # Implements `asyncio.Protocol`.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Work can be sent."""
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        """Some of the answer came."""
        self._came += data
        if len(self._came) < LENGTH.size:
            return
        end = LENGTH.size + LENGTH.unpack_from(self._came)[0]
        if len(self._came) >= end:
            content = self._came[LENGTH.size : end]
            del self._came[:end]
            if self._answer is not None and not self._answer.done():
                self._answer.set_result(pickle.loads(content))  # noqa: S301 - this program's own words

    def connection_lost(self, exc: Exception | None) -> None:
        """It has ended."""
        self.ended = True
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ProcessEnded())
        self._gone()


@contextmanager
def closing_on_failure(channel: socket.socket) -> Iterator[None]:
    """Nobody else closes it then."""
    try:
        yield
    except BaseException:
        channel.close()
        raise


def _begun(channel: socket.socket, politeness: int) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(  # noqa: S603 - this program itself
        [sys.executable, "-P", "-m", child.__name__, str(politeness)],
        stdin=channel.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # a library's words could hold what was said
        env=environment,
    )
