"""Other rates of samples: voices speak at a multiple of the telephone's rate, the recognition hears at twice of it."""

from functools import lru_cache
from math import ceil, pi

import numpy as np

from callsheet.adapters.speech.samples import Samples
from callsheet.ports.telephony import SAMPLE_BYTES

# Parts of the slower rate's Nyquist frequency: what a telephone passes (3,400 of 4,000 Hz) stays whole, and what lies
# beyond that frequency by as much, and would come back as another tone, is gone.
PASSED = 0.85
STOPPED = 1.05
# How much weaker it is, in decibels: below the noise of 8 bits a sample, which is what a telephone line has.
ATTENUATION_DB = 60.0
LOWEST, HIGHEST = -(2**15), 2**15 - 1


def resample(samples: Samples, up: int, down: int) -> Samples:
    """`up / down` times as many samples of the same sound. No delay: a sample stands for the same moment."""
    if not len(samples):
        return samples
    stretched = np.zeros(len(samples) * up, np.float32)
    stretched[::up] = samples
    taps = _low_pass(max(up, down)) * np.float32(up)
    # `same` would give the filter's length where that is longer than the sound.
    start = len(taps) // 2
    filtered = np.convolve(stretched, taps)[start : start + len(stretched) : down]
    return filtered.astype(np.float32, copy=False)


class Downsampler:
    """Takes PCM (16 bits, little-endian, mono) in pieces of any size and gives it at `1 / ratio` of its rate.

    Pieces may end in the midst of a sample. What comes out is as long as what went in, and not later: a sample stands
    for the same moment.
    """

    def __init__(self, ratio: int) -> None:
        self._ratio = ratio
        self._taps = _low_pass(ratio)
        self._odd = b""
        # From where the filter of the next sample begins.
        self._held: Samples = self._silence()

    def push(self, pcm: bytes) -> bytes:
        """What can be told by now: all but the last 3 ms."""
        data = self._odd + pcm
        whole = len(data) - len(data) % SAMPLE_BYTES
        self._odd = data[whole:]
        return self._filter(np.frombuffer(data[:whole], "<i2").astype(np.float32))

    def flush(self) -> bytes:
        """The rest; the next piece begins another sound. Half a sample at the end is dropped."""
        rest = self._filter(self._silence())
        self._odd, self._held = b"", self._silence()
        return rest

    def _silence(self) -> Samples:
        """What surrounds a sound, as far as the filter reaches."""
        return np.zeros(len(self._taps) // 2, np.float32)

    def _filter(self, samples: Samples) -> bytes:
        held = np.concatenate([self._held, samples])
        length = len(self._taps)
        count = max(0, (len(held) - length) // self._ratio + 1)
        if not count:
            self._held = held
            return b""
        windows = np.lib.stride_tricks.sliding_window_view(held, length)[:: self._ratio]
        self._held = held[count * self._ratio :]
        return np.clip(np.rint(windows @ self._taps), LOWEST, HIGHEST).astype("<i2").tobytes()


@lru_cache(maxsize=8)
def _low_pass(factor: int) -> Samples:
    """A linear-phase low-pass for the rate that is `factor` times the slower one (Kaiser's formulas); its sum is 1."""
    width = (STOPPED - PASSED) / factor * pi
    beta = 0.1102 * (ATTENUATION_DB - 8.7)
    half = ceil((ATTENUATION_DB - 8) / (2.285 * width) / 2)
    places = np.arange(-half, half + 1)
    cutoff = (PASSED + STOPPED) / 2 / factor
    taps = np.sinc(cutoff * places) * cutoff * np.kaiser(2 * half + 1, beta)
    low_pass: Samples = (taps / taps.sum()).astype(np.float32)
    return low_pass
