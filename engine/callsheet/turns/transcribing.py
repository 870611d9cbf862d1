"""Utterances as words, begun as soon as somebody pauses where that costs nobody anything: whether they have ended is
known a moment later, and by then so are the words."""

import asyncio
from collections.abc import Awaitable, Callable

from msgspec import Struct

from callsheet.ports.line import Listening
from callsheet.ports.speech import Recognized, Speech, SpeechFailed, Voice
from callsheet.ports.tasks import begun, done_within, stopped
from callsheet.ports.telephony import Utterance
from callsheet.turns.hearing import PROVIDER_SECONDS
from callsheet.turns.signs import SpeechEnded

# Seconds behind the end of an utterance (its pause not counted) after which a caller whose words are not understood
# yet is told to wait, and after which again: after two seconds of silence people ask "hello?".
HOLD_SECONDS, HOLD_AGAIN_SECONDS = 1.5, 6.0
# What they are told, by language; in others nothing.
HOLDS = {"en": "One moment, please."}


def hold(language: str) -> str:
    """What whoever has to wait is told; empty where nothing is."""
    return HOLDS.get(language.partition("-")[0].lower(), "")


class EarlyTranscript(Struct, frozen=True):
    """An utterance that is being recognised, and has ended if nobody says any more."""

    utterance: SpeechEnded
    question: Listening | None
    recognizing: "asyncio.Future[Recognized]"


class Transcribing:
    """Of one call. `question` is the one that an utterance answers now; None where none does. `say` speaks to whoever
    has to wait."""

    def __init__(self, speech: Speech, voice: Voice, say: Callable[[str], Awaitable[None]]) -> None:
        self._speech = speech
        self._voice = voice
        self._say = say
        self._ahead: EarlyTranscript | None = None
        self.question: Listening | None = None

    def paused(self, utterance: SpeechEnded) -> None:
        """Somebody has paused, and may have ended."""
        self._drop()
        if self._speech.recognizes_ahead and self.question is not None:
            self._ahead = EarlyTranscript(utterance, self.question, self._begun(utterance, self.question))

    async def words(self, ended: SpeechEnded, question: Listening | None) -> Utterance | None:
        """What was said; None where there are no words in it. Raises `SpeechFailed`."""
        if not ended.pcm:
            return None
        recognizing = self._taken(ended, question) or self._begun(ended, question)
        try:
            async with asyncio.timeout(PROVIDER_SECONDS):
                await self._held(recognizing)
                recognized = await recognizing
        except TimeoutError:
            raise SpeechFailed("timeout", "the recognition did not answer in time") from None
        finally:
            await stopped(recognizing)
        if not recognized.text.strip():
            return None
        return Utterance(recognized.text, recognized.confidence, recognized.alternatives)

    async def close(self) -> None:
        """Nobody wants to know any more what was said."""
        self.question = None
        if (ahead := self._ahead) is not None:
            self._ahead = None
            await stopped(ahead.recognizing)

    def _drop(self) -> None:
        if self._ahead is not None:
            self._ahead.recognizing.cancel()
            self._ahead = None

    def _begun(self, utterance: SpeechEnded, question: Listening | None) -> "asyncio.Future[Recognized]":
        phrases, words = (question.phrases, question.words) if question else ((), ())
        return begun(self._speech.recognition.recognize(utterance.pcm, phrases, self._voice.language, words))

    def _taken(self, ended: SpeechEnded, question: Listening | None) -> "asyncio.Future[Recognized] | None":
        """What was begun at the pause, where nothing was said after it."""
        ahead = self._ahead
        if ahead is None or (ahead.utterance.at, ahead.utterance.voiced) != (ended.at, ended.voiced):
            return None
        if ahead.question != question:
            return None
        self._ahead = None
        return ahead.recognizing

    async def _held(self, recognizing: "asyncio.Future[Recognized]") -> None:
        """Wait until something was recognised, and have the caller wait too: nobody is left in silence."""
        seconds = HOLD_SECONDS
        text = hold(self._voice.language)
        while not await done_within(seconds, recognizing):
            if text:
                await self._say(text)
            seconds = HOLD_AGAIN_SECONDS
