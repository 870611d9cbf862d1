"""Plays into a transport that takes audio as fast as it is pushed: not much ahead of the caller's ear, and always.

Little is written ahead, so that an interruption has little to take back and it is known what was heard. Silence is
written while nothing is played, so that the end of a prompt is never left lying in a buffer that waits for more.
"""

import asyncio
import math
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Protocol

from callsheet.adapters.telephony.playhead import PlayHead
from callsheet.adapters.telephony.prompt import PacedPlayback
from callsheet.ports.clock import Clock
from callsheet.ports.tasks import beside, done_within, stopped
from callsheet.ports.telephony import BYTES_A_MS, Misuse, Played

FRAME_BYTES = 20 * BYTES_A_MS  # what telephone networks carry at once
TICK_SECONDS = 0.05  # between two looks; less than half as often as frames are played, because each look costs
# Bytes of a prompt that are written and not heard: enough for an event loop that is late by some ticks.
LEAD = 200 * BYTES_A_MS
# Bytes of silence that are written ahead: as little as the ticks allow, because a prompt may have to wait behind it.
SILENCE_LEAD = 100 * BYTES_A_MS
# Bytes that are written at most where a transport takes nothing: some take only large pieces.
MOST_LEAD = 2000 * BYTES_A_MS
# The transport takes nothing while the caller hears nothing: after so many seconds it probably waits for more at once.
HUNGRY_SECONDS = 0.06
# Between two looks while the caller hears nothing though something is there: when it is taken has to be known.
GLANCE_SECONDS = 0.005
# Timers are no finer than this.
INSTANT_SECONDS = 0.001
# Bytes, less than a frame: with so little left to be heard, a prompt whose audio does not come is filled with silence.
BRINK = 15 * BYTES_A_MS
# Seconds without anything being taken while there is a prompt: then the transport is broken.
STALL_SECONDS = 15.0
# Seconds that the transport may get less than that: to allow it all of them anew at each look would cost.
ALLOWED_SECONDS = 1.0
# Seconds that taking back is waited for. The caller is speaking meanwhile.
CLEAR_SECONDS = 0.5
# Seconds between the end of a prompt by the clock and the end of the call: what a platform may have buffered unseen.
PLAYOUT_MARGIN = 0.3
# Seconds without progress after which the rest of a prompt is not waited for at the end of a call.
STANDSTILL_SECONDS = 5.0


class Transport(Protocol):
    """Where the audio goes. Each method may raise, or hang."""

    async def write(self, pcm: bytes) -> None:
        """Hand over some frames."""

    async def pending_bytes(self) -> int:
        """How much was handed over and not taken yet."""

    async def take_back(self) -> int:
        """Drop what was handed over and not taken yet; returns how many bytes. 0 where that cannot be done."""

    async def clear(self) -> None:
        """Drop what was handed over, and make the platform drop what it took and has not played."""


