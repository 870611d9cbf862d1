"""What all calls that pass text have: their states, prompts that last as long as they take, what they cannot do."""

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Coroutine
from typing import Any, TypeVar

from callsheet.adapters.telephony.events import CallEvents
from callsheet.adapters.telephony.results import OVER, unsupported
from callsheet.ports.clock import Clock
from callsheet.ports.tasks import Overtaken, Unless, begun, done_within
from callsheet.ports.telephony import (
    CALLEE,
    DONE,
    Answered,
    Bridged,
    CallEvent,
    CallInfo,
    CallState,
    Caps,
    CommandResult,
    Dtmf,
    Ended,
    EndReason,
    Frame,
    Heard,
    KeyPress,
    Misuse,
    Mode,
    Playback,
    Played,
    Prompt,
    Said,
    Unbridged,
)

T = TypeVar("T")


class TextPlayback:
    """A prompt of `length_ms`. It is over when `lasting` is, which raises what the prompt fails with."""

    __slots__ = ("_began", "_clock", "_failure", "_lasting", "_length_ms", "_played", "over")

    def __init__(self, clock: Clock, length_ms: int = 0, lasting: Coroutine[Any, Any, None] | None = None) -> None:
        self._clock = clock
        self._began = clock.monotonic()
        self._length_ms = length_ms
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._played = Played(0)
        self._failure: BaseException | None = None
        self._lasting: asyncio.Future[None] | None = None
        if lasting is None:
            self.finish(length_ms)
        else:
            self._lasting = begun(lasting)
            self._lasting.add_done_callback(self._came_to_its_end)

    @property
    def position_ms(self) -> int:
        """How much of it was heard so far."""
        elapsed = int((self._clock.monotonic() - self._began) * 1000)
        return self._played.played_ms if self.over.done() else min(elapsed, self._length_ms)

    @property
    def length_ms(self) -> int:
        """How long it takes to hear all of it."""
        return self._length_ms

    async def done(self) -> Played:
        """Wait until it is over. Raises what it failed with."""
        await done_within(math.inf, self.over)
        if self._failure is not None:
            raise self._failure
        return self._played

    def finish(self, position_ms: int) -> Played:
        """It is over here, unless it was before."""
        if not self.over.done():
            self._played = Played(position_ms, self._length_ms - position_ms)
            self.over.set_result(None)
            if self._lasting is not None:
                self._lasting.cancel()
        return self._played

    def _came_to_its_end(self, lasting: "asyncio.Future[None]") -> None:
        self._failure = None if lasting.cancelled() else lasting.exception()
        self.finish(0 if self._failure else self._length_ms)


