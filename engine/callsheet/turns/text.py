"""A line of text: prompts are passed as they are, and the caller's turns come as text."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Literal

from callsheet.ports.audible import SECONDS_A_CHARACTER
from callsheet.ports.clock import Clock
from callsheet.ports.line import UNINTERRUPTED, HungUp, Interruptions, LineFailed, Listening, SoundSink, Spoken
from callsheet.ports.speech import SpeechFailed
from callsheet.ports.tasks import Overtaken, Unless
from callsheet.ports.telephony import (
    RATE,
    SAMPLE_BYTES,
    Call,
    CallInfo,
    CallState,
    Heard,
    KeyPress,
    Playback,
    Played,
    Utterance,
)
from callsheet.turns.bridge import Bridging
from callsheet.turns.watch import Watch

# Whoever writes a word has said something.
SHORTEST_SECONDS = 1.0


class TextPrompt:
    """A text that is being passed, and what interrupts it."""

    def __init__(self, text: str, interruptions: Interruptions, playback: Playback) -> None:
        self._text = text
        self._interruptions = interruptions
        self._playback = playback
        self.interruption: asyncio.Future[Utterance | KeyPress] = asyncio.get_running_loop().create_future()

    def told(self, heard: Utterance | KeyPress) -> None:
        """The caller does something: it counts, or is passed over."""
        if not self.interruption.done() and self._interruptions.stop(heard, self._spoken_characters()):
            self.interruption.set_result(heard)

    def _spoken_characters(self) -> float:
        position_ms, length_ms = self._playback.position_ms, self._playback.length_ms
        return len(self._text) * position_ms / length_ms if length_ms else len(self._text)


class TextLine(Bridging):
    """Implements `ports.line.Line` for a call that passes text. Made in a running loop.

    `show_pause` is told how long a pause is that begins: on a line of text nobody hears it. `talk`, where somebody
    plays the other side, ends when they hang up.
    """

    def __init__(
        self,
        call: Call,
        clock: Clock,
        show_pause: Callable[[float], None] | None = None,
        talk: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._call = call
        self._clock = clock
        self._show_pause = show_pause
        self._talk = talk
        self._prompt: TextPrompt | None = None
        self._watch = Watch(call, self._unasked)

    @property
    def info(self) -> CallInfo:
        """Who calls whom."""
        return self._call.info

    async def answer(self) -> None:
        """Pick up."""
        self._watch.check()
        await self._watch.checked(await self._watch.unless_ended(self._call.answer()))

    async def say(
        self,
        text: str,
        interruptions: Interruptions = UNINTERRUPTED,
        before: Listening | None = None,
        sound: bytes | None = None,
    ) -> Spoken:
        """Pass `text`, also where there is a sound of it, and wait until it was heard or interrupted."""
        self._watch.check()
        playback = self._call.play(text)
        prompt = self._prompt = TextPrompt(text, interruptions, playback)
        try:
            return await self._until_over(playback, prompt.interruption)
        except SpeechFailed as failed:
            raise LineFailed("speech", failed.message) from None
        except (HungUp, LineFailed) as gone:
            with suppress(SpeechFailed):
                played = await playback.done()
                gone.spoken = _spoken(played) if played.cut else None
            raise
        except BaseException:  # also where it is cancelled: nobody wants to hear the rest
            with suppress(Exception):
                await self._call.interrupt()
            raise

    async def _until_over(self, playback: Playback, interruption: asyncio.Future[Utterance | KeyPress]) -> Spoken:
        heard = await self._watch.unless_ended(_interruption(playback, interruption))
        if heard is not None:
            await self._call.interrupt()
        played = await playback.done()
        # A prompt that nobody interrupted ends early where the call does, though that is told a moment later.
        unheard = self._call.state is CallState.ENDED and not played.played_ms
        if heard is None and (played.cut or unheard):
            raise await self._watch.gone()
        return _spoken(played, heard)

    async def listen(self, listening: Listening) -> Heard:
        """Await one turn."""
        self._watch.check()
        turn = self._call.turn(listening.timeout_seconds, listening.pause_seconds)
        heard = await self._watch.unless_ended(turn)
        if heard is None:
            raise await self._watch.gone()
        return heard

    async def key(self, within_seconds: float) -> KeyPress | None:
        """The key that the caller presses next."""
        self._watch.check()
        return await self._watch.unless_ended(self._call.key(within_seconds))

    async def pause(self, seconds: float) -> None:
        """Let time pass."""
        self._watch.check()
        if self._show_pause is not None:
            self._show_pause(seconds)
        await self._watch.unless_ended(self._clock.sleep(seconds))

    async def speak_beside(self, text: str, to: Literal["other", "both"]) -> Spoken:
        """Pass `text` to the other side, or to both."""
        return await self._speak_beside(text, to)

    async def until_unbridged(self) -> None:
        """Wait until the other side has hung up."""
        if self._talk is None:
            await super().until_unbridged()
        else:
            self._watch.check()
            await self._watch.unless_ended(self._talk())

    async def record(self, listening: Listening, sink: SoundSink, *, beep: bool) -> None:
        """Await one turn: its words are what is said, in silence that is as long."""
        self._watch.check()
        turn = self._call.turn(listening.timeout_seconds, listening.pause_seconds)
        heard = await self._watch.unless_ended(turn)
        if heard is None:
            raise await self._watch.gone()
        if isinstance(heard, Utterance):
            typed_into(sink, heard.text, listening)

    def record_call(self, sink: SoundSink | None) -> None:
        """Of a call without sound there is nothing to keep."""

    def prepare(self, text: str) -> None:
        """A text is ready."""

    def _unasked(self, heard: Utterance | KeyPress) -> None:
        if self._prompt is not None:
            self._prompt.told(heard)


def typed_into(sink: SoundSink, words: str, listening: Listening) -> float:
    """Give a recording words that nobody hears, in a silence that is as long; its seconds."""
    seconds = min(max(len(words) * SECONDS_A_CHARACTER, SHORTEST_SECONDS), listening.longest_seconds)
    sink.add(bytes(round(seconds * RATE) * SAMPLE_BYTES))
    sink.add_speech(seconds, words)
    return seconds


def _spoken(played: Played, heard: Utterance | KeyPress | None = None) -> Spoken:
    return Spoken(played.played_ms, played.played_ms + played.dropped_ms, heard)


async def _interruption(playback: Playback, told: asyncio.Future[Utterance | KeyPress]) -> Utterance | KeyPress | None:
    """What interrupts a prompt, which wins a tie: no key is lost. None where it was heard to its end."""
    try:
        with Unless(playback.over):
            return await told
    except Overtaken:  # which may be in the same moment
        return None if told.cancelled() else told.result()
