"""Lines that a person or a file types, read in a thread, since neither a terminal nor a file can be awaited."""

import asyncio
import os
import threading

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

    def next(self) -> "asyncio.Future[str | None]":
        """The next line without its line break; None at the end of the input. Cancelling it loses that line."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[str | None] = loop.create_future()

        def deliver(line: str | None) -> None:
            if not answer.done():
                answer.set_result(line)

        def read() -> None:
            line = self._read()
            if not loop.is_closed():
                loop.call_soon_threadsafe(deliver, line)

        threading.Thread(target=read, name="typed lines", daemon=True).start()
        return answer

    def _read(self) -> str | None:
        dropping = bytearray()
        while (end := self._buffer.find(b"\n")) < 0 and not self._ended:
            if len(self._buffer) > MOST_BYTES:
                dropping = dropping or self._buffer[:MOST_BYTES]
                self._buffer.clear()
            try:
                chunk = os.read(self._descriptor, CHUNK_BYTES)
            except OSError:
                chunk = b""
            self._ended = not chunk
            self._buffer += chunk
        if end < 0 and not self._buffer and not dropping:
            return None
        line = bytes(self._buffer if end < 0 else self._buffer[:end])
        del self._buffer[: len(self._buffer) if end < 0 else end + 1]
        return (bytes(dropping) or line[:MOST_BYTES]).decode("utf-8", errors="replace").rstrip("\r")
