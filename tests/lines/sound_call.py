"""A call that passes audio, in memory and in virtual time: nothing is lost, and what was heard is known exactly."""

import asyncio
import math
from collections import deque
from collections.abc import AsyncIterator

from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.adapters.telephony.text import TextCall
from callsheet.ports.tasks import done_within
from callsheet.ports.telephony import (
    BYTES_A_MS,
    MODES,
    CallInfo,
    CallState,
    Caps,
    CommandResult,
    EndReason,
    Frame,
    Heard,
    KeyPress,
    Misuse,
    Played,
    Prompt,
)
from tests.lines.peers import PICKS_UP, Rings, Rung

TICK_MS = 20
TICK = TICK_MS * BYTES_A_MS
MOST_FRAMES = 250  # five seconds that nobody reads


class SoundPlayback:
    """A prompt; `tick` is asked for what the caller hears next."""

    def __init__(self, audio: AsyncIterator[bytes]) -> None:
        self._waiting = bytearray()
        self._heard = 0
        self._exhausted = False
        self._failure: Exception | None = None
        self._played: Played | None = None
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.feeding = asyncio.ensure_future(self._feed(audio))

    @property
    def position_ms(self) -> int:
        return self._heard // BYTES_A_MS

    @property
    def length_ms(self) -> int:
        return (self._heard + len(self._waiting)) // BYTES_A_MS

    async def done(self) -> Played:
        await done_within(math.inf, self.over)
        if self._failure is not None:
            raise self._failure
        assert self._played is not None
        return self._played

    def tick(self) -> bytes:
        """The next 20 ms; empty where there is nothing."""
        piece = bytes(self._waiting[: min(TICK, len(self._waiting) // 2 * 2)])
        del self._waiting[: len(piece)]
        self._heard += len(piece)
        if self._exhausted and len(self._waiting) < 2:
            self._waiting.clear()
            self.finish()
        return piece

    def finish(self) -> Played:
        if self._played is None:
            cut = bool(self._waiting) or not self._exhausted
            self._played = Played(self.position_ms, max(len(self._waiting) // BYTES_A_MS, 1) if cut else 0)
            self._failure = None if cut else self._failure
            self.feeding.cancel()
            self.over.set_result(None)
        return self._played

    async def _feed(self, audio: AsyncIterator[bytes]) -> None:
        try:
            async for piece in audio:
                self._waiting += piece
        except Exception as failure:  # noqa: BLE001 - it belongs to whoever awaits the end
            self._failure = failure
        self._exhausted = True


class SoundCall(TextCall):
    """Implements `ports.telephony.Call` for audio. A test puts into `mouth` what the caller says from now on.

    Where `continuous` is not set, the line carries nothing while the caller says nothing. An `echo_ms` sends back what
    was played, so much later. `heard` is what the caller heard since the answer.
    """

    caps = Caps(media="audio", connect="any", parallel=True, unbridge=True, modes=MODES)

    def __init__(
        self,
        info: CallInfo,
        clock: VirtualClock,
        *,
        continuous: bool = True,
        echo_ms: int = 0,
        rings: Rings = PICKS_UP,
    ) -> None:
        super().__init__(info, clock)
        self.rung = Rung(rings, clock)
        self.heard_by_callee = bytearray()
        self.continuous = continuous
        self.echo_ms = echo_ms
        self.mouth = bytearray()
        self.heard = bytearray()
        self.playing_now: SoundPlayback | None = None
        self._frames: deque[Frame] = deque(maxlen=MOST_FRAMES)
        self._news = asyncio.Event()
        self._read = False
        self._dropped = 0
        self._carrying: asyncio.Task[None] | None = None

    @property
    def dropped_frames(self) -> int:
        return self._dropped

    async def ring(self, targets: tuple[str, ...], ring_seconds: float) -> CommandResult:
        if self.playing_now is not None:
            await done_within(math.inf, self.playing_now.over)
        result = await self.rung.result(ring_seconds)
        if result.ok:
            self._begin_to_carry()
        return result

    def come_back(self) -> None:
        super().come_back()
        if self.playing_now is not None:
            self.playing_now.finish()

    def end(self, reason: EndReason) -> bool:
        if self.playing_now is not None:
            self.playing_now.finish()
        if self._carrying is not None:
            self._carrying.cancel()
        self._news.set()
        return super().end(reason)

    async def answer(self, timeout_seconds: float = 10.0) -> CommandResult:
        result = await super().answer(timeout_seconds)
        if result.ok:
            self._begin_to_carry()
        return result

    def _begin_to_carry(self) -> None:
        self._carrying = self._carrying or asyncio.ensure_future(self._carry())

    def play(self, prompt: Prompt) -> SoundPlayback:
        if isinstance(prompt, str):
            raise Misuse("a line of audio plays audio")
        if self.state is CallState.RINGING:
            raise Misuse("nothing can be played before the answer")
        if self.playing_now is not None and not self.playing_now.over.done():
            raise Misuse("another prompt is being played")
        playback = SoundPlayback(prompt)
        if self.ended:
            playback.finish()
        self.playing_now = playback
        return playback

    async def interrupt(self) -> Played:
        return Played(0) if self.playing_now is None or self.playing_now.over.done() else self.playing_now.finish()

    async def hang_up(self) -> CommandResult:
        if self.playing_now is not None and not self.ended:
            await done_within(math.inf, self.playing_now.over)
        return await super().hang_up()

    async def turn(self, timeout_seconds: float, pause_seconds: float) -> Heard | None:
        raise Misuse("a line of audio has no turns of text")

    async def key(self, timeout_seconds: float) -> KeyPress | None:
        raise Misuse("a line of audio has no turns of text")

    def played(self, ms: int) -> bytes:
        return bytes(self.heard[-ms * BYTES_A_MS :]).rjust(ms * BYTES_A_MS, b"\0")

    def audio_in(self, channel: int = 0) -> AsyncIterator[Frame]:
        if self._read:
            raise Misuse("the audio of a call has one reader")
        self._read = True
        return self._frames_in()

    async def _frames_in(self) -> AsyncIterator[Frame]:
        while True:
            while self._frames:
                yield self._frames.popleft()
            if self.ended:
                return
            self._news.clear()
            await self._news.wait()

    async def _carry(self) -> None:
        while True:
            await self.clock.sleep(TICK_MS / 1000)
            playing = self.playing_now
            going = playing.tick() if playing is not None and not playing.over.done() else b""
            talking, silent = self.state is CallState.BRIDGED, bytes(TICK)
            self.heard += silent if talking and self.heard_by != "barge" else going.ljust(TICK, b"\0")
            self.heard_by_callee += silent if not talking or self.heard_by == "spy" else going.ljust(TICK, b"\0")
            coming = bytes(self.mouth[:TICK])
            del self.mouth[:TICK]
            if not coming and self.echo_ms:
                coming = self.played(self.echo_ms)[:TICK]
            if coming or self.continuous:
                if len(self._frames) == MOST_FRAMES:
                    self._dropped += 1
                self._frames.append(Frame(coming.ljust(TICK, b"\0"), self.clock.monotonic()))
                self._news.set()
