"""A call of Telcoflow."""

import asyncio
import math
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

from callsheet.adapters.telephony.audio import TALKING, AudioCall
from callsheet.adapters.telephony.results import OVER, unsupported
from callsheet.adapters.telephony.telcoflow import guards
from callsheet.adapters.telephony.telcoflow.connection import PlatformConnection
from callsheet.adapters.telephony.telcoflow.ending import DISCONNECT_SECONDS, DISCONNECTS
from callsheet.adapters.telephony.telcoflow.results import word
from callsheet.adapters.telephony.telcoflow.sdk import SdkCall
from callsheet.adapters.telephony.telcoflow.voice import VoiceTransport
from callsheet.ports.clock import Clock
from callsheet.ports.tasks import Background, Overtaken, Unless, begun
from callsheet.ports.telephony import (
    DONE,
    Bridged,
    CallInfo,
    CallState,
    Caps,
    CommandResult,
    EndReason,
    LineCode,
    LineError,
    Misuse,
)

CAPS = Caps(
    media="audio",
    marks="clock",
    clears=True,
    dtmf_in="inband",
    connect="fixed",
    modes=frozenset({"whisper", "barge", "spy"}),
)
# Seconds that a command may take; the SDK itself would wait for 15 until it gives up on a platform that says nothing.
COMMAND_SECONDS = 10.0
# Seconds that somebody may ring whom nobody answers, where the platform does not say that they gave up.
RINGING_SECONDS = 180.0
# Seconds that the end of a prompt is waited for before hanging up. The longest texts take some minutes.
DRAIN_SECONDS = 300.0
# Seconds that a platform may take to close the voice connection of a call that has ended.
CLOSING_SECONDS = 1.0
# Seconds that the voice connection has to say first how a call ended: it knows better than the control connection.
VOICE_FIRST_SECONDS = 0.05
RING_LIMITS = (1, 120)  # seconds, what the SDK takes
# How a voice connection is closed by somebody who means it: a good-bye, or a server that goes away in good order.
CLOSED_CLEANLY = (1000, 1001)
LOST = LineError(LineCode.MEDIA_LOST, "the call's voice connection was lost", fatal=True)


