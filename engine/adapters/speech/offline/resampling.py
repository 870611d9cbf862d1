"""Other rates of samples: the voice speaks at three times the telephone's rate, the recognition hears at twice."""

from functools import lru_cache
from math import ceil, pi

import numpy as np

from engine.adapters.speech.offline.samples import Samples

# Parts of the slower rate's Nyquist frequency: what a telephone passes (3,400 of 4,000 Hz) stays whole, and what lies
# beyond that frequency by as much, and would come back as another tone, is gone.
PASSED = 0.85
STOPPED = 1.05
# How much weaker it is, in decibels: below the noise of 8 bits a sample, which is what a telephone line has.
ATTENUATION_DB = 60.0


def resample(samples: Samples, up: int, down: int) -> Samples:
    """`up / down` times as many samples of the same sound. No delay: a sample stands for the same moment."""
    if not len(samples):
        return samples
    stretched = np.zeros(len(samples) * up, np.float32)
    stretched[::up] = samples
    taps = _low_pass(max(up, down), up)
    # `same` would give the filter's length where that is longer than the sound.
    start = len(taps) // 2
    filtered = np.convolve(stretched, taps)[start : start + len(stretched) : down]
    return filtered.astype(np.float32, copy=False)


@lru_cache(maxsize=8)
def _low_pass(factor: int, gain: int) -> Samples:
    """A linear-phase low-pass for the rate that is `factor` times the slower one (Kaiser's formulas)."""
    width = (STOPPED - PASSED) / factor * pi
    beta = 0.1102 * (ATTENUATION_DB - 8.7)
    half = ceil((ATTENUATION_DB - 8) / (2.285 * width) / 2)
    places = np.arange(-half, half + 1)
    cutoff = (PASSED + STOPPED) / 2 / factor
    taps = np.sinc(cutoff * places) * cutoff * np.kaiser(2 * half + 1, beta)
    taps *= gain / taps.sum()
    low_pass: Samples = taps.astype(np.float32)
    return low_pass
