"""Follows one call: its end, and what its caller does without being asked."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from callsheet.ports.line import HungUp, LineFailed
from callsheet.ports.tasks import Overtaken, Unless, beside, done_within, stopped
from callsheet.ports.telephony import (
    Bridged,
    Call,
    CallState,
    CommandResult,
    Dtmf,
    Ended,
    EndReason,
    KeyPress,
    LineCode,
    Said,
    Unbridged,
    Utterance,
)

T = TypeVar("T")
# The end follows a hang-up at once; a call that never tells it is left behind after this long.
END_SECONDS = 2.0
LOST = {
    EndReason.MEDIA_LOST: "the connection to the caller was lost",
    EndReason.SHUTDOWN: "the telephone line was closed",
}
LOST_TALK = "the connection to the call was lost while the caller talked with somebody; whether they talk on is unknown"


class Watch:
    """Reads the events of a call from its beginning to its end. `on_turn` is told what the caller does unasked."""

    def __init__(self, call: Call, on_turn: Callable[[Utterance | KeyPress], None]) -> None:
        self._call = call
        self._on_turn = on_turn
        self._over: asyncio.Future[EndReason] = asyncio.get_running_loop().create_future()
        self._two_talk = False
        self._unbridged = asyncio.Event()
        self._told = False
        self._following = beside(self._follow())

    async def _follow(self) -> None:
        reason = EndReason.MEDIA_LOST  # what it is where the events end without a word
        try:
            async for event in self._call.events():
                match event:
                    case Said(heard=heard):
                        self._on_turn(heard)
                    case Dtmf(digit=digit):
                        self._on_turn(KeyPress(digit))
                    case Bridged():
                        self._two_talk = True
                    case Unbridged():
                        self._two_talk = False
                        self._unbridged.set()
                    case Ended(reason=why):
                        reason = why
        finally:
            if not self._over.done():
                self._over.set_result(reason)

    @property
    def ended(self) -> bool:
        """Whether the call is over."""
        return self._over.done()

    def check(self) -> None:
        """Raise `HungUp` or `LineFailed` where the call is over."""
        if self.ended:
            raise self._gone()

    async def unbridged(self) -> None:
        """Wait until the other side hangs up, and the caller is there still."""
        self._unbridged.clear()
        await self._unbridged.wait()

    async def checked(self, result: CommandResult) -> None:
        """Raise the same where a command did not do what it was told."""
        if result.ok:
            return
        if result.code in (LineCode.ENDED, LineCode.MEDIA_LOST):
            raise await self.gone()
        raise LineFailed("line", result.message or "the telephone line did not do what it was told")

    async def unless_ended(self, work: Awaitable[T]) -> T:
        """The result of `work`, which wins a tie. Raises `HungUp` or `LineFailed` as soon as the call is over; `work`
        has been cancelled then, and has ended."""
        try:
            with Unless(self._over):
                return await work
        except Overtaken:
            raise self._gone() from None

    async def gone(self) -> HungUp | LineFailed:
        """What to raise where the call itself has shown that it is over: its last event, which says why, follows."""
        await done_within(END_SECONDS, self._over)
        return self._gone()

    async def close(self) -> None:
        """Wait for the call's last event, unless others go on talking in it, and let go of it."""
        if self._call.state is not CallState.BRIDGED:
            await done_within(END_SECONDS, self._following)
        await stopped(self._following)

    def _gone(self) -> HungUp | LineFailed:
        """A lost line is a failure once; after that, as after a hang-up, nobody is there."""
        reason = self._over.result() if self._over.done() else EndReason.MEDIA_LOST
        if reason in LOST and not self._told:
            self._told = True
            return LineFailed("line", LOST_TALK if self._two_talk else LOST[reason])
        return HungUp()
