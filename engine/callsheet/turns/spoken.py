"""A line with a voice: prompts are spoken, utterances recognised, and the caller can interrupt by voice or by key."""

import asyncio
from contextlib import suppress
from typing import Literal

from msgspec.structs import replace

from callsheet.ports.clock import Clock
from callsheet.ports.line import (
    LONGEST_SECONDS,
    UNINTERRUPTED,
    HungUp,
    Interruptions,
    LineFailed,
    Listening,
    Spoken,
)
from callsheet.ports.speech import BREATH_MS, Speech, SpeechFailed, Voice
from callsheet.ports.tasks import Overtaken, Unless
from callsheet.ports.telephony import Call, CallInfo, CallState, Heard, KeyPress, Playback, Played, Silence, Utterance
from callsheet.turns.hearing import Hearing
from callsheet.turns.listening import sign_before
from callsheet.turns.prompt import Prompt
from callsheet.turns.recording import RecordingLine
from callsheet.turns.signs import Interrupting, Pressed, Sign, SpeechBegan, SpeechEnded
from callsheet.turns.transcribing import Transcribing
from callsheet.turns.watch import Watch

# The silence that ends what interrupts a prompt which no question follows.
PAUSE_SECONDS = 0.5
# After so many noises no voice stops the rest of a prompt: where it is so loud, nobody can interrupt anyway.
MOST_RESUMPTIONS = 3
# What stops a prompt.
Stop = Interrupting | SpeechEnded | Pressed


