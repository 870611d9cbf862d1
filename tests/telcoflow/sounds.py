"""Sounds that callers make: keys, tones, noise. PCM, 16 bits, little-endian, mono."""

import math
import operator
import random
import sys
from array import array
from functools import lru_cache

SAMPLE_BYTES = 2
PEAK = 32767
# Peaks below this are silence: far below speech (thousands), above the rounding of resamplers (a few).
SILENCE_PEAK = 64

ROWS = (697, 770, 852, 941)  # Hz, as telephones have them
COLUMNS = (1209, 1336, 1477, 1633)
KEYS = ("123A", "456B", "789C", "*0#D")
KEY_LEVEL = 0.25  # of full scale, each of the two tones: about -12 dBFS
FADE_MS = 2  # a tone that begins at once would click


def silence(ms: float, rate: int) -> bytes:
    """Nothing."""
    return bytes(samples(ms, rate) * SAMPLE_BYTES)


def tone(ms: float, rate: int, frequencies: tuple[float, ...] = (440.0,), level: float = 0.3) -> bytes:
    """Sines together; `level` is each one's part of full scale."""
    count = samples(ms, rate)
    fade = max(1, samples(FADE_MS, rate))
    made = array("h")
    for index in range(count):
        shape = min(1.0, (index + 1) / fade, (count - index) / fade)
        value = sum(math.sin(2 * math.pi * hertz * index / rate) for hertz in frequencies)
        made.append(int(max(-1.0, min(1.0, value * level * shape)) * PEAK))
    return little_endian(made)


def key_tone(key: str, ms: float, rate: int) -> bytes:
    """The dual tone of a key: 0 to 9, *, #, A to D."""
    for row, keys in zip(ROWS, KEYS, strict=True):
        if key in keys:
            return tone(ms, rate, (row, COLUMNS[keys.index(key)]), KEY_LEVEL)
    raise ValueError(f"no key {key!r}")


def noise(ms: float, rate: int, peak: int, seed: int = 1) -> bytes:
    """White noise, the same for the same seed."""
    source = random.Random(seed)  # noqa: S311 - noise, not a secret
    return little_endian(array("h", (source.randint(-peak, peak) for _ in range(samples(ms, rate)))))


def samples(ms: float, rate: int) -> int:
    return round(ms * rate / 1000)


def is_loud(pcm: bytes) -> bool:
    """Whether there is any sound in it. Most of what a call carries is silence, and the rest begins at once."""
    if pcm.count(0) == len(pcm):
        return False
    return any(value >= SILENCE_PEAK or value <= -SILENCE_PEAK for value in as_samples(pcm))


def level(pcm: bytes, hertz: float, rate: int) -> float:
    """How loud a tone is in whatever else there is: its part of full scale."""
    samples = as_samples(pcm)
    parts = (sum(map(operator.mul, samples, wave)) for wave in waves(hertz, rate, len(samples)))
    return 2 * math.hypot(*parts) / len(samples) / PEAK


@lru_cache(maxsize=32)
def waves(hertz: float, rate: int, count: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """A cosine and a sine."""
    turn = 2 * math.pi * hertz / rate
    return tuple(math.cos(turn * at) for at in range(count)), tuple(math.sin(turn * at) for at in range(count))


def as_samples(pcm: bytes) -> "array[int]":
    """The samples of whole PCM."""
    values = array("h", pcm)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def little_endian(values: "array[int]") -> bytes:
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()
