"""Audio as numbers, -1.0 to 1.0, and as the bytes that calls carry."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.float32]

# The largest sample of 16 bits, and what one step of them is worth.
LARGEST = 32767
STEP = 1 / 32768


def from_pcm(pcm: bytes) -> Samples:
    """The numbers of 16-bit PCM; an odd byte at the end is no sample."""
    whole = len(pcm) - len(pcm) % 2
    return np.frombuffer(pcm[:whole], "<i2").astype(np.float32) * np.float32(STEP)


def to_pcm(samples: Samples) -> bytes:
    """16-bit PCM; what is too loud is clipped."""
    return (np.clip(samples, -1.0, 1.0) * LARGEST).astype("<i2").tobytes()


def level(samples: Samples) -> float:
    """The root mean square; 0.0 of nothing."""
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0
