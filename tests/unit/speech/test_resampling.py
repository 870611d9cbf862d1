"""Another rate of samples: what a telephone carries stays, what it cannot carry is gone."""

import numpy as np
import pytest

from callsheet.adapters.speech.resampling import resample
from callsheet.adapters.speech.samples import Samples, from_pcm, level, to_pcm


def tone(frequency: float, rate: int, seconds: float = 1.0) -> Samples:
    return np.sin(2 * np.pi * frequency * np.arange(int(rate * seconds)) / rate).astype(np.float32)


def decibels(ratio: float) -> float:
    return float(20 * np.log10(max(ratio, 1e-12)))


def middle(samples: Samples) -> Samples:
    return samples[len(samples) // 4 : -len(samples) // 4]


@pytest.mark.parametrize("frequency", [100, 1000, 3000, 3400])
def test_a_tone_that_a_telephone_carries_stays(frequency: int) -> None:
    slower = middle(resample(tone(frequency, 24000), 1, 3))
    faster = middle(resample(tone(frequency, 8000), 2, 1))
    assert abs(decibels(level(slower) * 2**0.5)) < 0.1
    assert abs(decibels(level(faster) * 2**0.5)) < 0.1


@pytest.mark.parametrize("frequency", [4300, 5000, 7000, 11000])
def test_a_tone_that_would_come_back_as_another_is_gone(frequency: int) -> None:
    assert decibels(level(middle(resample(tone(frequency, 24000), 1, 3)))) < -55


def test_a_faster_rate_holds_nothing_new() -> None:
    spectrum = np.abs(np.fft.rfft(middle(resample(tone(1000, 8000), 2, 1))))
    assert decibels(float(spectrum[len(spectrum) * 6 // 10 :].max() / spectrum.max())) < -55


def test_a_sample_stands_for_the_same_moment() -> None:
    late = np.zeros(2400, np.float32)
    late[1200] = 1
    assert int(resample(late, 1, 3).argmax()) == 400
    assert int(resample(late, 2, 1).argmax()) == 2400


@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_short_sounds_keep_their_length(count: int) -> None:
    assert len(resample(np.zeros(count, np.float32), 2, 1)) == count * 2


def test_samples_become_bytes_and_come_back() -> None:
    samples = np.array([0, 0.5, -0.5, 2, -2], np.float32)
    assert np.allclose(from_pcm(to_pcm(samples)), [0, 0.5, -0.5, 1, -1], atol=1e-4)
    assert len(from_pcm(b"\0\0\0")) == 1
