"""A call of Telcoflow, and how it ends: by the platform's word, by ours, or with its connection."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from callsheet.adapters.telephony.audio import AudioCall
from callsheet.adapters.telephony.results import OVER
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
    MODES,
    CallInfo,
    CallState,
    Caps,
    CommandResult,
    EndReason,
    LineCode,
    LineError,
)

CAPS = Caps(
    media="audio",
    marks="clock",
    clears=True,
    dtmf_in="inband",
    connect="fixed",
    modes=MODES,
)
# Seconds for leaving two people who talk, and how often it is asked for: less than whoever leaves waits for it.
LEAVE_SECONDS, LEAVES = 2.0, 2
# Seconds until it is asked for again where that did not help, and so on, until they hang up.
LEAVE_AGAIN_SECONDS = 30.0
# Seconds that somebody may ring whom nobody answers, where the platform does not say that they gave up.
RINGING_SECONDS = 180.0
# Seconds that the end of a prompt is waited for before hanging up. The longest texts take some minutes.
DRAIN_SECONDS = 300.0
# Seconds that a platform may take to close the voice connection of a call that has ended.
CLOSING_SECONDS = 1.0
# Seconds that the voice connection has to say first how a call ended: it knows better than the control connection.
VOICE_FIRST_SECONDS = 0.05
# How a voice connection is closed by somebody who means it: a good-bye, or a server that goes away in good order.
CLOSED_CLEANLY = (1000, 1001)
LOST = LineError(LineCode.MEDIA_LOST, "the call's voice connection was lost", fatal=True)


class EndingCall(AudioCall):
    """One call, from its ringing to its end. `finished` is called once nothing of it is left. A `resumed` one was taken
    before, and who talks in it is not known until it is answered."""

    def __init__(
        self,
        sdk: SdkCall,
        info: CallInfo,
        session_id: str,
        clock: Clock,
        finished: "Callable[[EndingCall], None]",
        *,
        resumed: bool = False,
    ) -> None:
        super().__init__(info, CAPS, clock, VoiceTransport(sdk), self._writing_failed)
        self.session_id = session_id
        self._resumed = resumed
        self._sdk = sdk
        self._finished = finished
        self._connection = PlatformConnection(sdk, self._hear, self._media_ended)
        self._picking_up = False  # by us, or by whom we ring
        self._ours = False  # the end, where it comes now
        self._leaving: asyncio.Future[CommandResult] | None = None
        self._tasks = Background()
        loop = asyncio.get_running_loop()
        self._hurried: asyncio.Future[None] = loop.create_future()
        self._timer = loop.call_later(RINGING_SECONDS, self._rang_out)
        sdk.on_terminated(self._terminated)
        sdk.on_call_event("call.error")(self._error)

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

    async def shut_down(self) -> None:
        """End the call now."""
        if not self._hurried.done():
            self._hurried.set_result(None)
        await self._give_up(EndReason.SHUTDOWN)

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
        """End it, or, where two people talk, our part in it."""
        if self.state is CallState.BRIDGED:
            await self._leave_talk(reason)
            self._end(reason, at_once=True)
        else:
            await self._leave(reason)

    async def _disconnect(self, reason: EndReason) -> CommandResult:
        """Whatever the platform answers, the call is over then: its voice connection is closed."""
        if reason is not EndReason.MEDIA_LOST:
            await self._heard()
        if self._over():
            return OVER
        self._ours = True
        unknown = self._resumed and self.state is CallState.RINGING
        end = self._sdk.close if unknown else self._sdk.disconnect  # which ends it too where nobody else is there
        for _ in range(DISCONNECTS):
            result = await self._connection.do(end, DISCONNECT_SECONDS)
            if result.ok or result.code is LineCode.ENDED:
                break
        self._end(reason, at_once=not result.ok)
        return DONE if result.code is LineCode.ENDED else result

    async def _leave_talk(self, reason: EndReason) -> CommandResult:
        """As `_leave`, but where the platform does not let go of us the call stays: nothing may cut off who talks."""
        if self._leaving is None:
            self._leaving = begun(self._go(reason))
        return await asyncio.shield(self._leaving)

    async def _go(self, reason: EndReason) -> CommandResult:
        await self._heard()
        self._ours = True
        for _ in range(LEAVES):
            result = await self._connection.do(self._sdk.close, LEAVE_SECONDS)
            if result.ok or result.code is LineCode.ENDED:
                self._end(reason)
                return DONE
        self._ours = False
        self._leaving = None
        self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(LEAVE_AGAIN_SECONDS, self._leave_again, reason)
        return result

    def _leave_again(self, reason: EndReason) -> None:
        self._tasks.start(self._leave_talk(reason))

    def _end(self, reason: EndReason, *, at_once: bool = False) -> None:
        if self._over():
            return
        self._is_over(reason)
        self._timer.cancel()
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

    async def _heard(self) -> None:
        """Wait until everything that was played has been heard."""
        with suppress(Overtaken), Unless(self._hurried, self._connection.gone, within=DRAIN_SECONDS):
            await self._writer.drained()
