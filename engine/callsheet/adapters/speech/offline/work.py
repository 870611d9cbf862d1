"""What the processes of models do: each function loads what it needs when it is called first, and keeps it.

It imports no model's library, because the service names these functions to its processes.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from callsheet.adapters.speech.offline.models import HIBARI, HIBARI_WORDS, find_model, require_libraries
from callsheet.adapters.speech.offline.wire import CallFrame
from callsheet.ports.speech import Recognized, Sound

if TYPE_CHECKING:
    from callsheet.adapters.speech.offline.hearing import OfflineHearing
    from callsheet.adapters.speech.offline.hibari import HibariVoice
    from callsheet.adapters.speech.offline.transcription import Transcription

# The one voice that the package brings along; the library would fetch others from a network.
VOICE = "heart"


def transcribe(pcm: bytes, phrases: tuple[str, ...], words: tuple[str, ...] = ()) -> Recognized:
    """What was said in an utterance. Raises `SpeechMissing`."""
    return _transcription().transcribe(pcm, phrases, words)


def sentences(text: str) -> list[str]:
    """A text in the pieces that are spoken one by one. Raises `SpeechMissing`."""
    return _voice().sentences(text)


def speak(sentence: str, *, pause_before: bool) -> bytes:
    """The sound of one of them. Raises `SpeechMissing`."""
    return _voice().speak(sentence, pause_before=pause_before)


def judge(frames: Sequence[CallFrame], over: Sequence[int]) -> list[Sound]:
    """What is in frames of some calls, after some have ended. Raises `SpeechMissing`."""
    return _hearing().judge(frames, over)


def echoes(played: Sequence[tuple[CallFrame, int]]) -> list[float]:
    """How much what was heard up to so many frames ago is what was played then. Raises `SpeechMissing`."""
    return _hearing().echoes(played)


@cache
def _transcription() -> "Transcription":
    require_libraries()
    from callsheet.adapters.speech.offline.transcription import Transcription

    return Transcription()


@cache
def _voice() -> "HibariVoice":
    require_libraries()
    for name in (HIBARI, HIBARI_WORDS):
        find_model(name)
    from callsheet.adapters.speech.offline.hibari import HibariVoice

    return HibariVoice(VOICE)


@cache
def _hearing() -> "OfflineHearing":
    require_libraries()
    from callsheet.adapters.speech.offline.hearing import OfflineHearing

    return OfflineHearing()
