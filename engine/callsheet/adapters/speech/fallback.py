"""Several providers as one: where the first fails, or is silent for too long, the next one does its work at once.

The last one is always asked: there is nobody whom it could be left to.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager
from typing import Generic, TypeVar

from msgspec import Struct

from callsheet.adapters.remote.breaker import Breaker, BreakerSettings, Pass
from callsheet.adapters.remote.trouble import LASTING
from callsheet.ports.clock import Clock
from callsheet.ports.speech import Narrator, Recognition, Recognized, SpeechFailed, Voice
from callsheet.ports.telephony import BYTES_A_MS

logger = logging.getLogger("callsheet.speech")

# An empty piece of audio says that a stand-in begins the text anew: what was spoken of it so far counts no more, and
# what follows is not what the first provider sounds like.
STAND_IN = b""
# The provider is there and works. These can be brought about by one text, which must not take the provider away from
# all others.
PROVIDER_WORKS = frozenset({"request", "language", "text"})


class FallbackPatience(Struct, frozen=True):
    """Seconds that are waited for a provider. A caller never hears silence without a reason."""

    # Until the first audio of a sentence. After two seconds of silence people ask "hello?".
    first_audio: float = 2.0
    # The same, of the last provider: late is better than never. (A model is loaded, on a machine that is busy.)
    last_first_audio: float = 10.0
    # Of silence that the caller hears in the midst of a sentence.
    silence: float = 1.0
    # For what was said to become words.
    recognition: float = 2.5
    # The same, of the last provider: late is better than never, and callers are told to wait meanwhile.
    last_recognition: float = 20.0


PATIENCE = FallbackPatience()
# Fewer failures than of a model that is asked now and then: each of them was a silence that a caller heard.
BREAKER = BreakerSettings(failures=3)

P = TypeVar("P", Narrator, Recognition)


RESTING = SpeechFailed("resting", "it failed before and is left alone for a while")


class _Attempt:
    """One provider doing one piece of work."""

    def __init__(self) -> None:
        self.works = False  # whether it is known that the provider works
        self.failure: SpeechFailed | None = None


class _Providers(Generic[P]):
    """Providers in the order in which they are asked, by the names that operators know them by."""

    def __init__(self, providers: Mapping[str, P], clock: Clock, breaker: BreakerSettings) -> None:
        names = list(providers)
        self.last = names[-1]
        self._providers: Mapping[str, P] = providers
        self._breakers = {name: Breaker(breaker, clock.monotonic) for name in names[:-1]}

    def __iter__(self) -> Iterator[tuple[str, P]]:
        return iter(self._providers.items())

    @contextmanager
    def attempt(self, name: str) -> Iterator[_Attempt]:
        """What fails inside is not raised; the attempt tells it. Of a provider that is left alone it has failed before
        it began."""
        breaker = self._breakers.get(name)
        given = breaker.enter() if breaker else None
        attempt = _Attempt()
        if breaker and given is None:
            attempt.failure = RESTING
            yield attempt
            return
        try:
            yield attempt
            attempt.works = True
        except SpeechFailed as error:
            attempt.failure = SpeechFailed(error.kind, error.message)  # without what else the exception holds
        except TimeoutError:
            attempt.failure = SpeechFailed("timeout", "it took too long")
        except Exception as error:  # noqa: BLE001 - a mistake in a provider must not end a call
            # Without its traceback, which would show what was said.
            logger.error("%s made a mistake: %s", name, type(error).__name__)  # noqa: TRY400
            attempt.failure = SpeechFailed("fault", "it made a mistake; see the log")
        finally:
            if breaker and given:
                _judge(name, breaker, given, attempt)

    async def close(self) -> None:
        """Close all of them, also where one of them fails to."""
        for name, provider in self:
            try:
                await provider.close()
            except Exception as error:  # noqa: BLE001 - the others have to be closed all the same
                logger.error("%s could not be closed: %s", name, type(error).__name__)  # noqa: TRY400


def _judge(name: str, breaker: Breaker, given: Pass, attempt: _Attempt) -> None:
    """What an attempt says about a provider. One that its caller left early may say nothing."""
    failure = attempt.failure
    if failure is None and not attempt.works:
        breaker.withdrawn(given)
    elif failure is None or failure.kind in PROVIDER_WORKS:
        breaker.answered(given)
    elif breaker.failed(given, lasting=failure.kind in LASTING):
        logger.warning("%s is left alone for a while: %s", name, failure.message)
    else:
        logger.warning("%s failed: %s", name, failure.message)


def _nobody(what: str, failures: Mapping[str, SpeechFailed]) -> SpeechFailed:
    """Says of everyone why not. The kind is the last one's, who was asked in any case."""
    told = "; ".join(f"{name}: {failure.message}" for name, failure in failures.items())
    return SpeechFailed([failure.kind for failure in failures.values()][-1], f"{what} ({told})")


