"""Lines that a person or a file types, read in a thread, since neither a terminal nor a file can be awaited."""

import asyncio
import os
import threading
from contextlib import suppress

# One read of a pipe or terminal.
CHUNK_BYTES = 65_536
# A line's length; the rest of it is read and dropped.
MOST_BYTES = 40_000


class TypedLines:
    """The lines of a file descriptor. Read through the descriptor itself: a thread that waits in `sys.stdin` would hold
    its lock when the process ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._buffer = bytearray()
        self._ended = False
        self._reading: asyncio.Future[str | None] | None = None

    async def next(self) -> str | None:
        """The next line without its line break; None at the end of the input. Cancelled, it leaves the line there."""
        if self._reading is None:
            self._reading = self._begin()
        line = await asyncio.shield(self._reading)
        self._reading = None
        return line

    def _begin(self) -> "asyncio.Future[str | None]":
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[str | None] = loop.create_future()

        def read() -> None:
            line = self._read()
            with suppress(RuntimeError):  # the loop has been closed meanwhile: nobody waits for the line
                loop.call_soon_threadsafe(answer.set_result, line)

        threading.Thread(target=read, name="typed lines", daemon=True).start()
        return answer

    def _read(self) -> str | None:
        kept = b""
        while (end := self._buffer.find(b"\n")) < 0 and not self._ended:
            if len(self._buffer) > MOST_BYTES:
                kept = kept or bytes(self._buffer[:MOST_BYTES])
                self._buffer.clear()
            try:
                chunk = os.read(self._descriptor, CHUNK_BYTES)
            except OSError:
                chunk = b""
            self._ended = not chunk
            self._buffer += chunk
        if end < 0:
            end = len(self._buffer)
            if not end and not kept:
                return None
        line = kept or bytes(self._buffer[: min(end, MOST_BYTES)])
        del self._buffer[: end + 1]
        return line.decode("utf-8", errors="replace").rstrip("\r")
