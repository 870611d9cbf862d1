"""What somebody on the line says, on its way to the agent."""

import asyncio
from array import array
from dataclasses import dataclass, field

from tests.telcoflow.recording import TICK_MS
from tests.telcoflow.settings import ServerSettings
from tests.telcoflow.sounds import SAMPLE_BYTES, as_samples, little_endian, silence

LOUDEST = 32767


@dataclass(slots=True)
class Mouth:
    """What somebody says, tick by tick, cut into the frames that the platform sends. `said` is the last tick."""

    settings: ServerSettings
    rate: int
    background: bytes = b""
    said: bytes = b""
    _said: bytearray = field(default_factory=bytearray)
    _out: bytearray = field(default_factory=bytearray)
    _behind: int = 0  # where the background goes on
    _long: bool = True
    _held: list[bytes] = field(default_factory=list)  # frames of the next burst
    _held_ms: int = 0
    _done: asyncio.Future[None] | None = None
    _resting: list[bytes] | None = None  # the frames of every tick in which nothing is said, where they are the same

    def __post_init__(self) -> None:
        settings = self.settings
        plain = settings.inbound_frame_ms == TICK_MS and not (settings.inbound_odd or settings.inbound_burst_ms)
        if plain and not self.background:
            self._resting = [silence(TICK_MS, self.rate)] if settings.inbound_continuous else []

    async def say(self, pcm: bytes) -> None:
        """Say it; returns when the last of it is on its way."""
        if not pcm:
            return
        self._said += pcm
        self._done = asyncio.get_running_loop().create_future()
        await self._done

    def tick(self, beside: bytes = b"") -> list[bytes]:
        """The frames to send now, with what somebody else says mixed in."""
        if self._resting is not None and not (beside or self._said or self._out):
            self.said = b"".join(self._resting)
            return self._resting
        self._say()
        self._held += self._cut(beside)
        self._held_ms += TICK_MS
        if self._held_ms < self.settings.inbound_burst_ms:
            return []
        frames, self._held, self._held_ms = self._held, [], 0
        return frames

    def _say(self) -> None:
        whole = self.rate * TICK_MS // 1000 * SAMPLE_BYTES
        self.said = bytes(self._said[:whole])
        del self._said[:whole]
        if not self._said and self._done and not self._done.done():
            self._done.set_result(None)
        if self.settings.inbound_continuous or self.background:
            self.said += bytes(whole - len(self.said))
        if self.background:
            self.said = mixed(self.said, self._piece_of_background(whole))

    def _cut(self, beside: bytes) -> list[bytes]:
        """The frames that this tick completes."""
        said = mixed(self.said, beside)
        self._out += said
        frames: list[bytes] = []
        while len(self._out) >= (size := self._frame_bytes()):
            frames.append(bytes(self._out[:size]))
            del self._out[:size]
            self._long = not self._long
        if not said and self._out:
            frames.append(bytes(self._out))
            self._out.clear()
        return frames

    def _frame_bytes(self) -> int:
        whole = self.rate * self.settings.inbound_frame_ms // 1000 * SAMPLE_BYTES
        if not self.settings.inbound_odd:
            return whole
        return whole + 1 if self._long else whole - 1

    def _piece_of_background(self, length: int) -> bytes:
        piece = b""
        while len(piece) < length:
            more = self.background[self._behind : self._behind + length - len(piece)]
            piece += more
            self._behind = (self._behind + len(more)) % len(self.background)
        return piece


def mixed(one: bytes, other: bytes) -> bytes:
    """Both at once, as long as the longer one, and as loud as a sample can be."""
    if not other:
        return one
    length = max(len(one), len(other))
    one, other = one.ljust(length, b"\0"), other.ljust(length, b"\0")
    if one.count(0) == length or other.count(0) == length:  # as it is most of the time
        return other if one.count(0) == length else one
    pairs = zip(as_samples(one), as_samples(other), strict=True)
    return little_endian(array("h", (max(-LOUDEST, min(LOUDEST, a + b)) for a, b in pairs)))
