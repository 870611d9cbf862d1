"""The line of a test: prompts and answers as text, taking the time that speech would take."""

import asyncio
from collections.abc import Sequence

from callsheet.adapters.telephony.text import TextCall, TextPlayback
from callsheet.ports.clock import Clock
from callsheet.ports.line import UNINTERRUPTED, Interruptions, Listening, Spoken
from callsheet.ports.speech import SpeechFailed
from callsheet.ports.telephony import (
    DONE,
    CallInfo,
    CommandResult,
    EndReason,
    Heard,
    KeyPress,
    Said,
    Silence,
    Utterance,
)
from callsheet.ports.understanding import Intent, ModelFailed, Understood
from callsheet.testing.cases import MODEL, SPEECH
from callsheet.testing.progress import Progress
from callsheet.turns.text import TextLine

# Speech in a telephone call: some fifteen characters a second.
SECONDS_A_CHARACTER = 0.065
# Between what a caller hears and what they do, and between that and its effect.
INSTANT_SECONDS = 0.001
# From the end of a prompt until a caller begins to speak, or has found the key.
SECONDS_TO_ANSWER = 0.5


class ScriptedCall(TextCall):
    """Implements `ports.telephony.Call` for a caller who does what the turns of a test say."""

    def __init__(self, info: CallInfo, clock: Clock, progress: Progress) -> None:
        super().__init__(info, clock)
        self._progress = progress
        self.interruptions = UNINTERRUPTED  # of the prompt that is spoken next

    def look(self) -> None:
        """The caller hangs up between two things that the engine does."""
        if self._progress.gone:
            self.end(EndReason.CALLER_HANGUP)

    def show_pause(self, seconds: float) -> None:
        """Let time pass."""
        self.look()
        if not self.ended:
            self._progress.note(f"a pause of {seconds:g} s")

    async def pick_up(self, timeout_seconds: float) -> CommandResult:
        """At once."""
        self._progress.note("the call is answered")
        return DONE

    def speak(self, text: str) -> TextPlayback:
        """Speak; an interruption comes half-way, or as soon after that as it can count."""
        if self._progress.fails(SPEECH):
            return TextPlayback(self.clock, 0, _failing())
        seconds = len(text) * SECONDS_A_CHARACTER
        heard = self._progress.prompt(text)
        lasting = self._wait(seconds) if heard is None else self._interrupting(heard, text)
        return TextPlayback(self.clock, round(seconds * 1000), lasting)

    async def next_turn(self, timeout_seconds: float, pause_seconds: float) -> Heard:
        """The caller's next answer."""
        heard = self._progress.question()
        if heard is None:
            await self._wait(timeout_seconds)
            return Silence()
        words = 0.0 if isinstance(heard, KeyPress) else len(heard.text) * SECONDS_A_CHARACTER + pause_seconds
        await self._wait(SECONDS_TO_ANSWER + words)
        return heard

    def let_go(self) -> None:
        """Say so, where the call went well so far."""
        if self._progress.problem is None:
            self._progress.note("the call is disconnected")

    async def _interrupting(self, heard: Utterance | KeyPress, text: str) -> None:
        """What the caller does counts, or is passed over; either way it is done."""
        may = self.interruptions
        known = may.keys_after if isinstance(heard, KeyPress) else may.words_after
        characters = max(len(text) / 2, known)
        await self._wait(characters * SECONDS_A_CHARACTER + INSTANT_SECONDS)
        if may.words is None:
            self._progress.not_interruptible(text)
        self._progress.interrupts()
        self.tell(Said(heard))
        await self._wait(max((len(text) - characters) * SECONDS_A_CHARACTER, INSTANT_SECONDS))

    async def _wait(self, seconds: float) -> None:
        if self._progress.problem is not None:
            await asyncio.Event().wait()  # the test has failed, and the call is being stopped
        await self.clock.sleep(seconds)


async def _failing() -> None:
    raise SpeechFailed("The test lets speech fail.")


class ScriptedLine(TextLine):
    """A line whose caller knows what may interrupt a prompt."""

    def __init__(self, call: ScriptedCall, clock: Clock) -> None:
        super().__init__(call, clock, call.show_pause)
        self._caller = call

    async def say(
        self, text: str, interruptions: Interruptions = UNINTERRUPTED, before: Listening | None = None
    ) -> Spoken:
        """Speak `text` to this caller."""
        self._caller.interruptions = interruptions
        return await super().say(text, interruptions, before)


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
