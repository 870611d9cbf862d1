"""Speech before the first call: everything is used once, so that models are loaded and what they cannot do is told."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from engine.ports.speech import FRAME_BYTES, Speech, SpeechFailed, Voice
from engine.ports.telephony import BYTES_A_MS
from engine.service.providers import NotServed

# Loading takes two seconds; a machine that needs a minute for it cannot speak in calls.
WARM_SECONDS = 60.0
TEXT = "Hello."
SILENCE = bytes(1000 * BYTES_A_MS)
# Between two attempts, in seconds.
PAUSE_SECONDS = 0.5


async def warm_up(speech: Speech, voices: Iterable[Voice]) -> None:
    """Speak a word in each voice, and listen to silence in each language. Raises `NotServed`."""
    try:
        async with asyncio.timeout(WARM_SECONDS):
            await speech.voice_activity.open().judge(bytes(FRAME_BYTES))
            for voice in sorted(voices, key=lambda one: (one.language, one.name)):
                await _patiently(partial(_speak, speech, voice))
                await _patiently(partial(speech.recognition.recognize, SILENCE, (), voice.language))
    except SpeechFailed as error:
        raise NotServed(f"speech cannot be used: {error.message}") from None
    except TimeoutError:
        raise NotServed(f"speech was not ready within {WARM_SECONDS:g} s: this machine has too much to do") from None


async def _speak(speech: Speech, voice: Voice) -> None:
    async for _ in speech.synthesis.speak(TEXT, voice):
        pass


async def _patiently(work: Callable[[], Awaitable[object]]) -> None:
    """Again where it takes longer than a caller is left waiting: nobody calls yet, and models are loaded meanwhile."""
    while True:
        try:
            await work()
        except SpeechFailed as error:
            if error.kind != "timeout":
                raise
            await asyncio.sleep(PAUSE_SECONDS)
        else:
            return
