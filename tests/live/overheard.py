"""A call as it is; what events it tells is noted."""

from collections.abc import AsyncIterator

from callsheet.ports.telephony import (
    CALLEE,
    Call,
    CallEvent,
    CallInfo,
    CallState,
    Caps,
    CommandResult,
    Frame,
    Heard,
    KeyPress,
    Mode,
    Playback,
    Played,
    Prompt,
)


class Overheard:
    """Implements `ports.telephony.Call` by another. `told` is the kind of every event that was read."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self.told: list[type[CallEvent]] = []

    @property
    def info(self) -> CallInfo:
        return self._call.info

    @property
    def caps(self) -> Caps:
        return self._call.caps

    @property
    def state(self) -> CallState:
        return self._call.state

    @property
    def dropped_frames(self) -> int:
        return self._call.dropped_frames

    async def answer(self, timeout_seconds: float = 10.0) -> CommandResult:
        return await self._call.answer(timeout_seconds)

    async def reject(self) -> CommandResult:
        return await self._call.reject()

    async def hang_up(self) -> CommandResult:
        return await self._call.hang_up()

    async def leave(self) -> CommandResult:
        return await self._call.leave()

    async def connect(self, targets: tuple[str, ...] = (CALLEE,), ring_seconds: float = 30.0) -> CommandResult:
        return await self._call.connect(targets, ring_seconds)

    async def mode(self, mode: Mode) -> CommandResult:
        return await self._call.mode(mode)

    async def send_dtmf(self, digits: str) -> CommandResult:
        return await self._call.send_dtmf(digits)

    def play(self, prompt: Prompt) -> Playback:
        return self._call.play(prompt)

    async def interrupt(self) -> Played:
        return await self._call.interrupt()

    def played(self, ms: int) -> bytes:
        return self._call.played(ms)

    def audio_in(self, channel: int = 0) -> AsyncIterator[Frame]:
        return self._call.audio_in(channel)

    async def turn(self, timeout_seconds: float, pause_seconds: float) -> Heard | None:
        return await self._call.turn(timeout_seconds, pause_seconds)

    async def key(self, timeout_seconds: float) -> KeyPress | None:
        return await self._call.key(timeout_seconds)

    async def events(self) -> AsyncIterator[CallEvent]:
        async for event in self._call.events():
            self.told.append(type(event))
            yield event
