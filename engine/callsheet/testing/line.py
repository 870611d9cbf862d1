"""The line of a test: prompts and answers as text, taking the time that speech would take."""

import asyncio
from collections.abc import Sequence
from typing import Literal

from callsheet.ports.audible import SECONDS_A_CHARACTER
from callsheet.ports.clock import Clock
from callsheet.ports.line import UNINTERRUPTED, HungUp, Interruptions, LineFailed, Listening, Rung, SoundSink, Spoken
from callsheet.ports.telephony import CallInfo, Heard, KeyPress, Silence, Utterance
from callsheet.ports.understanding import GIVEN, UNCLEAR, Intent, ModelFailed, Understood
from callsheet.ports.usual_call import INSTANT_SECONDS, SECONDS_TO_ANSWER, SECONDS_TO_PICK_UP
from callsheet.testing.cases import LINE, MODEL, RECOGNITION, SPEECH
from callsheet.testing.other_side import ProgressOfTwo
from callsheet.turns.text import typed_into


class ScriptedLine:
    """Implements `ports.line.Line` for a caller who does what the turns of a test say."""

    def __init__(self, info: CallInfo, clock: Clock, progress: ProgressOfTwo) -> None:
        self.info = info
        self._clock = clock
        self._progress = progress
        self._let_go = False

    async def answer(self) -> None:
        """At once."""
        self._need_caller()
        self._progress.answered()

    async def say(
        self,
        text: str,
        interruptions: Interruptions = UNINTERRUPTED,
        before: Listening | None = None,
        sound: bytes | None = None,
    ) -> Spoken:
        """Speak, also what a sound would be; an interruption comes half-way, or as soon after that as it can count."""
        self._need_caller()
        if self._progress.holds("fails", SPEECH):
            raise LineFailed("speech", "The test lets speech fail.")
        length_ms = round(_seconds(len(text)) * 1000)
        heard = self._progress.prompt(text)
        if heard is None:
            await self._wait(_seconds(len(text)))
            return Spoken(length_ms, length_ms)
        known = interruptions.keys_after if isinstance(heard, KeyPress) else interruptions.words_after
        characters = max(len(text) / 2, known)
        until = _seconds(characters) + INSTANT_SECONDS
        await self._wait(until)
        if interruptions.words is None:
            self._progress.not_interruptible(text)
        self._progress.interrupts()
        if interruptions.stop(heard, characters):
            return Spoken(min(round(until * 1000), length_ms), length_ms, heard)
        await self._wait(max(_seconds(len(text) - characters), INSTANT_SECONDS))
        return Spoken(length_ms, length_ms)

    async def listen(self, listening: Listening) -> Heard:
        """The caller's next answer."""
        self._need_caller()
        if self._progress.holds("fails", RECOGNITION):
            raise LineFailed("recognition", "The test lets recognition fail.")
        match self._progress.question():
            case None:
                await self._wait(listening.timeout_seconds)
                return Silence()
            case KeyPress() as pressed:
                await self._wait(SECONDS_TO_ANSWER)
                return pressed
            case Utterance() as said:
                await self._wait(SECONDS_TO_ANSWER + _seconds(len(said.text)) + listening.pause_seconds)
                return said

    async def key(self, within_seconds: float) -> KeyPress | None:
        """The next key of the same turn."""
        self._need_caller()
        key = self._progress.next_key()
        await self._wait(INSTANT_SECONDS if key else within_seconds)
        return key

    async def pause(self, seconds: float) -> None:
        """Let time pass."""
        self._need_caller()
        self._progress.note(f"a pause of {seconds:g} s")
        await self._wait(seconds)

    async def connect(self, targets: tuple[str, ...], ring_seconds: float) -> Rung:
        """Somebody picks up, or does not, as the next turn says."""
        self._need_caller()
        if self._progress.holds("fails", LINE):
            return Rung("failed", 0, "The test lets the line fail.")
        came = self._progress.rung(targets)
        seconds = ring_seconds if came == "unanswered" else min(SECONDS_TO_PICK_UP, ring_seconds)
        await self._wait(seconds)
        self._need_caller()
        self._progress.has_rung()
        return Rung(came, seconds)

    async def speak_beside(self, text: str, to: Literal["other", "both"]) -> Spoken:
        """Speak beside the talk."""
        self._need_caller()
        if self._progress.holds("fails", SPEECH):
            raise LineFailed("speech", "The test lets speech fail.")
        self._progress.beside(text, to)
        length_ms = round(_seconds(len(text)) * 1000)
        await self._wait(_seconds(len(text)))
        return Spoken(length_ms, length_ms)

    async def until_unbridged(self) -> None:
        """The other side hangs up where the next turn says so; else the two talk on."""
        self._need_caller()
        if not self._progress.they_hang_up():
            await asyncio.Event().wait()

    async def leave(self) -> None:
        """Say so, where the call went well so far."""
        self._end("the call is left to the two")

    async def record(self, listening: Listening, sink: SoundSink, *, beep: bool) -> None:
        """What the caller says next. Whoever hangs up behind that does so while it is recorded."""
        self._need_caller()
        match self._progress.question():
            case Utterance() as said:
                await self._wait(SECONDS_TO_ANSWER + typed_into(sink, said.text, listening))
                self._need_caller()
                await self._wait(listening.pause_seconds)
            case KeyPress():
                await self._wait(SECONDS_TO_ANSWER)
            case None:
                await self._wait(listening.timeout_seconds)

    def record_call(self, sink: SoundSink | None) -> None:
        """There is no sound to keep."""

    async def hang_up(self) -> None:
        """Say so, where the call went well so far."""
        self._end("the call is disconnected")

    def _end(self, how: str) -> None:
        if not (self._has_ended() or self._progress.problem):
            self._progress.note(how)
        self._let_go = True
        self._progress.over()

    def prepare(self, text: str) -> None:
        """A text is ready."""

    def _need_caller(self) -> None:
        """Raises `HungUp` where there is none any more: they hang up between two things that the engine does."""
        if self._has_ended():
            raise HungUp

    def _has_ended(self) -> bool:
        return self._let_go or self._progress.gone

    async def _wait(self, seconds: float) -> None:
        if self._progress.problem is not None:
            await asyncio.Event().wait()  # the test has failed, and the call is being stopped
        await self._clock.sleep(seconds)


def _seconds(characters: float) -> float:
    """How long so many characters are spoken."""
    return characters * SECONDS_A_CHARACTER


class ScriptedModel:
    """Implements `Model`: it understands what the test says, or nothing."""

    def __init__(self, progress: ProgressOfTwo) -> None:
        self._progress = progress

    async def understand(self, utterance: str, intents: Sequence[Intent], kind: str = "") -> Understood:
        """What the next `understood_as` says: an intent, or the words of a value."""
        if self._progress.holds("fails", MODEL):
            raise ModelFailed("unavailable", "The test lets the model fail.")
        names = [intent.name for intent in intents]
        turn = self._progress.understood(names, kind)
        if turn is None or turn.text == UNCLEAR.intent:
            return UNCLEAR
        if turn.is_value and turn.text not in names:
            return Understood(GIVEN, "model", 1.0, words=turn.text)
        return Understood(turn.text, "model", 1.0)
