"""Audio at the rate of a telephone out of audio at a multiple of it, while it arrives."""

import numpy as np
import numpy.typing as npt

from engine.ports.telephony import SAMPLE_BYTES

Samples = npt.NDArray[np.float32]

# Samples of the telephone's rate to each side that count for one: so many that all that a telephone carries (up to
# 3,400 Hz) comes through, and what it cannot carry is 60 dB weaker, instead of coming back as another tone.
REACH = 24
# Where the filter is half open, as a part of half the telephone's rate.
CUTOFF = 0.93
KAISER_BETA = 5.65  # 60 dB, by Kaiser's formula
LOWEST, HIGHEST = -(2**15), 2**15 - 1


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


def _low_pass(ratio: int) -> Samples:
    """A low-pass of linear phase: a sinc under a Kaiser window."""
    places = np.arange(-REACH * ratio, REACH * ratio + 1)
    taps = np.sinc(places * CUTOFF / ratio) * np.kaiser(len(places), KAISER_BETA)
    weights: Samples = (taps / taps.sum()).astype(np.float32)
    return weights