class SpokenLine(RecordingLine):
    """Implements `ports.line.Line` for a call that passes audio."""

    def __init__(self, call: Call, speech: Speech, clock: Clock, voice: Voice) -> None:
        self._call = call
        self._speech = speech
        self._clock = clock
        self._voice = voice
        self._hearing: Hearing | None = None
        self._next_prompt_at = 0.0  # on the clock
        self._keys_from = self._words_from = 0.0  # when what answers the prompt before has to have begun
        self._watch = Watch(call, self._pressed)
        self._transcribing = Transcribing(speech, voice, self._say_alone)

    @property
    def info(self) -> CallInfo:
        """Who calls whom."""
        return self._call.info

    async def answer(self) -> None:
        """Pick up."""
        self._watch.check()
        await self._watch.checked(await self._watch.unless_ended(self._call.answer()))
        self._hear_again()

    async def say(
        self,
        text: str,
        interruptions: Interruptions = UNINTERRUPTED,
        before: Listening | None = None,
        sound: bytes | None = None,
    ) -> Spoken:
        """Speak `text`, or play its sound. A noise stops it for a moment only: it goes on where nothing was said that
        counts."""
        self._watch.check()
        hearing = self._ready()
        await self._watch.unless_ended(self._clock.sleep(self._next_prompt_at - self._clock.monotonic()))
        prompt = Prompt(text, interruptions, self._clock, early=hearing.speaking, sound=sound)
        hearing.begin_anew(interruptions.keys_before)
        hearing.pause_seconds = before.pause_seconds if before else PAUSE_SECONDS
        hearing.longest_seconds = before.longest_seconds if before else LONGEST_SECONDS
        self._transcribing.question = before
        resumptions = 0
        while True:
            sign, played = await self._play(prompt, voice_stops=resumptions < MOST_RESUMPTIONS)
            spoken = prompt.spoken(played)
            if sign is None and played.cut:  # the call is over, though that is told a moment later
                gone = await self._watch.gone()
                gone.spoken = spoken
                raise gone
            # Somebody who began to answer before they knew the question hears its end again, and then it listens.
            too_early = before is not None and prompt.early and hearing.speaking
            if sign is None and (not too_early or resumptions == MOST_RESUMPTIONS):
                if too_early:
                    hearing.ignore_unfinished()
                self._next_prompt_at = self._clock.monotonic() + BREATH_MS / 1000
                self._keys_from, self._words_from = prompt.keys_from, prompt.words_from
                return spoken
            heard = await self._meaning(sign, prompt, before)
            if heard is not None or not (played.cut or too_early):
                return replace(spoken, interrupted_by=heard)
            prompt.rewind()
            resumptions += 1

    async def listen(self, listening: Listening) -> Heard:
        """Await one utterance or key. Noises are passed over; so long as somebody speaks, the silence does not end."""
        self._watch.check()
        hearing = self._ready()
        hearing.pause_seconds, hearing.longest_seconds = listening.pause_seconds, listening.longest_seconds
        self._transcribing.question = listening
        try:
            return await self._watch.unless_ended(self._listen(hearing, listening))
        except SpeechFailed as failed:
            raise LineFailed("recognition", failed.message) from None

    async def key(self, within_seconds: float) -> KeyPress | None:
        """Await one more key. What is said meanwhile is passed over."""
        self._watch.check()
        try:
            return await self._watch.unless_ended(self._next_key(self._ready(), within_seconds))
        except SpeechFailed as failed:
            raise LineFailed("recognition", failed.message) from None

    async def pause(self, seconds: float) -> None:
        """Silence on the line."""
        self._watch.check()
        await self._watch.unless_ended(self._clock.sleep(seconds))

    async def speak_beside(self, text: str, to: Literal["other", "both"]) -> Spoken:
        """Speak to the other side, or to both."""
        prompt = Prompt(text, UNINTERRUPTED, self._clock, early=False)
        return await self._speak_beside(prompt.audio(self._speech.synthesis, self._voice), to)

    async def _close(self) -> None:
        if self._hearing is not None:
            await self._hearing.close()
        await self._transcribing.close()
        await super()._close()

    def prepare(self, text: str) -> None:
        """Make the audio of `text` ready."""
        self._speech.synthesis.prepare(text, self._voice)

    def _hear_nothing(self) -> None:
        self._transcribing.question = None
        if self._hearing is not None:
            self._hearing.resting = True

    def _hear_again(self) -> None:
        if self._hearing is not None:
            self._hearing.resting = False
            self._hearing.begin_anew(frozenset())
            self._hearing.ignore_unfinished()
        elif self._call.state is CallState.ANSWERED:
            self._hearing = self._opened()

    def _listened_in(self) -> Hearing:
        """What comes in, also where others talk who were connected before we had answered."""
        if self._hearing is None and self._two_talk:
            self._hearing = self._opened()
            self._hearing.resting = True
        return self._ready()

    def _opened(self) -> Hearing:
        ear = self._speech.voice_activity.open()
        return Hearing(self._call, ear, self._clock, self._transcribing.paused)

    def _pressed(self, heard: Utterance | KeyPress) -> None:
        if self._hearing is not None and isinstance(heard, KeyPress):
            self._hearing.press(heard)

    # Prompts

    async def _play(self, prompt: Prompt, *, voice_stops: bool) -> tuple[Stop | None, Played]:
        """Speak what is left of a prompt; what stopped it, and how much of this was heard."""
        playback = self._call.play(prompt.audio(self._speech.synthesis, self._voice))
        prompt.played_by(playback)
        try:
            stop = await self._watch.unless_ended(self._until_stopped(playback, prompt, voice_stops=voice_stops))
            if stop is not None:
                await self._call.interrupt()
            return stop, await playback.done()
        except SpeechFailed as failed:
            failure = LineFailed("speech", failed.message, this_text=failed.kind == "text")
            if playback.position_ms:  # how much was to come nobody knows
                failure.spoken = prompt.spoken(Played(playback.position_ms, 1))
            raise failure from None
        except (HungUp, LineFailed) as gone:
            with suppress(SpeechFailed):
                gone.spoken = prompt.spoken(await playback.done())
            raise
        except BaseException:  # also where it is cancelled: nobody wants to hear the rest
            await self._stop_playing()
            raise

    async def _until_stopped(self, playback: Playback, prompt: Prompt, *, voice_stops: bool) -> Stop | None:
        """Wait until the prompt was heard, or something stops it, which wins a tie: no key is lost."""
        try:
            with Unless(playback.over):
                return await self._stop(prompt, voice_stops=voice_stops)
        except Overtaken:
            return None

    async def _stop(self, prompt: Prompt, *, voice_stops: bool) -> Stop:
        """What stops a prompt: a key that may, or a voice. Nothing does where nothing can be heard."""
        hearing = self._ready()
        while True:
            try:
                sign = await hearing.sign()
            except SpeechFailed:
                await asyncio.Event().wait()
                raise
            match sign:
                case Pressed():
                    if prompt.stopped_by_key(sign):
                        return sign
                case SpeechBegan(at=at):
                    prompt.somebody_speaks(at)
                case Interrupting():
                    if voice_stops and prompt.stopped_by_voice():
                        return sign
                case SpeechEnded(pcm=pcm):
                    if pcm and voice_stops and prompt.stopped_by_voice() and not prompt.early:
                        return sign

    async def _meaning(
        self, stop: Stop | None, prompt: Prompt, before: Listening | None
    ) -> Utterance | KeyPress | None:
        """What the caller has interrupted a prompt with; None where it was but a noise, or no interruption."""
        try:
            return await self._watch.unless_ended(self._interruption(stop, prompt, before))
        except SpeechFailed as failed:
            if before is not None:
                raise LineFailed("recognition", failed.message) from None
            return Utterance("", 0.0)  # nothing hangs on it: whatever it was, the call goes on

    async def _interruption(
        self, sign: Sign | None, prompt: Prompt, question: Listening | None
    ) -> Utterance | KeyPress | None:
        while not isinstance(sign, SpeechEnded | Pressed):
            sign = await self._ready().sign()
        if isinstance(sign, Pressed):  # what was being said is overruled
            return sign.key if prompt.stopped_by_key(sign) else None
        heard = None if prompt.early else await self._transcribing.words(sign, question)
        return heard if heard is not None and prompt.stopped_by_words(heard.text) else None

    # Utterances

    async def _listen(self, hearing: Hearing, listening: Listening) -> Heard:
        ends_at = self._clock.monotonic() + listening.timeout_seconds
        while (sign := await sign_before(hearing, ends_at, self._clock)) is not None:
            match sign:
                case Pressed(key=key, at=at) if at >= self._keys_from:
                    return key
                case SpeechEnded(at=at) if at >= self._words_from:
                    heard = await self._transcribing.words(sign, listening)
                    if heard is not None:
                        return heard
        return Silence()

    async def _next_key(self, hearing: Hearing, within_seconds: float) -> KeyPress | None:
        with suppress(Overtaken), Unless(within=within_seconds):
            while True:
                match await hearing.sign():
                    case Pressed(key=key):
                        return key
        return None

    async def _say_alone(self, text: str) -> None:
        """Say something that nobody answers, where it can be said."""
        with suppress(SpeechFailed):
            await self._play_alone(self._speech.synthesis.speak(text, self._voice))
