"""A call of Telcoflow: what it is told to do."""

import asyncio
import math
from collections.abc import Awaitable, Callable

from callsheet.adapters.telephony.audio import TALKING
from callsheet.adapters.telephony.results import OVER, unsupported
from callsheet.adapters.telephony.telcoflow.ends import EndingCall
from callsheet.adapters.telephony.telcoflow.sdk import SdkResult
from callsheet.ports.telephony import CALLEE, CallState, CommandResult, EndReason, LineCode, Misuse, Mode

# Seconds that a command may take; the SDK itself would wait for 15 until it gives up on a platform that says nothing.
COMMAND_SECONDS = 10.0
# Seconds for who hears us: two people talk meanwhile, or nobody says anything to the one who has just picked up.
MODE_SECONDS = 3.0
RING_LIMITS = (1, 120)  # seconds, what the SDK takes


class TelcoflowCall(EndingCall):
    """Implements `ports.telephony.Call`."""

    async def answer(self, timeout_seconds: float = COMMAND_SECONDS) -> CommandResult:
        """Pick up."""
        if self._over() or (self.state is CallState.RINGING and self._leaving):
            return OVER
        if self.state is not CallState.RINGING or self._picking_up:
            raise Misuse("only a ringing call can be answered, once")
        result = await self._picked_up_by(self._sdk.answer, timeout_seconds)
        if result.ok:
            self._timer.cancel()
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

    async def leave(self) -> CommandResult:
        """Leave the call; before `connect` that is its end, and after it the others go on, whatever comes of it."""
        if self.state is not CallState.BRIDGED:
            return await self._leave(EndReason.AGENT_HANGUP)
        return await self._leave_talk(EndReason.AGENT_LEFT)

    async def connect(self, targets: tuple[str, ...] = (CALLEE,), ring_seconds: float = 30.0) -> CommandResult:
        """Ring whom the connector is set up for; nobody else can be rung."""
        if self._over():
            return OVER
        if self.state is CallState.BRIDGED or self._picking_up:
            raise Misuse("somebody is connected, or rung")
        if targets != (CALLEE,):
            return unsupported("choose whom to ring")
        ring = min(RING_LIMITS[1], max(RING_LIMITS[0], math.ceil(ring_seconds)))
        await self._heard()
        try:
            result = await self._picked_up_by(lambda: self._sdk.connect(ring_time_seconds=ring), ring + COMMAND_SECONDS)
        except asyncio.CancelledError:
            self._tasks.start(self._give_up(EndReason.AGENT_HANGUP))  # nothing else stops a telephone that rings
            raise
        if result.ok:
            self._timer.cancel()
            await self._connected()
            await self.mode("spy")  # where that is refused, nothing of ours is heard either: nothing is played
        return result

    async def mode(self, mode: Mode) -> CommandResult:
        """Who hears us; as long as it is nobody, not even silence is sent, which a platform could put between them."""
        if self._over():
            return OVER
        if self.state is not CallState.BRIDGED:
            raise Misuse("only a connected call has modes")
        await self._heard()
        commands = {"whisper": self._sdk.whisper, "barge": self._sdk.barge, "spy": self._sdk.spy}
        result = await self._connection.do(commands[mode], MODE_SECONDS)
        if mode == "spy" and not self._over():
            await self._writer.rest()
        return OVER if self._over() else result

    async def send_dtmf(self, digits: str) -> CommandResult:
        """The platform has no command for keys."""
        return OVER if self._over() else unsupported("press keys")

    async def _picked_up_by(self, command: Callable[[], Awaitable[SdkResult]], seconds: float) -> CommandResult:
        """Carry out a command that picks up."""
        self._picking_up = True
        try:
            result = await self._connection.do(command, seconds)
        finally:
            self._picking_up = False
        if result.code is LineCode.ENDED and self._leaving is None:
            self._end(EndReason.CALLER_HANGUP)  # they gave up in the same moment
        return OVER if self._over() else result
