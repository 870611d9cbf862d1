"""The agent's audio on its way to the caller: asked for, buffered, played; and how a caller's ear follows it."""

import asyncio
from dataclasses import dataclass, field

from tests.telcoflow.recording import TICK_MS
from tests.telcoflow.settings import ServerSettings
from tests.telcoflow.sounds import SAMPLE_BYTES


@dataclass(slots=True)
class PlayOut:
    """The buffer of one call, and how much the agent was asked for."""

    settings: ServerSettings
    rate: int
    buffer: bytearray = field(default_factory=bytearray)
    awaited: int = 0  # bytes asked for that have not come
    frames: int = 0  # audio frames from the agent
    received: int = 0  # bytes
    unasked: int = 0  # bytes that came though nobody asked for them
    _next_pull_ms: float = 0.0
    _playing: bool = False
    _waited_ms: int = 0

    def bytes_of(self, ms: int) -> int:
        return self.rate * ms // 1000 * SAMPLE_BYTES

    def receive(self, pcm: bytes) -> None:
        """Audio came; frames may be cut anywhere, within a sample too."""
        self.frames += 1
        self.received += len(pcm)
        self.unasked += max(0, len(pcm) - self.awaited)
        self.awaited = max(0, self.awaited - len(pcm))
        self.buffer += pcm

    def take(self) -> bytes:
        """What is played now: a tick of whole samples, or as much as there is."""
        whole = self.bytes_of(TICK_MS)
        if not self._playing:
            self._waited_ms = self._waited_ms + TICK_MS if self.buffer else 0
            enough = len(self.buffer) >= self.bytes_of(self.settings.target_ms)
            if self.settings.prebuffer and not enough and self._waited_ms <= self.settings.target_ms:
                return b""
        length = min(len(self.buffer), whole) // SAMPLE_BYTES * SAMPLE_BYTES
        taken = bytes(self.buffer[:length])
        del self.buffer[:length]
        self._playing = length == whole
        if not self._playing:
            self._waited_ms = 0
        return taken

    def wanted(self, now_ms: float) -> int:
        """How many bytes to ask the agent for now; 0 is nothing."""
        if now_ms < self._next_pull_ms:
            return 0
        settings = self.settings
        self._next_pull_ms = max(self._next_pull_ms + settings.pull_ms, now_ms)
        if settings.pull_mode == "blind":
            wanted = self.bytes_of(settings.pull_ms)
        elif settings.pull_mode == "greedy":
            missing = self.bytes_of(settings.greedy_ms) - self.awaited
            wanted = missing if missing >= self.bytes_of(settings.greedy_ms) // 3 else 0
        else:
            missing = self.bytes_of(settings.target_ms) - len(self.buffer) - self.awaited
            wanted = missing if missing >= self.bytes_of(min(settings.prefer_frame_ms, settings.target_ms) or 1) else 0
        self.awaited += wanted
        return wanted

    def interrupt(self) -> int:
        """Drop what was not played yet; returns how many bytes."""
        dropped = len(self.buffer)
        self.buffer.clear()
        self._playing = False
        self._next_pull_ms = 0.0
        if self.settings.interrupt_forgets_credit:
            self.awaited = 0
        return dropped


@dataclass(slots=True)
class Ear:
    """Follows what is played, tick by tick, for callers that wait for something."""

    quiet_ms: int = 0
    loud: bool = False
    _heard: bool = False
    _silence_ms: int | None = None
    _waiting: asyncio.Future[None] | None = None

    def hear(self, loud: bool) -> bool:
        """One tick was played; tells whether a sound begins with it."""
        begins = loud and not self.loud
        self.loud = loud
        self.quiet_ms = 0 if loud else self.quiet_ms + TICK_MS
        self._heard = self._heard or self.loud
        enough = self._silence_ms is None or (not self.loud and self.quiet_ms >= self._silence_ms)
        if self._waiting and not self._waiting.done() and self._heard and enough:
            self._waiting.set_result(None)
        return begins

    async def sound(self) -> None:
        """Wait until something is heard."""
        await self._wait(None)

    async def prompt(self, silence_ms: int) -> None:
        """Wait until something was heard, and then nothing for `silence_ms`."""
        await self._wait(silence_ms)

    async def _wait(self, silence_ms: int | None) -> None:
        self._heard = self.loud
        if self.loud and silence_ms is None:
            return
        self._silence_ms = silence_ms
        self._waiting = asyncio.get_running_loop().create_future()
        await self._waiting
