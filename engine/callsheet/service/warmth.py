"""Speech before the first call: everything is used once, so that models are loaded and what they cannot do is told."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial

from callsheet.ports.speech import FRAME_BYTES, Speech, SpeechFailed, Voice
from callsheet.ports.telephony import BYTES_A_MS
from callsheet.service.logs import log
from callsheet.service.providers import NotServed
from callsheet.turns.transcribing import hold

# Loading takes two seconds on a machine that is idle, and many times as long where others begin at the same moment.
WARM_SECONDS = 300.0
TEXT = "Hello."
SILENCE = bytes(1000 * BYTES_A_MS)
# Between two attempts, in seconds.
PAUSE_SECONDS = 0.5

Part = Callable[[], Awaitable[object]]


async def warm_up(speech: Speech, voices: Iterable[Voice], tell: Callable[[str], None] = lambda how_far: None) -> None:
    """Speak a word in each voice, and listen to silence in each language; `tell` is told how far that is.

    Raises `NotServed`.
    """
    parts = list(_parts(speech, voices))
    how_far = ""
    try:
        async with asyncio.timeout(WARM_SECONDS):
            for number, (what, part) in enumerate(parts, 1):
                how_far = f"{what} is being loaded ({number} of {len(parts)})"
                tell(how_far)
                log("loading", what=what, part=number, parts=len(parts))
                await _patiently(part)
    except SpeechFailed as error:
        raise NotServed(f"speech cannot be used: {error.message}") from None
    except TimeoutError:
        raise NotServed(
            f"speech was not ready within {WARM_SECONDS:g} s: {how_far}, and this machine has too much to do; stop what"
            " else it does, or begin fewer at the same time"
        ) from None


def _parts(speech: Speech, voices: Iterable[Voice]) -> Iterator[tuple[str, Part]]:
    yield "voice detection", lambda: speech.voice_activity.open().judge(bytes(FRAME_BYTES))
    for voice in sorted(voices, key=lambda one: (one.language, one.name)):
        yield f"the voice {voice.name or voice.language}", partial(_speak, speech, voice)
        yield f"recognition of {voice.language}", partial(speech.recognition.recognize, SILENCE, (), voice.language)


async def _speak(speech: Speech, voice: Voice) -> None:
    async for _ in speech.synthesis.speak(TEXT, voice):
        pass
    if text := hold(voice.language):  # it is wanted when there is no time to make it
        speech.synthesis.prepare(text, voice)


async def _patiently(work: Part) -> None:
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
