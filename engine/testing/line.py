"""The line of a test: prompts and answers as text, taking the time that speech would take."""

import asyncio
from collections.abc import Sequence

from engine.ports.clock import Clock
from engine.ports.telephony import CallInfo, Heard, HungUp, KeyPress, LineFailed, Silence, Spoken
from engine.ports.understanding import Intent, ModelFailed, Understood
from engine.testing.cases import MODEL, SPEECH
from engine.testing.progress import Progress

# Speech in a telephone call: some fifteen characters a second.
SECONDS_A_CHARACTER = 0.065
# From the end of a prompt until a caller begins to speak, or has found the key.
SECONDS_TO_ANSWER = 0.5


class ScriptedLine:
    """Implements `Line` for a caller who does what the turns of a test say."""

    def __init__(self, info: CallInfo, clock: Clock, progress: Progress) -> None:
        self.info = info
        self._clock = clock
        self._progress = progress
        self._ended = False

    async def answer(self) -> None:
        """Pick up."""
        self._check()
        self._progress.note("the call is answered")

    async def say(self, text: str, *, interruptible: bool) -> Spoken:
        """Speak; an interruption comes half-way."""
        self._check()
        if self._progress.fails(SPEECH):
            raise LineFailed("speech", "The test lets speech fail.")
        seconds = len(text) * SECONDS_A_CHARACTER
        heard = self._progress.prompt(text, interruptible=interruptible)
        await self._wait(seconds / 2 if heard else seconds)
        length_ms = round(seconds * 1000)
        return Spoken(length_ms // 2 if heard else length_ms, length_ms, heard)

    async def listen(self, phrases: Sequence[str], *, timeout_seconds: float, pause_seconds: float) -> Heard:
        """The caller's next answer."""
        self._check()
        heard = self._progress.question()
        if heard is None:
            await self._wait(timeout_seconds)
            return Silence()
        words = 0.0 if isinstance(heard, KeyPress) else len(heard.text) * SECONDS_A_CHARACTER + pause_seconds
        await self._wait(SECONDS_TO_ANSWER + words)
        return heard

    async def pause(self, seconds: float) -> None:
        """Let time pass."""
        self._check()
        self._progress.note(f"a pause of {seconds:g} s")
        await self._wait(seconds)

    async def hang_up(self) -> None:
        """End the call."""
        if not self._ended and not self._progress.gone and self._progress.problem is None:
            self._progress.note("the call is disconnected")
        self._ended = True

    def _check(self) -> None:
        if self._progress.gone or self._ended:
            raise HungUp

    async def _wait(self, seconds: float) -> None:
        if self._progress.problem is not None:
            await asyncio.Event().wait()  # the test has failed, and the call is being stopped
        await self._clock.sleep(seconds)


class ScriptedModel:
    """Implements `Model`: it understands what the test says, or nothing."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    async def understand(self, utterance: str, intents: Sequence[Intent]) -> Understood:
        """The intent of the next `understood_as`."""
        if self._progress.fails(MODEL):
            raise ModelFailed("The test lets the model fail.")
        intent = self._progress.understood([intent.name for intent in intents])
        return Understood(intent, "model", 1.0) if intent != "unclear" else Understood("unclear", "unclear", 0.0)
