"""What the caller hears now of what was written, by the clock: for transports that do not tell.

A piece begins to be heard when the transport takes it, or when the one before it has ended, whichever is later. Offsets
are bytes since the call was answered.
"""

import math

from callsheet.ports.clock import Clock
from callsheet.ports.telephony import BYTES_A_MS, RATE, SAMPLE_BYTES

BYTES_A_SECOND = RATE * SAMPLE_BYTES
# Milliseconds of what was heard that are kept: an echo comes back within one and a half seconds, or is none.
MEMORY_MS = 1500
# Bytes of the past that may pile up before they are thrown away together, because each time everything is moved.
SLACK = 2 * MEMORY_MS * BYTES_A_MS


class PlayHead:
    """Where the caller's ear is in the audio that was written."""

    __slots__ = ("_clock", "_memory", "_memory_begins", "_play_end", "held", "written")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._memory = bytearray()  # from `_memory_begins` to `written`
        self._memory_begins = 0
        self._play_end = clock.monotonic()  # when what was taken will have been heard
        self.written = 0
        self.held = 0  # bytes that the transport was given and has not taken

    @property
    def heard(self) -> int:
        """The offset of the caller's ear: an even number."""
        return self.written - self.held - self._playing

    @property
    def unheard(self) -> int:
        """Bytes that were written and not heard yet."""
        return self.held + self._playing

    @property
    def dry_seconds(self) -> float:
        """How long the caller has been hearing nothing, because everything that was taken is over."""
        return max(0.0, self._clock.monotonic() - self._play_end)

    @property
    def _playing(self) -> int:
        left = max(0, round((self._play_end - self._clock.monotonic()) * BYTES_A_SECOND))
        return left + left % SAMPLE_BYTES

    def wrote(self, pcm: bytes) -> None:
        """The transport was given `pcm`."""
        self._memory += pcm
        self.written += len(pcm)
        self.held += len(pcm)
        if len(self._memory) > SLACK:
            begins = max(self._memory_begins, self.heard - MEMORY_MS * BYTES_A_MS)
            del self._memory[: begins - self._memory_begins]
            self._memory_begins = begins

    def observe(self, held: int) -> int:
        """The transport holds `held` bytes now: what it does not hold any more is heard next. Returns how much that is.

        A transport cannot hold more than it was given, whatever it says.
        """
        taken = self.held - held
        if taken <= 0:
            return 0
        self._play_end = max(self._play_end, self._clock.monotonic()) + taken / BYTES_A_SECOND
        self.held = held
        return taken

    def cut(self) -> None:
        """What was not heard yet never will be."""
        heard = self.heard
        del self._memory[heard - self._memory_begins :]
        self.written = heard
        self.held = 0
        self._play_end = self._clock.monotonic()

    def take_back(self, held: int) -> None:
        """The transport gave back the `held` bytes that it still had."""
        self.observe(held)
        self.written -= self.held
        del self._memory[self.written - self._memory_begins :]
        self.held = 0

    def seconds_until(self, offset: int) -> float:
        """How long until the ear is at `offset`; infinite where the transport has not taken that much."""
        ahead = self.written - self.held - offset
        return self._play_end - ahead / BYTES_A_SECOND - self._clock.monotonic() if ahead >= 0 else math.inf

    def last(self, ms: int) -> bytes:
        """The last `ms` of what the caller heard, up to now; silence where nothing was."""
        wanted = min(ms, MEMORY_MS) * BYTES_A_MS
        since = round(self.dry_seconds * BYTES_A_SECOND)
        silence = min(wanted, since - since % SAMPLE_BYTES)
        end = self.heard - self._memory_begins
        begin = max(0, end - wanted + silence)
        before = wanted - silence - max(0, end - begin)
        return b"".join((bytes(before), memoryview(self._memory)[begin:end], bytes(silence)))  # one copy of it
