"""What callers say, spoken by the product's own voice, without the silence around it."""

import asyncio
import wave
from pathlib import Path

from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.speech.offline.synthesis import HibariSynthesis
from callsheet.ports.speech import Voice
from callsheet.ports.telephony import RATE, SAMPLE_BYTES
from tests.telcoflow.sounds import as_samples

TEXTS = {
    "yes": "Yes.",
    "okay": "Okay, got it.",
    "no": "No, call me.",
    "weather": "What is the weather like in Berlin tomorrow?",
}
# Of the loudest sample: what is below it at either end is breath, and nobody hears when it ends.
EDGE = 0.01


def write_clips(folder: Path) -> dict[str, Path]:
    """A file for each of the texts, by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    spoken = asyncio.run(_spoken())
    for name, pcm in spoken.items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(SAMPLE_BYTES)
            file.setframerate(RATE)
            file.writeframes(trimmed(pcm))
    return {name: folder / f"{name}.wav" for name in TEXTS}


def trimmed(pcm: bytes) -> bytes:
    """From the first sample that is heard to the last."""
    samples = as_samples(pcm)
    threshold = EDGE * max((abs(value) for value in samples), default=0)
    heard = [index for index, value in enumerate(samples) if abs(value) > threshold]
    return pcm[heard[0] * SAMPLE_BYTES : (heard[-1] + 1) * SAMPLE_BYTES] if heard else b""


async def _spoken() -> dict[str, bytes]:
    voice = HibariSynthesis(SystemClock())
    try:
        return {
            name: b"".join([piece async for piece in voice.speak(text, Voice("en-US"))]) for name, text in TEXTS.items()
        }
    finally:
        await voice.close()
