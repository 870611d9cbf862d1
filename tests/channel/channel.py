"""What a telephone line does to a voice: a narrow band, noise, and eight bits a sample."""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

RATE = 8000
# What a line passes, in Hz, and the length of the filter that makes it so.
BAND = (300.0, 3400.0)
TAPS = 257
# G.711: what is added before the logarithm, and its largest input.
BIAS = 132
CLIP = 32635


def telephone(samples: Samples, seed: int, snr_db: float = 20.0) -> Samples:
    """A voice as it arrives: band-passed, with pink noise at `snr_db` below its speech, through mu-law and back."""
    voice = band_passed(samples)
    noise = band_passed(pink(len(voice), seed))
    noise *= speech_level(voice) / max(_rms(noise), 1e-9) * 10 ** (-snr_db / 20)
    return from_mu_law(to_mu_law(voice + noise))


def band_passed(samples: Samples) -> Samples:
    """What lies in the telephone's band."""
    places = np.arange(TAPS) - TAPS // 2
    low, high = (edge / RATE * 2 for edge in BAND)
    taps = (np.sinc(high * places) * high - np.sinc(low * places) * low) * np.hamming(TAPS)
    return np.convolve(samples, taps)[TAPS // 2 : TAPS // 2 + len(samples)].astype(np.float32)


def pink(count: int, seed: int) -> Samples:
    """Noise whose power falls with the frequency, of level 1."""
    random = np.random.default_rng(seed)
    spectrum = np.fft.rfft(random.standard_normal(count + count % 2))
    spectrum /= np.sqrt(np.arange(len(spectrum)) + 1)
    noise = np.fft.irfft(spectrum)[:count]
    return (noise / max(_rms(noise), 1e-9)).astype(np.float32)


def speech_level(samples: Samples) -> float:
    """The level of the parts in which something is said: windows of 20 ms within 25 dB of the loudest."""
    windows = samples[: len(samples) // 160 * 160].reshape(-1, 160)
    levels = np.sqrt(np.mean(np.square(windows), axis=1))
    spoken = levels[levels > levels.max(initial=0.0) * 10 ** (-25 / 20)]
    return float(np.sqrt(np.mean(np.square(spoken)))) if len(spoken) else 0.0


def to_mu_law(samples: Samples) -> NDArray[np.uint8]:
    """G.711 mu-law."""
    scaled = np.clip(samples * 32767, -CLIP, CLIP).astype(np.int32)
    magnitude = np.abs(scaled) + BIAS
    exponent = np.floor(np.log2(magnitude)).astype(np.int32) - 7
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    codes: NDArray[np.uint8] = (~(np.where(scaled < 0, 0x80, 0) | (exponent << 4) | mantissa) & 0xFF).astype(np.uint8)
    return codes


def from_mu_law(codes: NDArray[np.uint8]) -> Samples:
    """What G.711 mu-law stands for."""
    bits = ~codes.astype(np.int32) & 0xFF
    magnitude = ((((bits & 0x0F) << 3) + BIAS) << ((bits >> 4) & 7)) - BIAS
    return (np.where(bits & 0x80, -magnitude, magnitude) / 32768).astype(np.float32)


def _rms(samples: NDArray[np.floating]) -> float:
    return float(np.sqrt(np.mean(np.square(samples)))) if len(samples) else 0.0
