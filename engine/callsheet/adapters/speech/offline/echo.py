"""How much of what the caller's line carries is our own prompt, coming back late, weaker and coloured."""

import numpy as np

from callsheet.adapters.speech.samples import Samples, level
from callsheet.ports.telephony import RATE

# What is compared: this much of the caller's sound, with all that was played as long ago as a line delays.
COMPARED = RATE * 300 // 1000
PLAYED = RATE * 1200 // 1000
# Levels (of full scale) below which there is nothing to compare: 60 dB below it.
SILENT = 0.001
# How the line colours an echo is a filter of so many samples, some of them before the strongest: 4 ms in all. A longer
# one would find something of any voice in any other.
FILTER, FILTER_BEFORE = 32, 8
# Samples that are multiplied at once. numpy's library uses all processors for larger products, and gains nothing here.
PIECE = 240
# Keeps the filter small where what was played has hardly any sound of some frequency.
CAUTION = 1e-3
# What of the sound has to be explained by the prompt to be none of an echo, and all of it. The caller's own voice over
# an echo as loud leaves a half; noise on the line leaves nine tenths of a pure one.
NO_ECHO, PURE_ECHO = 0.45, 0.85
# Speech is strongest where all voices are alike; differences of samples weigh its finer parts more.
EMPHASIS = 0.9


def echo(heard: Samples, played: Samples) -> float:
    """0.0 (the caller's own voice, or nothing played) to 1.0 (our prompt and nothing else). `heard` and `played` end at
    the same moment; of each only the last `COMPARED` and `PLAYED` samples matter."""
    heard, played = heard[-COMPARED:], played[-PLAYED:]
    if len(heard) < COMPARED or len(played) < COMPARED + FILTER or level(heard) < SILENT or level(played) < SILENT:
        return 0.0
    share = explained(_emphasized(heard), _emphasized(played))
    return float(np.clip((share - NO_ECHO) / (PURE_ECHO - NO_ECHO), 0.0, 1.0))


def explained(heard: Samples, played: Samples) -> float:
    """The share of the energy of `heard` that some filter makes out of `played`, at its best delay."""
    size = 1 << (len(played) + len(heard)).bit_length()
    correlation = np.fft.irfft(np.fft.rfft(played, size) * np.conj(np.fft.rfft(heard, size)), size)
    places = len(played) - len(heard) + 1
    sums = np.concatenate(([0.0], np.cumsum(np.square(played, dtype=np.float64))))
    energies = sums[len(heard) :] - sums[:places]
    likeness = np.square(correlation[:places]) / np.maximum(energies, SILENT**2 * len(heard))
    # The filter reaches from some samples after the best place to more before it, as far as there are any.
    best = int(np.clip(likeness.argmax(), FILTER - FILTER_BEFORE - 1, places - 1 - FILTER_BEFORE))
    begin = best - (FILTER - FILTER_BEFORE - 1)
    reached = played[begin : begin + len(heard) + FILTER - 1]
    delayed = np.lib.stride_tricks.sliding_window_view(reached, len(heard))
    pieces = np.ascontiguousarray(delayed.reshape(FILTER, -1, PIECE).swapaxes(0, 1))
    products = (pieces @ pieces.swapaxes(1, 2)).sum(axis=0, dtype=np.float64)
    products[np.diag_indices(FILTER)] += CAUTION * np.trace(products) / FILTER + 1e-12
    alike = (pieces @ heard.reshape(-1, PIECE, 1)).sum(axis=0, dtype=np.float64)[:, 0]
    energy = float(np.square(heard, dtype=np.float64).sum())
    return float(alike @ np.linalg.solve(products, alike)) / max(energy, 1e-12)


def _emphasized(samples: Samples) -> Samples:
    return np.append(samples[:1], samples[1:] - np.float32(EMPHASIS) * samples[:-1])
