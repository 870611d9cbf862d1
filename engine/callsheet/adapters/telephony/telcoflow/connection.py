"""The voice connection's life: opened once, commands over it, and what the caller says from it."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from callsheet.adapters.telephony.results import OVER
from callsheet.adapters.telephony.telcoflow import guards
from callsheet.adapters.telephony.telcoflow.results import LOST, NOT_OPENED, TIMED_OUT, refused
from callsheet.adapters.telephony.telcoflow.sdk import SdkCall, SdkResult
from callsheet.ports.tasks import Overtaken, apart, begun, beside, done_within, stopped
from callsheet.ports.telephony import DONE, CommandResult

# The platform does not know the call any more: the caller gave up.
GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
# Seconds until the end of a connection is noticed once a command failed because of it.
NOTICE_SECONDS = 1.0


class PlatformConnection:
    """The voice connection of one call. `ended` is called when it is over, whoever closed it."""

    def __init__(self, sdk: SdkCall, hear: Callable[[bytes], None], ended: Callable[[], None]) -> None:
        self._sdk = sdk
        self._hear = hear
        self._ended = ended
        self._opening: asyncio.Future[CommandResult] | None = None
        self._listening: asyncio.Task[None] | None = None
        # Done once there is nothing to wait for any more: no command will be answered.
        self.gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def do(self, command: Callable[[], Awaitable[SdkResult]], seconds: float) -> CommandResult:
        """Carry out a command; `Code.ENDED` where the connection is lost meanwhile. What the SDK does with a command
        that is given up, nobody waits for."""
        try:
            return await apart(self._carry_out(command), self.gone, within=seconds, patience=0)
        except Overtaken:
            return OVER if self.gone.done() else TIMED_OUT

    def let_go(self) -> None:
        """No command is waited for any longer."""
        if not self.gone.done():
            self.gone.set_result(None)

    async def closed(self, seconds: float) -> None:
        """Wait so long until the platform has closed it; then close it."""
        if self._opening is not None:
            await stopped(self._opening)
        if self._listening is not None:
            await done_within(seconds, self._listening)
        await guards.shut(self._sdk)
        if self._listening is not None:
            await stopped(self._listening)

    async def _carry_out(self, command: Callable[[], Awaitable[SdkResult]]) -> CommandResult:
        opened = await self._opened()
        if not opened.ok:
            return opened
        try:
            result = await command()
        except Exception:  # noqa: BLE001 - the SDK raises whatever it likes once the connection is gone
            return OVER if await done_within(NOTICE_SECONDS, self.gone) else LOST
        return DONE if result.success else refused(result.error_code)

    async def _opened(self) -> CommandResult:
        """Open it, once; where that failed, again. Not cancelled: the SDK does not survive that."""
        if self._opening is None or (self._opening.done() and self._listening is None):
            self._opening = begun(self._open())
        return await asyncio.shield(self._opening)

    async def _open(self) -> CommandResult:
        try:
            await self._sdk.get_send_audio_buffer_size()  # of all that opens it the only thing that says nothing
        except Exception as error:  # noqa: BLE001 - the SDK raises whatever it likes
            return OVER if guards.status_of(error) in GONE else NOT_OPENED
        guards.listen(self._sdk, self._hear)
        self._listening = beside(self._listen())
        return DONE

    async def _listen(self) -> None:
        try:
            async for pcm in self._sdk.audio_stream():  # what came before anybody listened; it ends with the connection
                self._hear(pcm)
        finally:
            self.let_go()
            self._ended()
