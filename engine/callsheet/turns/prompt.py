"""One prompt of a line with a voice: how far it has been heard, and what may interrupt it there."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from callsheet.ports.clock import Clock
from callsheet.ports.line import Interruptions, Spoken
from callsheet.ports.speech import Mark, Prompting, SpeechFailed, Voice
from callsheet.ports.telephony import BYTES_A_MS, Playback, Played
from callsheet.turns.hearing import PROVIDER_SECONDS
from callsheet.turns.signs import Pressed

# A prompt that a noise has stopped goes on this much before where it stopped: the word that was cut is heard whole.
REWIND_MS = 500
# Milliseconds behind the end of data in which nothing counts as an answer yet: nobody answers what they have just heard
# so soon. It covers the way to the caller and back, with its buffers, which no platform tells: a telephone network has
# up to 150 ms each way (ITU-T G.114), and what comes back in this time was begun before the data had been heard.
REACTION_MS = 300
# Bytes of a sound that are given to a line at a time: a second.
PIECE_BYTES = 1000 * BYTES_A_MS


class Prompt:
    """A text, from its first word to its last. `early`: what somebody is just saying began before it could count.

    What callers do counts by when they did it, in seconds on the clock, however late that is known.
    """

    def __init__(
        self, text: str, interruptions: Interruptions, clock: Clock, *, early: bool, sound: bytes | None = None
    ) -> None:
        self._text = text
        self._sound = sound
        self._interruptions = interruptions
        self._clock = clock
        self._began_at = clock.monotonic()
        self._after = max(interruptions.keys_after, interruptions.words_after)
        self._known_ms = 0.0 if not self._after else float("inf")  # from when on `_after` characters have been heard
        self._known_at = float("inf")  # when that was, or a little later
        self._begins_ms = self._stopped_ms = self._furthest_ms = 0
        self._playback: Playback | None = None
        self.early = early

    async def audio(self, prompting: Prompting, voice: Voice) -> AsyncGenerator[bytes, None]:
        """What is left to be heard. Raises `SpeechFailed`, also where no more of it comes."""
        given, skipped = 0, self._begins_ms * BYTES_A_MS

        def passed() -> None:
            self._known_ms = given / BYTES_A_MS + REACTION_MS

        mark = Mark(self._after, passed) if self._after else None
        speaking = prompting.speak(self._text, voice, mark) if self._sound is None else in_pieces(self._sound, mark)
        async with aclosing(speaking) as pieces:
            while True:
                try:
                    async with asyncio.timeout(PROVIDER_SECONDS):
                        piece = await anext(pieces)
                except StopAsyncIteration:
                    break
                except TimeoutError:
                    raise SpeechFailed("timeout", "the synthesis did not answer in time") from None
                if given + len(piece) > skipped:
                    yield piece[max(skipped - given, 0) :]
                given += len(piece)
        if mark is not None:  # the same silence where the text ends with its data
            yield bytes(max(round(self._known_ms) * BYTES_A_MS - max(given, skipped), 0))

    def played_by(self, playback: Playback) -> None:
        """It is being played now."""
        self._playback = playback

    def spoken(self, played: Played) -> Spoken:
        """How much of it was heard: what has been heard stays heard where it went on before that."""
        self._look()
        self._stopped_ms = self._begins_ms + played.played_ms
        self._furthest_ms = max(self._furthest_ms, self._stopped_ms)
        return Spoken(self._furthest_ms, self._stopped_ms + played.dropped_ms)

    def rewind(self) -> None:
        """It goes on, a little before where it stopped."""
        self._begins_ms = max(self._stopped_ms - REWIND_MS, 0)
        self._playback = None

    def somebody_speaks(self, at: float) -> None:
        """An utterance has begun."""
        self.early = at < self.words_from

    def stopped_by_voice(self) -> bool:
        """Whether words may interrupt it at all."""
        return self._interruptions.words is not None

    def stopped_by_words(self, text: str) -> bool:
        """Whether these words, which were said into it, interrupt it."""
        return not self.early and self._interruptions.words is not None and self._interruptions.words(text)

    def stopped_by_key(self, pressed: Pressed) -> bool:
        """Whether a key interrupts it."""
        may, key = self._interruptions, pressed.key.key
        before = key in may.keys_before and not may.keys_after
        return key in may.keys and (before or pressed.at >= self.keys_from)

    @property
    def words_from(self) -> float:
        """From when on words count."""
        return self._since(self._interruptions.words_after)

    @property
    def keys_from(self) -> float:
        """From when on keys count; those that do not interrupt it count behind it."""
        return self._since(self._interruptions.keys_after) if self._interruptions.keys else self._clock.monotonic()

    def _since(self, characters: int) -> float:
        self._look()
        return self._known_at if characters else self._began_at

    def _look(self) -> None:
        """A prompt is never heard faster than it lasts: at least so long ago was it where it may be answered."""
        heard_ms = self._begins_ms + (self._playback.position_ms if self._playback else 0)
        if heard_ms >= self._known_ms:
            self._known_at = min(self._known_at, self._clock.monotonic() - (heard_ms - self._known_ms) / 1000)


async def in_pieces(sound: bytes, mark: Mark | None = None) -> AsyncGenerator[bytes, None]:
    """A sound, piece by piece. Where in it something is said nobody knows: what is marked has passed at its end."""
    for start in range(0, len(sound), PIECE_BYTES):
        yield sound[start : start + PIECE_BYTES]
    if mark is not None:
        mark.passed()
