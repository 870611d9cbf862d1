"""One prompt on its way to the caller: its audio as it is made, and how much of it was heard."""

import asyncio
import math
from collections import deque
from collections.abc import AsyncIterator, Callable

from callsheet.ports.tasks import beside, done_within
from callsheet.ports.telephony import BYTES_A_MS, SAMPLE_BYTES, Played

# Bytes of a prompt that are fetched before they can be written. More would be made for nothing if it is interrupted.
READ_AHEAD = 5000 * BYTES_A_MS
# Seconds that a prompt's audio is given to end once nobody wants it any more.
CLOSE_SECONDS = 2.0


class PacedPlayback:
    """A prompt that a `PacedWriter` plays. `wake` tells the writer that there is something new."""

    __slots__ = (
        "_ahead",
        "_exhausted",
        "_failure",
        "_heard",
        "_pieces",
        "_played",
        "_position",
        "_queued",
        "_room",
        "_segments",
        "_wake",
        "_written",
        "feeding",
        "over",
    )

    def __init__(self, audio: AsyncIterator[bytes], position: Callable[[], int], wake: Callable[[], None]) -> None:
        self._wake = wake
        self._position = position  # the ear's offset in everything that was written
        self._pieces: deque[bytes] = deque()
        self._ahead = 0  # bytes of the first piece that were written
        self._queued = 0
        self._room = asyncio.Event()
        self._exhausted = False
        self._failure: Exception | None = None
        self._segments: deque[tuple[int, int]] = deque()  # offset and length of what was written and not heard
        self._heard = 0  # bytes, of the segments that are no more
        self._written = 0
        self._played: Played | None = None
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.feeding = beside(self._feed(audio))  # until its audio has been closed

    @property
    def position_ms(self) -> int:
        """How much of it was heard so far."""
        return self._played.played_ms if self._played else self._heard_bytes() // BYTES_A_MS

    @property
    def length_ms(self) -> int:
        """How much there is of it so far."""
        return (self._written + self._queued) // BYTES_A_MS

    async def done(self) -> Played:
        """Wait until it is over. Raises what its audio raised, once everything before that was heard."""
        await done_within(math.inf, self.over)
        if self._failure is not None:
            raise self._failure
        return self.finish()

    def fills(self, size: int) -> int:
        """How many bytes of whole frames of this size there are; the rest of it fills the last one."""
        rest = self._queued % size
        return self._queued - rest + (size if rest and self._exhausted else 0)

    @property
    def last_offset(self) -> int | None:
        """The offset at which it will have been heard; None while there is more to write."""
        if not self._exhausted or self._queued:
            return None
        return sum(self._segments[-1]) if self._segments else 0

    def take(self, most: int, offset: int) -> bytes:
        """The next bytes, to be written at `offset`: at most `most`, an even number."""
        taken = bytearray()
        while self._pieces and len(taken) < most:
            piece = self._pieces[0][self._ahead : self._ahead + most - len(taken)]
            taken += piece
            self._ahead += len(piece)
            if self._ahead == len(self._pieces[0]):
                self._pieces.popleft()
                self._ahead = 0
        self._queued -= len(taken)
        self._written += len(taken)
        if self._queued < READ_AHEAD:
            self._room.set()
        if self._segments and sum(self._segments[-1]) == offset:
            start, length = self._segments[-1]
            self._segments[-1] = (start, length + len(taken))
        elif taken:
            self._segments.append((offset, len(taken)))
        return bytes(taken)

    def finish(self) -> Played:
        """It is over, heard to its end or not. Returns how much of it was heard; only the first time counts."""
        if self._played is None:
            heard = self._heard_bytes()
            left = self._written - heard + self._queued
            dropped = -(-left // BYTES_A_MS)
            if not self._exhausted:
                dropped = max(dropped, 1)  # nobody knows how much was to come
            self._played = Played(heard // BYTES_A_MS, dropped)
            if dropped:
                self._failure = None  # what would have come later does not matter any more
            self._pieces.clear()
            self._segments.clear()
            self._queued = 0
            self.feeding.cancel()
            self.over.set_result(None)
        return self._played

    def _heard_bytes(self) -> int:
        position = self._position()
        while self._segments and sum(self._segments[0]) <= position:
            self._heard += self._segments.popleft()[1]
        return self._heard + max(0, position - self._segments[0][0]) if self._segments else self._heard

    async def _feed(self, audio: AsyncIterator[bytes]) -> None:
        odd = b""
        try:
            async for piece in audio:
                if self._played is not None:
                    return  # it ignored that it was cancelled
                odd += piece
                whole = len(odd) - len(odd) % SAMPLE_BYTES
                if whole:
                    self._pieces.append(odd[:whole])
                    self._queued += whole
                    odd = odd[whole:]
                    self._wake()
                while self._queued >= READ_AHEAD:
                    self._room.clear()
                    await self._room.wait()
        except Exception as failure:  # noqa: BLE001 - whatever it is belongs to the one who awaits the end
            self._failure = failure
        finally:
            self._exhausted = self._played is None
            self._wake()
            await _close(audio)


async def _close(audio: AsyncIterator[bytes]) -> None:
    """Let go of a prompt's audio; how it fails while it does matters to nobody."""
    close = getattr(audio, "aclose", None)
    if close is None:
        return
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await close()
    except Exception:  # noqa: BLE001 - see above
        return
