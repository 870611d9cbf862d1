"""A process of this program that answers one message after the other: niced, bounded, and begun anew when it has ended.

What it computes holds up nobody who sends sound or is typed into, and what a script makes it take of time or memory
ends it alone. Both ends are this program, and run as the same user.
"""

import asyncio
import os
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

from callsheet.ports.framing import LENGTH, framed, next_message
from callsheet.ports.tasks import finished


class ChildEnded(Exception):
    """The process has ended in the midst of an answer; the next message begins another."""


class Child:
    """The process that `python -m module` is, from the side of whoever asks. `greeting` is told to each that begins."""

    def __init__(self, module: str, greeting: bytes = b"") -> None:
        self._module = module
        self._greeting = greeting
        self._process: asyncio.subprocess.Process | None = None

    async def ask(self, message: bytes) -> bytes:
        """The answer. One may ask at a time; who gives up before the answer is there, ends the process.

        Raises `ChildEnded`.
        """
        try:
            process = self._process or await self._begin()
            assert process.stdin  # noqa: S101 - both were asked for
            assert process.stdout  # noqa: S101 - both were asked for
            process.stdin.write(framed(message))
            await process.stdin.drain()
            (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
            return await process.stdout.readexactly(length)
        except (OSError, asyncio.IncompleteReadError):
            await self.end()
            raise ChildEnded from None

    async def end(self) -> None:
        """End the process; it has nothing of its own that could be lost."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _begin(self) -> asyncio.subprocess.Process:
        beginning = asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            self._module,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # it could quote a script
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        process, cancelled = await finished(beginning)  # half begun, nobody could end it
        self._process = process
        if cancelled:
            raise asyncio.CancelledError
        assert process.stdin  # noqa: S101 - it was asked for
        if self._greeting:
            process.stdin.write(framed(self._greeting))
        return process


def answer_all(answer: Callable[[bytes], bytes | None], *, most_memory_bytes: int, politeness: int) -> None:
    """Be such a process: answer what comes until nothing comes any more; nothing where there is no answer to give.

    `most_memory_bytes` are those of addresses, libraries included; `politeness` is as `nice` has it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever ends the one who asks ends this too
    resource.setrlimit(resource.RLIMIT_AS, (most_memory_bytes, most_memory_bytes))
    os.nice(politeness)
    coming, going = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what prints would break into the answers
    while (message := next_message(coming)) is not None:
        answered = answer(message)
        if answered is not None:
            going.write(framed(answered))
            going.flush()
