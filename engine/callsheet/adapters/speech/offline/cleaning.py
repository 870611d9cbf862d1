"""One utterance without the line's noise, and without the silence around it."""

import numpy as np
from numpy.typing import NDArray

from callsheet.adapters.speech.samples import Samples
from callsheet.ports.telephony import RATE

# The spectrum is looked at in frames of 32 ms, four of them over each moment.
FRAME = 256
HOPS = 4
HOP = FRAME // HOPS
SHAPE = np.hanning(FRAME + 1)[:FRAME].astype(np.float32)
# The quietest part of the frames (a sixth, three at least) tells what the line sounds like while nobody speaks.
QUIET_PART, FEWEST_QUIET = 6, 3
# What is left of the noise, in amplitude: cut off altogether, it would leave holes that sound like consonants.
LEFT = 0.1
# What counts as spoken: windows of 20 ms within 22 dB of the loudest; before it a soft beginning is kept, after it an
# end that dies away.
WINDOW = RATE * 20 // 1000
SPOKEN = 10 ** (-22 / 20)
KEPT_BEFORE = RATE * 50 // 1000
KEPT_AFTER = RATE * 200 // 1000


def cleaned(utterance: Samples) -> Samples:
    """The utterance less its steady noise (Wiener's filter, frame by frame)."""
    padded = np.pad(utterance, (FRAME, 2 * FRAME - len(utterance) % HOP))
    spectra = np.fft.rfft(np.lib.stride_tricks.sliding_window_view(padded, FRAME)[::HOP] * SHAPE, axis=1)
    powers = np.square(np.abs(spectra))
    noise = _quietest(powers[HOPS : HOPS + len(utterance) // HOP])
    gains = np.sqrt(np.maximum(1 - noise / np.maximum(powers, 1e-12), LEFT**2))
    frames = np.fft.irfft(spectra * gains, FRAME, axis=1) * SHAPE
    whole, weights = _overlapped(frames), _overlapped(np.broadcast_to(np.square(SHAPE), frames.shape))
    result: Samples = (whole / np.maximum(weights, 1e-3))[FRAME : FRAME + len(utterance)].astype(np.float32)
    return result


def spoken_part(utterance: Samples) -> Samples:
    """From shortly before the first loud window to shortly after the last."""
    windows = utterance[: len(utterance) // WINDOW * WINDOW].reshape(-1, WINDOW)
    levels = np.sqrt(np.mean(np.square(windows), axis=1))
    loud = np.flatnonzero(levels > levels.max(initial=0.0) * SPOKEN)
    if not len(loud):
        return utterance[:0]
    return utterance[max(int(loud[0]) * WINDOW - KEPT_BEFORE, 0) : (int(loud[-1]) + 1) * WINDOW + KEPT_AFTER]


def _quietest(powers: NDArray[np.floating]) -> NDArray[np.floating]:
    """The spectrum of the frames with the least energy."""
    count = max(len(powers) // QUIET_PART, FEWEST_QUIET)
    return np.asarray(powers[np.argsort(powers.sum(axis=1))[:count]].mean(axis=0))


def _overlapped(frames: NDArray[np.floating]) -> NDArray[np.floating]:
    """Frames laid over each other, each a hop later than the one before, and added."""
    parts = frames.reshape(len(frames), HOPS, HOP)
    whole = np.zeros((len(frames) + HOPS - 1, HOP))
    for hop in range(HOPS):
        whole[hop : hop + len(frames)] += parts[:, hop]
    return whole.reshape(-1)
