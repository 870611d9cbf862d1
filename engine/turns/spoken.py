"""A line with a voice: prompts are spoken, utterances recognised, and the caller can interrupt by voice or by key."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress
from typing import Any

from engine.ports.clock import Clock
from engine.ports.line import HungUp, LineFailed, Listening, Spoken
from engine.ports.speech import Speech, SpeechFailed, Voice
from engine.ports.telephony import (
    BYTES_A_MS,
    Call,
    CallInfo,
    Code,
    Heard,
    KeyPress,
    Playback,
    Played,
    Silence,
    Utterance,
)
from engine.turns.hearing import PROVIDER_SECONDS, Hearing, Interrupting, Sign, SpeechBegan, SpeechEnded
from engine.turns.watch import Watch

logger = logging.getLogger("callsheet.turns")

# Between two prompts, as between two sentences: the second is not spoken in the breath of the first.
BREATH_SECONDS = 0.3
# The silence that ends what interrupts a prompt which no question follows.
PAUSE_SECONDS = 0.5
# A prompt that a noise has stopped goes on this much before where it stopped: the word that was cut is heard whole.
REWIND_MS = 500
# After so many noises the rest of a prompt is spoken to its end: where it is so loud, nobody can interrupt anyway.
MOST_RESUMPTIONS = 3
# How often to look whether somebody who spoke when the time was over still speaks.
SPEAKING_SECONDS = 0.1
# For how long somebody is listened to who speaks and says no words (music, a crowd), after the question's time.
SPEAKING_MOST_SECONDS = 20.0
# What stops a prompt.
Stop = Interrupting | SpeechEnded | KeyPress


class SpokenLine:
    """Implements `ports.line.Line` for a call that passes audio."""

    def __init__(self, call: Call, speech: Speech, clock: Clock, voice: Voice) -> None:
        self._call = call
        self._speech = speech
        self._clock = clock
        self._voice = voice
        self._hearing: Hearing | None = None
        self._next_prompt_at = 0.0  # on the clock
        self._watch = Watch(call, self._pressed)

    @property
    def info(self) -> CallInfo:
        """Who calls whom."""
        return self._call.info

    async def answer(self) -> None:
        """Pick up."""
        self._watch.check()
        await self._watch.checked(await self._watch.unless_ended(self._call.answer()))
        self._hearing = Hearing(self._call, self._speech.voice_activity.open(), self._clock)

    async def say(self, text: str, *, interruptible: bool, before: Listening | None = None) -> Spoken:
        """Speak `text`. A noise stops it for a moment only: it goes on where nothing was said."""
        self._watch.check()
        hearing = self._ready()
        hearing.begin_anew()
        hearing.pause_seconds = before.pause_seconds if before else PAUSE_SECONDS
        await self._watch.unless_ended(self._clock.sleep(self._next_prompt_at - self._clock.monotonic()))
        begins_ms = 0
        for resumption in range(MOST_RESUMPTIONS + 1):
            sign, played = await self._play(text, begins_ms, may_stop=interruptible and resumption < MOST_RESUMPTIONS)
            heard_ms = begins_ms + played.played_ms
            if sign is None and played.cut:  # the call is over, though that is told a moment later
                gone = await self._watch.gone()
                gone.spoken = Spoken(heard_ms, heard_ms + played.dropped_ms)
                raise gone
            heard = None if sign is None else await self._meaning(sign, before)
            if heard is not None or not played.cut:
                break
            begins_ms = max(heard_ms - REWIND_MS, 0)
        if sign is None:
            self._next_prompt_at = self._clock.monotonic() + BREATH_SECONDS
        return Spoken(heard_ms, heard_ms + played.dropped_ms, heard)

    async def listen(self, listening: Listening) -> Heard:
        """Await one utterance or key. Noises are passed over; so long as somebody speaks, the silence does not end."""
        self._watch.check()
        hearing = self._ready()
        hearing.keep_unfinished()
        hearing.pause_seconds = listening.pause_seconds
        try:
            return await self._watch.unless_ended(self._listen(hearing, listening))
        except SpeechFailed as failed:
            raise LineFailed("recognition", failed.message) from None

    async def pause(self, seconds: float) -> None:
        """Silence on the line."""
        self._watch.check()
        await self._watch.unless_ended(self._clock.sleep(seconds))

    async def hang_up(self) -> None:
        """End the call for everyone, and hear no more."""
        try:
            result = await self._call.hang_up()
            if not result.ok and result.code is not Code.ENDED:
                logger.warning("call %s: the line could not be let go: %s", self.info.call_id, result.message)
        finally:
            if self._hearing is not None:
                await self._hearing.close()
            await self._watch.close()

    def prepare(self, text: str) -> None:
        """Make the audio of `text` ready."""
        self._speech.synthesis.prepare(text, self._voice)

    def _pressed(self, heard: Utterance | KeyPress) -> None:
        if self._hearing is not None and isinstance(heard, KeyPress):
            self._hearing.press(heard)

    def _ready(self) -> Hearing:
        if self._hearing is None:
            raise LineFailed("line", "the call has not been answered yet")
        return self._hearing

    # Prompts

    async def _play(self, text: str, begins_ms: int, *, may_stop: bool) -> tuple[Stop | None, Played]:
        """Speak `text` from `begins_ms` on; what stopped it, and how much of this was heard."""
        audio = self._speech.synthesis.speak(text, self._voice)
        playback = self._call.play(_from(audio, begins_ms * BYTES_A_MS))
        try:
            stop = await self._watch.unless_ended(self._until_stopped(playback, may_stop=may_stop))
            if stop is not None:
                await self._call.interrupt()
            return stop, await playback.done()
        except SpeechFailed as failed:
            failure = LineFailed("speech", failed.message, this_text=failed.kind == "text")
            if playback.position_ms:  # how much was to come nobody knows
                heard_ms = begins_ms + playback.position_ms
                failure.spoken = Spoken(heard_ms, heard_ms + 1)
            raise failure from None
        except (HungUp, LineFailed) as gone:
            with suppress(SpeechFailed):
                played = await playback.done()
                heard_ms = begins_ms + played.played_ms
                gone.spoken = Spoken(heard_ms, heard_ms + played.dropped_ms)
            raise
        except BaseException:  # also where it is cancelled: nobody wants to hear the rest
            with suppress(Exception):
                await self._call.interrupt()
            raise

    async def _until_stopped(self, playback: Playback, *, may_stop: bool) -> Stop | None:
        """Wait until the prompt was heard, or something stops it; to have been heard wins a tie."""
        done = asyncio.ensure_future(playback.done())
        stop = asyncio.ensure_future(self._stop()) if may_stop else None
        waiting: set[asyncio.Future[Any]] = {done} if stop is None else {done, stop}
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if stop is not None and not done.done():
                return stop.result()
            done.result()
            return None
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.wait(waiting)

    async def _stop(self) -> Stop:
        """What interrupts a prompt: a key, or speech that is meant. Nothing does where nothing can be heard."""
        hearing = self._ready()
        while True:
            try:
                sign = await hearing.sign()
            except SpeechFailed:
                await asyncio.Event().wait()
                raise
            if not isinstance(sign, SpeechBegan):
                return sign

    async def _meaning(self, stop: Stop, before: Listening | None) -> Utterance | KeyPress | None:
        """What the caller interrupted with; None where it was but a noise."""
        try:
            return await self._watch.unless_ended(self._utterance(stop, before.phrases if before else ()))
        except SpeechFailed as failed:
            if before is not None:
                raise LineFailed("recognition", failed.message) from None
            return Utterance("", 0.0)  # nothing hangs on it: whatever it was, the call goes on

    # Utterances

    async def _listen(self, hearing: Hearing, listening: Listening) -> Heard:
        ends_at = self._clock.monotonic() + listening.timeout_seconds
        while (sign := await self._sign_before(hearing, ends_at)) is not None:
            if isinstance(sign, SpeechEnded | KeyPress):
                heard = await self._utterance(sign, listening.phrases)
                if heard is not None:
                    return heard
        return Silence()

    async def _sign_before(self, hearing: Hearing, ends_at: float) -> Sign | None:
        """The next sign; None where the time is over and nobody speaks."""
        next_sign = asyncio.ensure_future(hearing.sign())
        try:
            while not next_sign.done():
                left = ends_at - self._clock.monotonic()
                if left <= 0 and (not hearing.speaking or left <= -SPEAKING_MOST_SECONDS):
                    return None
                await asyncio.wait({next_sign}, timeout=max(left, SPEAKING_SECONDS))
            return next_sign.result()
        finally:
            next_sign.cancel()
            await asyncio.wait({next_sign})

    async def _utterance(self, sign: Stop, phrases: Sequence[str]) -> Utterance | KeyPress | None:
        """What was said or pressed, waited for to its end; None where there are no words in it."""
        hearing = self._ready()
        while isinstance(sign, Interrupting):
            following = await hearing.sign()
            sign = following if not isinstance(following, SpeechBegan) else sign
        if isinstance(sign, KeyPress):
            return sign
        try:
            async with asyncio.timeout(PROVIDER_SECONDS):
                recognized = await self._speech.recognition.recognize(sign.pcm, phrases, self._voice.language)
        except TimeoutError:
            raise SpeechFailed("the recognition did not answer in time", "timeout") from None
        return Utterance(recognized.text, recognized.confidence) if recognized.text.strip() else None


async def _from(audio: AsyncGenerator[bytes, None], skipped: int) -> AsyncGenerator[bytes, None]:
    """Audio without its first `skipped` bytes. Raises `SpeechFailed`, also where no more of it comes."""
    async with aclosing(audio):
        while True:
            try:
                async with asyncio.timeout(PROVIDER_SECONDS):
                    piece = await anext(audio)
            except StopAsyncIteration:
                return
            except TimeoutError:
                raise SpeechFailed("the synthesis did not answer in time", "timeout") from None
            if len(piece) > skipped:
                yield piece[skipped:]
            skipped = max(skipped - len(piece), 0)