class FallbackSynthesis:
    """Implements `ports.speech.Narrator`. A text is a sentence: where a provider breaks off, the next one begins it
    anew, after a piece of audio that is empty (`STAND_IN`)."""

    def __init__(
        self,
        providers: Mapping[str, Narrator],
        clock: Clock,
        *,
        patience: FallbackPatience = PATIENCE,
        breaker: BreakerSettings = BREAKER,
    ) -> None:
        self._providers: _Providers[Narrator] = _Providers(providers, clock, breaker)
        self._patience = patience

    async def speak(self, text: str, voice: Voice) -> AsyncGenerator[bytes, None]:
        """The text by the first who can speak it. Raises `SpeechFailed` where nobody can."""
        failures: dict[str, SpeechFailed] = {}
        for name, provider in self._providers:
            with self._providers.attempt(name) as attempt:
                if attempt.failure is None:
                    sounded = False
                    if failures:
                        yield STAND_IN
                    async with (
                        aclosing(provider.speak(text, voice)) as pieces,
                        aclosing(self._in_time(pieces, is_last=name == self._providers.last)) as heard,
                    ):
                        async for piece in heard:
                            attempt.works = sounded = True
                            yield piece
                    if not sounded:  # whoever hears nothing must not be asked about it
                        raise SpeechFailed("text", "it made no sound")
            if attempt.failure is None:
                return
            failures[name] = attempt.failure
        raise _nobody("a text could not be spoken", failures)

    def refusal(self, text: str, voice: Voice) -> SpeechFailed | None:
        """Why nobody would speak all of this text."""
        refusals: dict[str, SpeechFailed] = {}
        for name, provider in self._providers:
            refusal = provider.refusal(text, voice)
            if refusal is None:
                return None
            refusals[name] = refusal
        return _nobody("a text cannot be spoken", refusals)

    def prepare(self, text: str, voice: Voice) -> None:
        """Nothing is kept here that could be made ready."""

    async def close(self) -> None:
        """Close the providers."""
        await self._providers.close()

    async def _in_time(self, pieces: AsyncGenerator[bytes, None], *, is_last: bool) -> AsyncGenerator[bytes, None]:
        """The pieces, as long as a caller who hears them at once is not left in silence. Raises `TimeoutError`."""
        loop = asyncio.get_running_loop()
        left = self._patience.last_first_audio if is_last else self._patience.first_audio
        begun = False
        while left > 0:
            since = loop.time()
            async with asyncio.timeout(left):
                piece = await anext(pieces, None)
            left -= loop.time() - since
            if piece is None:
                return
            if piece:
                left = len(piece) / BYTES_A_MS / 1000 + (left if begun else self._patience.silence)
                begun = True
                yield piece
        raise TimeoutError


class FallbackRecognition:
    """Implements `ports.speech.Recognition`."""

    def __init__(
        self,
        providers: Mapping[str, Recognition],
        clock: Clock,
        *,
        patience: FallbackPatience = PATIENCE,
        breaker: BreakerSettings = BREAKER,
    ) -> None:
        self._providers: _Providers[Recognition] = _Providers(providers, clock, breaker)
        self._patience = patience

    async def recognize(
        self, pcm: bytes, phrases: Sequence[str], language: str, words: Sequence[str] = ()
    ) -> Recognized:
        """What the first who can tell understands. Raises `SpeechFailed` where nobody can."""
        failures: dict[str, SpeechFailed] = {}
        for name, provider in self._providers:
            with self._providers.attempt(name) as attempt:
                if attempt.failure is None:
                    patience = self._patience
                    is_last = name == self._providers.last
                    async with asyncio.timeout(patience.last_recognition if is_last else patience.recognition):
                        return await provider.recognize(pcm, phrases, language, words)
            if attempt.failure is not None:
                failures[name] = attempt.failure
        raise _nobody("what the caller said could not be understood as words", failures)

    async def close(self) -> None:
        """Close the providers."""
        await self._providers.close()