class TelcoflowCall(AudioCall):
    """One call, from its ringing to its end. `finished` is called once nothing of it is left."""

    def __init__(
        self, sdk: SdkCall, info: CallInfo, session_id: str, clock: Clock, finished: "Callable[[TelcoflowCall], None]"
    ) -> None:
        super().__init__(info, CAPS, clock, VoiceTransport(sdk), self._writing_failed)
        self.session_id = session_id
        self._sdk = sdk
        self._finished = finished
        self._connection = PlatformConnection(sdk, self._hear, self._media_ended)
        self._answering = False
        self._ours = False  # the end, where it comes now
        self._leaving: asyncio.Future[CommandResult] | None = None
        self._tasks = Background()
        loop = asyncio.get_running_loop()
        self._hurried: asyncio.Future[None] = loop.create_future()
        self._ringing = loop.call_later(RINGING_SECONDS, self._rang_out)
        sdk.on_terminated(self._terminated)
        sdk.on_call_event("call.error")(self._error)

    # --- commands ---

    async def answer(self, timeout_seconds: float = COMMAND_SECONDS) -> CommandResult:
        """Pick up."""
        if self._over() or (self.state is CallState.RINGING and self._leaving):
            return OVER
        if self.state is not CallState.RINGING or self._answering:
            raise Misuse("only a ringing call can be answered, once")
        self._answering = True
        try:
            result = await self._connection.do(self._sdk.answer, timeout_seconds)
        finally:
            self._answering = False
        if result.code is LineCode.ENDED and self._leaving is None:
            self._end(EndReason.CALLER_HANGUP)  # they gave up in the same moment
        if self._over():
            return OVER
        if result.ok:
            self._ringing.cancel()
            self._picked_up()
        return result

    async def reject(self) -> CommandResult:
        """Turn a ringing call away."""
        if self.state in TALKING:
            raise Misuse("only a ringing call can be rejected")
        return await self._leave(EndReason.REJECTED)

    async def hang_up(self) -> CommandResult:
        """End the call for everyone, once everything was heard."""
        return await self._leave(EndReason.AGENT_HANGUP)

    async def shut_down(self) -> CommandResult:
        """End the call for everyone, now."""
        if not self._hurried.done():
            self._hurried.set_result(None)
        return await self._leave(EndReason.SHUTDOWN)

    async def leave(self) -> CommandResult:
        """Leave the call; before `connect` that is its end, and after it the others go on."""
        if self.state is not CallState.BRIDGED:
            return await self._leave(EndReason.AGENT_HANGUP)
        if self._leaving is None:
            self._leaving = begun(self._go())
        return await asyncio.shield(self._leaving)

    async def connect(self, target: str | None = None, ring_seconds: float = 30.0) -> CommandResult:
        """Ring whom the connector is set up for; nobody else can be rung."""
        if self.state is CallState.ENDED:
            return OVER
        if self.state is not CallState.ANSWERED:
            raise Misuse("only an answered call can be connected, once")
        if target is not None:
            return unsupported("choose whom to ring")
        ring = min(RING_LIMITS[1], max(RING_LIMITS[0], math.ceil(ring_seconds)))
        result = await self._connection.do(lambda: self._sdk.connect(ring_time_seconds=ring), ring + COMMAND_SECONDS)
        if self._over():
            return OVER
        if result.ok:
            self.state = CallState.BRIDGED
            self._events.add(Bridged())
        return result

    async def mode(self, mode: Literal["whisper", "barge", "spy"]) -> CommandResult:
        """Who hears us."""
        if self.state is CallState.ENDED:
            return OVER
        if self.state is not CallState.BRIDGED:
            raise Misuse("only a connected call has modes")
        commands = {"whisper": self._sdk.whisper, "barge": self._sdk.barge, "spy": self._sdk.spy}
        result = await self._connection.do(commands[mode], COMMAND_SECONDS)
        return OVER if self._over() else result

    async def send_dtmf(self, digits: str) -> CommandResult:
        """The platform has no command for keys."""
        return OVER if self._over() else unsupported("press keys")

    # --- what the platform says ---

    def session_closed(self, reason: str) -> None:
        """The control connection says that the session is over. Only the end of the call itself counts."""
        if reason == "CALL_TERMINATED":
            asyncio.get_running_loop().call_later(VOICE_FIRST_SECONDS, self._terminated)

    def _terminated(self) -> None:
        if self._ours:
            self._connection.let_go()
        else:
            self._end(EndReason.CALLER_HANGUP)

    def _error(self, data: object) -> None:
        code = word(data.get("error_code")) if isinstance(data, dict) else ""
        self._events.add(LineError(LineCode.FAILED, "the platform reported an error", fatal=False, provider_code=code))

    def _media_ended(self) -> None:
        if self._over() or self._ours:
            return
        if guards.close_code(self._sdk) in CLOSED_CLEANLY:
            self._end(EndReason.CALLER_HANGUP)
        else:
            self._events.add(LOST)
            self._end(EndReason.MEDIA_LOST)

    def _writing_failed(self) -> None:
        """Where the connection is gone its end is about to be told; else the platform takes no audio any more."""
        voice = self._sdk.voice_session
        if not self._over() and voice is not None and voice.is_connected():
            self._events.add(LOST)
            self._tasks.start(self._give_up(EndReason.MEDIA_LOST))

    def _rang_out(self) -> None:
        self._tasks.start(self._give_up(EndReason.RING_TIMEOUT))

    # --- the end ---

    async def _leave(self, reason: EndReason) -> CommandResult:
        """However often and from wherever it is told, and even where who told it is cancelled: it is done once."""
        while not self._over():
            if self._leaving is None:
                self._leaving = begun(self._disconnect(reason))
            result = await asyncio.shield(self._leaving)
            if self._over():
                return result
        return OVER

    async def _give_up(self, reason: EndReason) -> None:
        await self._leave(reason)

    async def _disconnect(self, reason: EndReason) -> CommandResult:
        """Whatever the platform answers, the call is over then: its voice connection is closed."""
        if self.state in TALKING and reason is not EndReason.MEDIA_LOST:
            with suppress(Overtaken), Unless(self._hurried, self._connection.gone, within=DRAIN_SECONDS):
                await self._writer.drained()
        if self._over():
            return OVER
        self._ours = True
        for _ in range(DISCONNECTS):
            result = await self._connection.do(self._sdk.disconnect, DISCONNECT_SECONDS)
            if result.ok or result.code is LineCode.ENDED:
                break
        self._end(reason, at_once=not result.ok)
        return DONE if result.code is LineCode.ENDED else result

    async def _go(self) -> CommandResult:
        self._ours = True
        result = await self._connection.do(self._sdk.close, COMMAND_SECONDS)
        if result.ok or result.code is LineCode.ENDED:
            self._end(EndReason.AGENT_LEFT)
            return DONE
        self._ours = False
        self._leaving = None
        return result

    def _end(self, reason: EndReason, *, at_once: bool = False) -> None:
        if self._over():
            return
        self._is_over(reason)
        self._ringing.cancel()
        self._connection.let_go()
        self._tasks.start(self._close(0 if at_once else CLOSING_SECONDS))

    async def _close(self, seconds: float) -> None:
        """Let go of everything, the platform's side first if it closes in time."""
        try:
            await self._connection.closed(seconds)
            await self._writer.closed()
        finally:
            self._finished(self)

    async def closed(self) -> None:
        """Wait until nothing of an ended call is left."""
        await self._tasks.at_most(0)
