"""Keys of the telephone in the sound itself: the two tones of each (ITU-T Q.23), for frames of many calls at once."""

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from callsheet.adapters.speech.samples import Samples
from callsheet.ports.telephony import RATE

LOW = (697, 770, 852, 941)
HIGH = (1209, 1336, 1477, 1633)
KEYS = "123A456B789C*0#D"

# A window of 25.6 ms is what tells the low tones apart (their distance is 73 Hz); one begins every 8 ms.
WINDOW = 205
HOP = 64
# A key counts from this many windows with it in a row (42 ms of it): the shortest that a telephone sends is 50 ms.
PRESSED_WINDOWS = 3
# It was let go after so many without it: a pause between keys, of 40 ms at least, is in six windows, a lost packet of
# 20 ms in four.
RELEASED_WINDOWS = 5
# The share of a window's energy that lies in the two tones: a key at a signal-to-noise ratio of 10 dB has 0.8 of it.
PURITY = 0.7
# Of the two tones' energies (high to low): a telephone's line weakens the high one more (Q.24 allows 4 and 8 dB).
WEAKEST_HIGH, STRONGEST_HIGH = 0.08, 6.3
# Times that a tone's energy is above that of every other of its group.
APART = 6.0
# The mean square of a window that is worth looking at: 50 dB below full scale.
AUDIBLE = 1e-5

SHAPE = np.hamming(WINDOW)
TONES = np.exp(-2j * np.pi * np.outer(np.arange(WINDOW) / RATE, LOW + HIGH)) * SHAPE[:, np.newaxis]
TONES_REAL = np.concatenate((TONES.real, TONES.imag), axis=1).astype(np.float32)
# What `energy / window energy` is of one pure tone: the share is 1.0 of two of them.
PURE = float(SHAPE.sum()) ** 2 / WINDOW / 2


class KeyMemory(Struct):
    """What one call's keys were so far: the end of its sound, the key that is down, and what may become of it."""

    tail: Samples = field(default_factory=lambda: np.zeros(WINDOW - HOP, np.float32))
    down: str | None = None
    coming: str | None = None
    windows: int = 0


class Tone(Struct, frozen=True):
    """What a frame holds of keys: one that was just pressed, and whether any tone of a key is in it."""

    pressed: str | None
    present: bool


def tones(memories: Sequence[KeyMemory], frames: Samples) -> list[Tone]:
    """The keys in each frame (a row of `frames`, its length a multiple of `HOP`); the memories go on."""
    sound = np.concatenate((np.stack([memory.tail for memory in memories]), frames), axis=1)
    windows = np.lib.stride_tricks.sliding_window_view(sound, WINDOW, axis=1)[:, ::HOP]
    keys = _keys(windows)
    found = []
    for memory, heard, line in zip(memories, keys, sound, strict=True):
        memory.tail = line[-len(memory.tail) :].copy()
        pressed = list(_pressed(memory, [KEYS[key] if key >= 0 else None for key in heard]))
        present = memory.down is not None or bool((heard >= 0).any())
        found.append(Tone(pressed[-1] if pressed else None, present))
    return found


def _keys(windows: Samples) -> NDArray[np.int64]:
    """The key in each window (of the last axis), as its place in `KEYS`; -1 where it holds none."""
    energy = np.square(windows).sum(axis=-1)
    parts = windows @ TONES_REAL
    powers = np.square(parts[..., :8]) + np.square(parts[..., 8:])
    low, high = np.sort(powers[..., :4], axis=-1), np.sort(powers[..., 4:], axis=-1)
    lowest, highest = low[..., -1], high[..., -1]
    sound = (
        (energy > AUDIBLE * WINDOW)
        & (lowest + highest > PURITY * PURE * energy)
        & (highest > WEAKEST_HIGH * lowest)
        & (highest < STRONGEST_HIGH * lowest)
        & (lowest > APART * low[..., -2])
        & (highest > APART * high[..., -2])
    )
    keys = powers[..., :4].argmax(axis=-1) * 4 + powers[..., 4:].argmax(axis=-1)
    return np.where(sound, keys, -1)


def _pressed(memory: KeyMemory, keys: Sequence[str | None]) -> Iterator[str]:
    """The keys that went down in these windows. Another one counts only after the last was let go, or held as long."""
    for key in keys:
        memory.windows = memory.windows + 1 if key == memory.coming else 1
        memory.coming = key
        if key is None and memory.windows >= RELEASED_WINDOWS:
            memory.down = None
        elif key is not None and memory.windows >= PRESSED_WINDOWS and key != memory.down:
            memory.down = key
            yield key
