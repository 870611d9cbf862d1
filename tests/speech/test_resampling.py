"""Audio at the telephone's rate: as long, as loud, whole in any pieces, and without tones that were not there."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callsheet.adapters.speech.resampling import Downsampler
from callsheet.ports.telephony import RATE


def sine(hertz: float, ratio: int, seconds: float = 0.5) -> bytes:
    times = np.arange(int(RATE * ratio * seconds)) / (RATE * ratio)
    return (10_000 * np.sin(2 * np.pi * hertz * times)).astype("<i2").tobytes()


def resampled(pcm: bytes, ratio: int) -> bytes:
    downsampler = Downsampler(ratio)
    return downsampler.push(pcm) + downsampler.flush()


def decibels(pcm: bytes) -> float:
    """How loud, compared with what went in; without the first and last 12 ms."""
    samples = np.frombuffer(pcm, "<i2")[100:-100].astype(float)
    return float(20 * np.log10(np.sqrt((samples**2).mean()) * np.sqrt(2) / 10_000 + 1e-9))


@pytest.mark.parametrize("ratio", [2, 3])
@pytest.mark.parametrize("hertz", [100, 1000, 3000, 3400])
def test_what_a_telephone_carries_stays(hertz: int, ratio: int) -> None:
    assert abs(decibels(resampled(sine(hertz, ratio), ratio))) < 0.2


@pytest.mark.parametrize("ratio", [2, 3])
@pytest.mark.parametrize("hertz", [4200, 5000, 7000, 7900])
def test_what_it_cannot_carry_is_gone(hertz: int, ratio: int) -> None:
    assert decibels(resampled(sine(hertz, ratio), ratio)) < -55


@pytest.mark.parametrize("ratio", [2, 3])
def test_it_is_not_later(ratio: int) -> None:
    at_the_rate = np.frombuffer(sine(440, 1), "<i2").astype(int)
    given_out = np.frombuffer(resampled(sine(440, ratio), ratio), "<i2")
    assert len(given_out) == len(at_the_rate)
    assert np.abs(given_out - at_the_rate)[100:-100].max() < 50


@given(st.binary(max_size=4000), st.lists(st.integers(0, 700), max_size=12), st.sampled_from([1, 2, 3]))
def test_pieces_do_not_matter(pcm: bytes, cuts: list[int], ratio: int) -> None:
    downsampler = Downsampler(ratio)
    for _ in range(2):  # after `flush` another sound begins
        out, rest = b"", pcm
        for cut in cuts:
            out += downsampler.push(rest[:cut])
            rest = rest[cut:]
        out += downsampler.push(rest) + downsampler.flush()
        whole = np.frombuffer(resampled(pcm, ratio), "<i2").astype(int)
        assert len(out) == len(whole) * 2 == -(-(len(pcm) // 2) // ratio) * 2
        assert np.all(np.abs(np.frombuffer(out, "<i2") - whole) <= 1)
