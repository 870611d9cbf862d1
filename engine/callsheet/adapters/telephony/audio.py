"""What all calls that carry audio have: prompts that are paced, the caller's sound, events, and an end."""

from collections.abc import AsyncIterator, Callable

from callsheet.adapters.telephony.events import CallEvents
from callsheet.adapters.telephony.paced import PacedWriter, Transport
from callsheet.adapters.telephony.sound_queue import SoundQueue
from callsheet.ports.clock import Clock
from callsheet.ports.telephony import (
    Answered,
    Bridged,
    CallEvent,
    CallInfo,
    CallState,
    Caps,
    Ended,
    EndReason,
    Frame,
    Heard,
    KeyPress,
    Misuse,
    Playback,
    Played,
    Prompt,
)

TALKING = (CallState.ANSWERED, CallState.BRIDGED)


class AudioCall:
    """The sound and the events of one call. `failed` is called once if `transport` breaks."""

    def __init__(
        self, info: CallInfo, caps: Caps, clock: Clock, transport: Transport, failed: Callable[[], None]
    ) -> None:
        self.info = info
        self.caps = caps
        self.state = CallState.RINGING
        self._clock = clock
        self._events = CallEvents()
        self._sound = SoundQueue()
        self._writer = PacedWriter(clock, transport, failed)

    def play(self, prompt: Prompt) -> Playback:
        """Begin to play."""
        if isinstance(prompt, str):
            raise Misuse("this line carries audio, and no text")
        if self.state is CallState.RINGING:
            raise Misuse("nothing can be played before the answer")
        return self._writer.play(prompt)

    async def interrupt(self) -> Played:
        """Stop what is being played."""
        return await self._writer.interrupt()

    def played(self, ms: int) -> bytes:
        """What the caller heard last."""
        return self._writer.played(ms)

    def audio_in(self, channel: int = 0) -> AsyncIterator[Frame]:
        """What the caller's line carries."""
        if channel != 0:
            raise Misuse("this line carries everybody in one channel")
        return self._sound.read()

    @property
    def dropped_frames(self) -> int:
        """Frames of the caller that nobody read in time."""
        return self._sound.dropped

    async def turn(self, timeout_seconds: float, pause_seconds: float) -> Heard | None:
        """Turns are a matter of text."""
        raise Misuse("this line carries audio, and no text")

    async def key(self, timeout_seconds: float) -> KeyPress | None:
        """Keys come as events, or as tones."""
        raise Misuse("this line carries audio, and no text")

    def events(self) -> AsyncIterator[CallEvent]:
        """What happens."""
        return self._events.read()

    def _over(self) -> bool:
        return self.state is CallState.ENDED

    def _picked_up(self) -> None:
        """From now on something is heard, both ways."""
        self.state = CallState.ANSWERED
        self._events.add(Answered())
        self._writer.begin()

    async def _connected(self) -> None:
        """Somebody else has picked up: from now on nothing of us is heard, but what is played."""
        self.state = CallState.BRIDGED
        self._events.add(Bridged())
        await self._writer.rest()

    def _hear(self, pcm: bytes) -> None:
        """The caller's line carried this."""
        if self.state in TALKING:
            self._sound.add(pcm, self._clock.monotonic())

    def _is_over(self, reason: EndReason) -> None:
        """Nothing is heard any more, and nothing happens."""
        self.state = CallState.ENDED
        self._writer.end()
        self._sound.end()
        self._events.add(Ended(reason))