class PacedWriter:
    """The audio of one call, from `begin` to `end`. `failed` is called once if the transport breaks."""

    def __init__(self, clock: Clock, transport: Transport, failed: Callable[[], None]) -> None:
        self._clock = clock
        self._transport = transport
        self._failed = failed
        self._head = PlayHead(clock)
        self._playback: PacedPlayback | None = None
        self._old: set[asyncio.Task[None]] = set()  # prompts whose audio is being closed
        self._begun = False  # whether something of the prompt was written
        self._clearing = False
        self._over = self._resting = False
        self._appetite = 0  # bytes that the transport seems to want before it takes any
        self._moved_at = clock.monotonic()  # when something was taken, or a prompt began
        self._silent_since = float("-inf")  # when the last prompt ended
        self._woken = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """The caller hears us: from now on there is something to hear, be it silence."""
        self._resting = False
        self._head = PlayHead(self._clock)
        self._running = beside(self._run())

    async def rest(self) -> None:
        """Write nothing until something is played: others talk, and nothing of ours is between, not even silence."""
        await self.interrupt()
        self._resting = True
        running, self._running = self._running, None
        if running is not None:
            await stopped(running)
        with suppress(Exception):  # whoever it is that talks, they are not heard worse for it
            await self._transport.take_back()

    def play(self, audio: AsyncIterator[bytes]) -> PacedPlayback:
        """Begin to play. Raises `Misuse` while another prompt is played. After `end` nothing is heard."""
        if self._playback is not None:
            raise Misuse("a prompt is being played already")
        playback = PacedPlayback(audio, lambda: self._head.heard, self._woken.set)
        self._begun = False
        self._moved_at = self._clock.monotonic()
        if self._resting and not self._over:
            self.begin()
        if self._over:
            self._finish(playback)
        else:
            self._playback = playback
        return playback

    async def interrupt(self) -> Played:
        """Stop the prompt; returns how much of it was heard."""
        playback, self._playback = self._playback, None
        if playback is None:
            return Played(0)
        played = self._finish(playback)
        self._head.cut()
        self._clearing = True
        try:
            async with asyncio.timeout(CLEAR_SECONDS):
                await self._transport.clear()
        except Exception:  # noqa: BLE001 - nothing more is written of it, so that little of it is heard in any case
            return played
        finally:
            self._clearing = False
            self._woken.set()
        return played

    def played(self, ms: int) -> bytes:
        """The last `ms` of what the caller heard, up to now."""
        return self._head.last(ms)

    async def drained(self) -> None:
        """Wait until the caller has heard everything; not for a prompt that does not go on."""
        while (playback := self._playback) is not None:
            before = playback.position_ms
            await done_within(STANDSTILL_SECONDS, playback.over)
            if self._playback is playback and playback.position_ms == before:
                return
        margin = self._silent_since + PLAYOUT_MARGIN - self._clock.monotonic()
        if margin > INSTANT_SECONDS and not self._over:
            await self._clock.sleep(margin)

    def end(self) -> None:
        """The call is over, and with it what is being played."""
        self._over = True
        playback, self._playback = self._playback, None
        if playback is not None:
            self._finish(playback)
        if self._running is not None:
            self._running.cancel()

    async def closed(self) -> None:
        """Wait until everything that `end` stopped has stopped."""
        for task in [*self._old, *([self._running] if self._running else [])]:
            await done_within(math.inf, task)

    def _finish(self, playback: PacedPlayback) -> Played:
        self._old.add(playback.feeding)
        playback.feeding.add_done_callback(self._old.discard)
        return playback.finish()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(STALL_SECONDS) as limit:
                while True:
                    await self._step()
                    if (stalls_at := loop.time() + STALL_SECONDS) > (limit.when() or 0.0) + ALLOWED_SECONDS:
                        limit.reschedule(stalls_at)
                    timer = loop.call_later(self._seconds_to_next(), self._woken.set)
                    await self._woken.wait()
                    timer.cancel()
                    self._woken.clear()
        except Exception:  # noqa: BLE001 - whatever broke, the caller does not hear us any more
            self._running = None
            self.end()
            self._failed()

    def _seconds_to_next(self) -> float:
        head, playback = self._head, self._playback
        seconds = TICK_SECONDS
        if head.held and head.dry_seconds <= HUNGRY_SECONDS:
            seconds = min(seconds, max(GLANCE_SECONDS, head.seconds_until(head.written - head.held)))
        if playback is not None and (end := playback.last_offset) is not None:
            seconds = min(seconds, max(INSTANT_SECONDS, head.seconds_until(end)))
        elif playback is not None:
            seconds = min(seconds, max(GLANCE_SECONDS, head.seconds_until(head.written - BRINK)))
        return seconds

    async def _step(self) -> None:
        if self._clearing:
            return
        self._look(await self._transport.pending_bytes())
        playback = self._playback
        if playback is not None and (end := playback.last_offset) is not None and self._head.heard >= end:
            self._playback = None
            self._silent_since = self._clock.monotonic()
            self._finish(playback)
        elif playback is not None and not self._begun and playback.fills(FRAME_BYTES):
            self._begun = True
            self._head.take_back(await self._transport.take_back())  # the prompt need not wait for that silence
        audio = b""
        while not self._clearing and (size := self._room()):
            piece = self._playback.take(size, self._head.written) if self._playback is not None else b""
            self._head.wrote(piece := piece.ljust(size, b"\0"))
            audio += piece
        if audio:  # at once: what a transport does for each piece it would else do twice a tick
            await self._transport.write(audio)

    def _look(self, held: int) -> None:
        """See how much was taken; where nothing is, more has to be offered."""
        before = self._head.held
        if self._head.observe(held):
            self._moved_at = self._clock.monotonic()
            self._appetite -= max(0, self._appetite - before) // 16
        elif before and self._head.dry_seconds > HUNGRY_SECONDS:
            self._appetite = min(MOST_LEAD, max(self._appetite, 2 * before))
            if self._playback is not None and self._clock.monotonic() - self._moved_at > STALL_SECONDS:
                raise TimeoutError

    def _room(self) -> int:
        """How many bytes are to be written now: whole frames, of a prompt or of silence."""
        head, playback = self._head, self._playback
        unheard, silence = head.unheard, max(SILENCE_LEAD, self._appetite)
        most = silence - unheard
        if playback is not None and (filled := playback.fills(FRAME_BYTES)):
            most = min(filled, min(MOST_LEAD, max(LEAD, self._appetite + LEAD // 2)) - unheard)
        elif playback is not None and (end := playback.last_offset) is not None:
            most = max(most, end + silence - head.written)
        elif playback is not None and self._begun and head.dry_seconds <= HUNGRY_SECONDS:
            most = FRAME_BYTES if unheard <= BRINK else 0  # what it is given later does not count: it waits for more
        return max(most, 0) // FRAME_BYTES * FRAME_BYTES
