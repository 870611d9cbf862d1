"""What the caller's line carries, kept until somebody reads it, and not for long."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from msgspec.structs import replace

from callsheet.ports.telephony import BYTES_A_MS, SAMPLE_BYTES, Frame, Misuse

# Bytes that nobody has read. Whoever is so far behind answers to what was said long ago.
MOST_BYTES = 5000 * BYTES_A_MS


class SoundQueue:
    """The caller's audio, for one reader. The oldest is dropped where nobody reads; `dropped` counts the frames."""

    __slots__ = ("_bytes", "_ended", "_frames", "_last_at", "_odd", "_read", "_some", "dropped")

    def __init__(self) -> None:
        self._frames: deque[Frame] = deque()
        self._bytes = 0
        self._last_at = 0.0  # when the latest piece came
        self._odd = b""  # half a sample, whose other half comes with the next piece
        self._ended = False
        self._read = False
        self._some = asyncio.Event()
        self.dropped = 0

    def add(self, piece: bytes, at: float) -> None:
        """Audio came, cut anywhere."""
        if self._ended:
            return
        joined = self._odd + piece
        whole = len(joined) - len(joined) % SAMPLE_BYTES
        self._odd = joined[whole:]
        if not whole:
            return
        self._last_at = at
        self._frames.append(Frame(joined[:whole], at))
        self._bytes += whole
        while self._bytes > MOST_BYTES and len(self._frames) > 1:
            self._bytes -= len(self._frames.popleft().pcm)
            self.dropped += 1
        self._some.set()

    def end(self) -> None:
        """The call is over: what is there can still be read."""
        self._ended = True
        self._some.set()

    def read(self) -> AsyncIterator[Frame]:
        """Frame by frame, to the end. Raises `Misuse` for a second reader."""
        if self._read:
            raise Misuse("the sound of a call has one reader")
        self._read = True
        return self._reading()

    async def _reading(self) -> AsyncIterator[Frame]:
        while True:
            while self._frames:
                frame = self._frames.popleft()
                self._bytes -= len(frame.pcm)
                yield self._in_time(frame)
            if self._ended:
                return
            self._some.clear()
            await self._some.wait()

    def _in_time(self, frame: Frame) -> Frame:
        """What came together was not said together: a frame is as old, at least, as what came behind it is long."""
        ended_at = self._last_at - self._bytes / BYTES_A_MS / 1000
        return frame if frame.at <= ended_at else replace(frame, at=ended_at)