class TextCall:
    """Implements `ports.telephony.Call`, but for what differs from one line of text to the other."""

    caps = Caps(media="text", dtmf_in="event")

    def __init__(self, info: CallInfo, clock: Clock) -> None:
        self.info = info
        self.clock = clock
        self.state = CallState.RINGING
        self._events = CallEvents()
        self._over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.playing: TextPlayback | None = None
        self.heard_by: Mode = "spy"  # while two talk
        self._ringing = False

    # What differs

    async def pick_up(self, timeout_seconds: float) -> CommandResult:
        """Answer the call."""
        return DONE

    def speak(self, text: str) -> TextPlayback:
        """Begin to speak."""
        return TextPlayback(self.clock)

    def interrupted(self, played: Played) -> None:
        """The prompt was cut."""

    async def next_turn(self, timeout_seconds: float, pause_seconds: float) -> Heard | None:
        """What the caller does next; None where they hang up."""
        return None

    async def next_key(self, timeout_seconds: float) -> KeyPress | None:
        """The key behind one that was pressed; None where none comes."""
        return None

    async def ring(self, targets: tuple[str, ...], ring_seconds: float) -> CommandResult:
        """Ring somebody else."""
        return unsupported("ring somebody else")

    def let_go(self) -> None:
        """We hang up, or leave those who talk."""

    # The call

    @property
    def ended(self) -> bool:
        """Whether the call is over."""
        return self.state is CallState.ENDED

    def tell(self, event: Said | Dtmf) -> None:
        """The caller does something unasked."""
        self._events.add(event)

    def come_back(self) -> None:
        """The other side has hung up: the caller is alone with us again."""
        if self.state is CallState.BRIDGED:
            self.state = CallState.ANSWERED
            if self.playing is not None:
                self.playing.finish(self.playing.position_ms)
            self._events.add(Unbridged())

    def end(self, reason: EndReason) -> bool:
        """The call is over, whatever it is doing. Returns whether it was not before: the first reason counts."""
        if self.ended:
            return False
        self.state = CallState.ENDED
        if self.playing is not None:
            self.playing.finish(self.playing.position_ms)
        self._events.add(Ended(reason))
        self._over.set_result(None)
        return True

    async def answer(self, timeout_seconds: float = 10.0) -> CommandResult:
        """Pick up."""
        if self.ended:
            return OVER
        if self.state is not CallState.RINGING:
            raise Misuse("the call was answered before")
        result = await self._unless_over(self.pick_up(timeout_seconds))
        if result is None:
            return OVER
        if result.ok and not self.ended:
            self.state = CallState.ANSWERED
            self._events.add(Answered())
        return result

    async def reject(self) -> CommandResult:
        """End a ringing call."""
        if self.ended:
            return OVER
        if self.state is not CallState.RINGING:
            raise Misuse("a call that was answered cannot be rejected")
        self.end(EndReason.REJECTED)
        return DONE

    async def hang_up(self) -> CommandResult:
        """End the call, once what is being spoken was heard."""
        if self.ended:
            return OVER
        if self.playing is not None:
            await done_within(math.inf, self.playing.over)
        self.let_go()
        return DONE if self.end(EndReason.AGENT_HANGUP) else OVER

    async def leave(self) -> CommandResult:
        """Leave those who talk; where nobody else is in the call, end it."""
        if self.state is not CallState.BRIDGED:
            return await self.hang_up()
        self.let_go()
        return DONE if self.end(EndReason.AGENT_LEFT) else OVER

    async def connect(self, targets: tuple[str, ...] = (CALLEE,), ring_seconds: float = 30.0) -> CommandResult:
        """Ring somebody else."""
        if self.ended:
            return OVER
        if self.state is CallState.BRIDGED or self._ringing:
            raise Misuse("somebody is connected, or rung")
        self._ringing = True
        try:
            if self.playing is not None:
                await done_within(math.inf, self.playing.over)
            result = await self._unless_over(self.ring(targets, ring_seconds))
        finally:
            self._ringing = False
        if result is None:
            return OVER
        if result.ok and not self.ended:
            self.state = CallState.BRIDGED
            self._events.add(Bridged())
        return result

    async def mode(self, mode: Mode) -> CommandResult:
        """Whisper or barge; a text that is spoken to nobody is none."""
        if self.ended:
            return OVER
        if self.state is not CallState.BRIDGED:
            raise Misuse("nobody else is in the call")
        self.heard_by = mode
        return DONE

    async def send_dtmf(self, digits: str) -> CommandResult:
        """Not on a line of text."""
        return OVER if self.ended else unsupported("press keys")

    def play(self, prompt: Prompt) -> Playback:
        """Begin to speak a text."""
        if not isinstance(prompt, str):
            raise Misuse("a line of text speaks texts")
        if self.ended:
            return TextPlayback(self.clock)  # nobody hears anything of it
        if self.state is CallState.RINGING:
            raise Misuse("nothing can be played before the answer")
        if self.playing is not None and not self.playing.over.done():
            raise Misuse("another prompt is being played")
        self.playing = self.speak(prompt)
        return self.playing

    async def interrupt(self) -> Played:
        """Fall silent."""
        if self.playing is None or self.playing.over.done():
            return Played(0)
        played = self.playing.finish(self.playing.position_ms)
        self.interrupted(played)
        return played

    async def turn(self, timeout_seconds: float, pause_seconds: float) -> Heard | None:
        """The caller's next turn."""
        if self.ended:
            return None
        heard = await self._unless_over(self.next_turn(timeout_seconds, pause_seconds))
        if heard is None:
            self.end(EndReason.CALLER_HANGUP)
        return heard

    async def key(self, timeout_seconds: float) -> KeyPress | None:
        """The caller's next key; none where the call is over."""
        return None if self.ended else await self._unless_over(self.next_key(timeout_seconds))

    def events(self) -> AsyncIterator[CallEvent]:
        """What happens, `Ended` last."""
        return self._events.read()

    # What only lines of audio have

    def played(self, ms: int) -> bytes:
        """Not on a line of text."""
        raise Misuse("a line of text has no audio")

    def audio_in(self, channel: int = 0) -> AsyncIterator[Frame]:
        """Not on a line of text."""
        raise Misuse("a line of text has no audio")

    @property
    def dropped_frames(self) -> int:
        """There are none."""
        return 0

    async def _unless_over(self, work: Awaitable[T]) -> T | None:
        """The result of `work`, which wins a tie; None as soon as the call is over."""
        try:
            with Unless(self._over):
                return await work
        except Overtaken:
            return None
