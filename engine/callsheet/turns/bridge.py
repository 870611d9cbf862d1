"""The other side of a call: rung, spoken to beside the talk, and left with the caller; and the end of it for us."""

import logging
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from typing import Literal

from callsheet.ports.clock import Clock
from callsheet.ports.line import HungUp, LineFailed, Rung, RungOutcome, Spoken
from callsheet.ports.speech import SpeechFailed
from callsheet.ports.telephony import Call, CallState, CommandResult, LineCode, Mode, Playback, Prompt
from callsheet.turns.watch import Watch

logger = logging.getLogger("callsheet.turns")

CAME: Mapping[LineCode | None, RungOutcome] = {
    LineCode.UNANSWERED: "unanswered",
    LineCode.TIMEOUT: "unanswered",
    LineCode.BUSY: "busy",
    LineCode.REJECTED: "rejected",
}
# By which mode of a call others hear what is played.
HEARD_BY: Mapping[str, Mode] = {"other": "whisper", "both": "barge"}


class Bridging:
    """What every line of `turns` does with the other side of its call, and how it lets go."""

    _call: Call
    _watch: Watch
    _clock: Clock

    @property
    def _two_talk(self) -> bool:
        return self._call.state is CallState.BRIDGED

    async def connect(self, targets: tuple[str, ...], ring_seconds: float) -> Rung:
        """Ring somebody else. Nothing that is said while it rings, or while they talk, is anything to us."""
        self._watch.check()
        began = self._clock.monotonic()
        self._hear_nothing()
        try:
            result = await self._watch.unless_ended(self._call.connect(targets, ring_seconds))
        finally:
            if not self._two_talk:
                self._hear_again()
        if result.code in (LineCode.ENDED, LineCode.MEDIA_LOST):
            raise await self._watch.gone()
        seconds = self._clock.monotonic() - began
        return Rung("answered" if result.ok else CAME.get(result.code, "failed"), seconds, result.message)

    async def _speak_beside(self, prompt: Prompt, to: Literal["other", "both"]) -> Spoken:
        """Play a prompt that the other side hears, or both; then nobody hears us."""
        self._watch.check()
        if not self._two_talk:
            raise HungUp  # who was to hear it, though the caller is there
        try:
            await self._watch.checked(await self._watch.unless_ended(self._call.mode(HEARD_BY[to])))
            return await self._heard(self._call.play(prompt))
        finally:
            with suppress(Exception):
                await self._call.mode("spy")

    async def _heard(self, playback: Playback) -> Spoken:
        """Wait until a prompt was heard."""
        try:
            played = await self._watch.unless_ended(playback.done())
        except SpeechFailed as failed:
            raise LineFailed("speech", failed.message, this_text=failed.kind == "text") from None
        except (HungUp, LineFailed) as gone:
            gone.spoken = Spoken(playback.position_ms, playback.length_ms)
            raise
        except BaseException:  # also where it is cancelled: nobody wants to hear the rest
            with suppress(Exception):
                await self._call.interrupt()
            raise
        spoken = Spoken(played.played_ms, played.played_ms + played.dropped_ms)
        if played.cut:
            cut_by = HungUp() if self._call.state is CallState.ANSWERED else await self._watch.gone()
            cut_by.spoken = spoken
            raise cut_by
        return spoken

    async def until_unbridged(self) -> None:
        """Wait until the other side has hung up; the caller is heard again."""
        self._watch.check()
        while self._two_talk:
            await self._watch.unless_ended(self._watch.unbridged())
        self._hear_again()

    async def leave(self) -> None:
        """Leave the others alone, and hear no more."""
        await self._let_go(self._call.leave())

    async def hang_up(self) -> None:
        """End the call for everyone, and hear no more."""
        await self._let_go(self._call.hang_up())

    async def _let_go(self, command: Awaitable[CommandResult]) -> None:
        try:
            result = await command
            if not result.ok and result.code is not LineCode.ENDED:
                logger.warning("call %s: the line could not be let go: %s", self._call.info.call_id, result.message)
        finally:
            await self._close()

    async def _close(self) -> None:
        """Hear no more."""
        await self._watch.close()

    def _hear_nothing(self) -> None:
        """Spend nothing on what the caller says."""

    def _hear_again(self) -> None:
        """The caller speaks to us again, and what they have said before is no answer."""
