"""The other side of a call: rung, spoken to beside the talk, and left with the caller."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Literal

from callsheet.ports.clock import Clock
from callsheet.ports.line import LineFailed, Rung, RungOutcome, Spoken
from callsheet.ports.speech import SpeechFailed
from callsheet.ports.telephony import CALLEE, Call, LineCode, Prompt
from callsheet.turns.watch import Watch

logger = logging.getLogger("callsheet.turns")

CAME: Mapping[LineCode | None, RungOutcome] = {
    LineCode.UNANSWERED: "unanswered",
    LineCode.TIMEOUT: "unanswered",
    LineCode.BUSY: "busy",
    LineCode.REJECTED: "rejected",
}
# By which mode of a call others hear what is played.
MODES: Mapping[str, Literal["whisper", "barge"]] = {"other": "whisper", "both": "barge"}


class Bridging:
    """What every line of `turns` does with the other side of its call."""

    _call: Call
    _watch: Watch
    _clock: Clock

    async def connect(self, targets: tuple[str, ...], ring_seconds: float) -> Rung:
        """Ring somebody else."""
        self._watch.check()
        began = self._clock.monotonic()
        target = None if targets[0] == CALLEE else targets[0]
        result = await self._watch.unless_ended(self._call.connect(target, ring_seconds))
        seconds = self._clock.monotonic() - began
        if result.code in (LineCode.ENDED, LineCode.MEDIA_LOST):
            raise await self._watch.gone()
        return Rung("answered" if result.ok else CAME.get(result.code, "failed"), seconds, result.message)

    async def _speak_beside(self, prompt: Prompt, to: Literal["other", "both"]) -> Spoken:
        """Play a prompt that the other side hears, or both; then nobody hears us."""
        self._watch.check()
        await self._watch.checked(await self._watch.unless_ended(self._call.mode(MODES[to])))
        try:
            playback = self._call.play(prompt)
            played = await self._watch.unless_ended(playback.done())
        except SpeechFailed as failed:
            raise LineFailed("speech", failed.message, this_text=failed.kind == "text") from None
        except BaseException:  # also where it is cancelled: nobody wants to hear the rest
            with suppress(Exception):
                await self._call.interrupt()
            raise
        finally:
            with suppress(Exception):
                await self._call.mode("spy")
        return Spoken(played.played_ms, played.played_ms + played.dropped_ms)

    async def until_unbridged(self) -> None:
        """Wait until the other side has hung up."""
        self._watch.check()
        await self._watch.unless_ended(self._watch.unbridged.wait())

    async def _leave(self) -> None:
        result = await self._call.leave()
        if not result.ok and result.code is not LineCode.ENDED:
            logger.warning("call %s: the call could not be left: %s", self._call.info.call_id, result.message)
