"""Speech: texts to audio, audio to texts, and what kind of sound it is.

Audio is what `ports/telephony.py` says: PCM, 16 bits, little-endian, mono, at `RATE`.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Protocol

from msgspec import Struct

from callsheet.ports.exceptions import ProviderFailed
from callsheet.ports.telephony import RATE, SAMPLE_BYTES

# One frame of sound that is judged: 256 samples, what the voice detection takes at 8 kHz.
FRAME_MS = 32
FRAME_BYTES = RATE * FRAME_MS // 1000 * SAMPLE_BYTES
# Silence between two sentences, also where they are two prompts: as people pause when they read aloud.
BREATH_MS = 300


class SpeechFailed(ProviderFailed):
    """A provider did not do its work. `message` is a sentence for an operator, without what was said; `kind` is one
    word for it (`timeout`, `connection`, …), for whoever counts: `text` where it cannot speak this text, and others."""


class Voice(Struct, frozen=True):
    """How a script sounds: its `language` (`en-US`), and the voice's name where it asks for one."""

    language: str
    name: str = ""


class Recognized(Struct, frozen=True):
    """What was said; empty where nothing was. `confidence` is 0.0 to 1.0. `alternatives` are texts in which a value may
    have been said that the question asks for, each with its share of their likelihood (in sum 1.0)."""

    text: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()


class Sound(Struct, frozen=True):
    """What a frame holds: how likely a voice (0.0 to 1.0), a key's tone, and how much it is our own prompt coming back
    (0.0 to 1.0)."""

    voice: float
    key: str | None = None
    echo: float = 0.0


class Mark(Struct, frozen=True):
    """A place in a text, so many characters from its beginning. `passed` is called when all audio has been given that
    holds something of what stands before it."""

    character: int
    passed: Callable[[], None]


class Synthesis(Protocol):
    """Speaks sentences. Shared by the calls of a process."""

    def speak(self, text: str, voice: Voice) -> AsyncGenerator[bytes, None]:
        """The text as audio, piece by piece, as soon as each is there. Iterating raises `SpeechFailed`.

        Whoever does not want the rest closes it (`aclose`).
        """

    def prepare(self, text: str, voice: Voice) -> None:
        """The text is probably wanted soon. Returns at once and never raises."""

    async def close(self) -> None:
        """Let go of what it holds, when the calls have ended."""


class Narrator(Synthesis, Protocol):
    """Speaks single sentences, in words, and knows beforehand what it cannot speak."""

    def refusal(self, text: str, voice: Voice) -> SpeechFailed | None:
        """Why it would leave something of this text out; None where it would not. Quick, and never raises."""


class Prompting(Protocol):
    """Speaks texts of any length. Shared by the calls of a process."""

    def speak(self, text: str, voice: Voice, mark: Mark | None = None) -> AsyncGenerator[bytes, None]:
        """As `Synthesis.speak` does; tells when it has passed `mark`."""

    def prepare(self, text: str, voice: Voice) -> None:
        """The text is probably wanted soon. Returns at once and never raises."""

    async def close(self) -> None:
        """Let go of what it holds, when the calls have ended."""


class Recognition(Protocol):
    """Understands speech as words. Shared by the calls of a process."""

    async def recognize(
        self, pcm: bytes, phrases: Sequence[str], language: str, words: Sequence[str] = ()
    ) -> Recognized:
        """The words of one utterance. `phrases` are what the question hopes for, `words` those of which values are said
        that it asks for. Raises `SpeechFailed`."""

    async def close(self) -> None:
        """Let go of what it holds, when the calls have ended."""


class Ear(Protocol):
    """Hears one call, frame by frame."""

    def passes_over(self, frame: bytes) -> bool:
        """Whether nothing is in a frame of `FRAME_BYTES`, and nobody has to judge it: it counts as heard now."""

    def judge(self, frame: bytes, played: bytes = b"") -> Awaitable[Sound]:
        """What such a frame holds, in the light of those before it. Raises `SpeechFailed`, at once or when awaited.

        `played` is what the caller heard from us up to now, where something was played: it can come back as an echo.
        """


class VoiceActivity(Protocol):
    """Tells voices, keys and our own echo from everything else. Shared by the calls of a process."""

    def open(self) -> Ear:
        """An ear for one call."""

    async def close(self) -> None:
        """Let go of what it holds, when the calls have ended."""


class Speech(Struct, frozen=True):
    """What a line of audio speaks and hears with. `recognizes_ahead` says that an utterance may be given to the
    recognition before it has certainly ended, and again with what follows: it costs nothing but this machine's time."""

    synthesis: Prompting
    recognition: Recognition
    voice_activity: VoiceActivity
    recognizes_ahead: bool = False
