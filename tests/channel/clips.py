"""Clips of what callers say: spoken by the product's own voice, or read from files that `voices.py` wrote.

python -m tests.channel.clips build/clips      # the texts, for voices.py
"""

import json
import sys
import wave
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from callsheet.adapters.speech.offline.synthesis import HibariSynthesis
from callsheet.ports.clock import Clock
from callsheet.ports.speech import Voice
from tests.channel.answers import ANSWERS
from tests.channel.channel import RATE, Samples, speech_level
from tests.channel.texts import LISTED, LISTED_BUILT_IN, SENTENCES, UNRELATED

SAID = (*LISTED, *LISTED_BUILT_IN, *SENTENCES, *UNRELATED)
ALL = tuple(dict.fromkeys((*SAID, *(answer for answers in ANSWERS.values() for answer in answers))))
OWN_VOICE = "hibari"
# How loud callers are, of full scale: 22 dB below it.
LEVEL = 0.08


def as_spoken(text: str) -> str:
    """As somebody would write what is said alone: voices read punctuation."""
    return text if text[-1] in ".?!" else text[0].upper() + text[1:] + "."


async def own_clips(texts: Iterable[str], clock: Clock) -> dict[str, Samples]:
    """The texts by the product's own voice."""
    synthesis = HibariSynthesis(clock)
    try:
        spoken = {}
        for text in texts:
            pcm = b"".join([piece async for piece in synthesis.speak(as_spoken(text), Voice("en-US"))])
            spoken[text] = levelled(np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32768))
        return spoken
    finally:
        await synthesis.close()


def read_clips(folder: Path, voice: str) -> dict[str, Samples]:
    """The texts by another voice."""
    return {text: levelled(_read(folder / voice / f"{number:03}.wav")) for number, text in enumerate(ALL)}


def levelled(samples: Samples) -> Samples:
    """As loud as callers are."""
    return samples * np.float32(LEVEL / max(speech_level(samples), 1e-6))


def _read(path: Path) -> Samples:
    with wave.open(str(path), "rb") as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768
        count = len(samples) * RATE // file.getframerate()
    if not count:
        return np.zeros(0, np.float32)
    # Through the spectrum, which takes any pair of rates; what the slower one cannot carry is cut off.
    spectrum = np.fft.rfft(samples)[: count // 2 + 1]
    return (np.fft.irfft(spectrum, count) * count / len(samples)).astype(np.float32)


def main() -> None:
    """Write down the texts for `voices.py`."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "texts.json").write_text(json.dumps([as_spoken(text) for text in ALL], indent=1) + "\n")


if __name__ == "__main__":
    main()
