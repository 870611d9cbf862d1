"""Keys in the sound: each press once, and none where nobody presses."""

from collections.abc import Callable

import numpy as np
import pytest

from callsheet.adapters.speech.offline.tones import HIGH, KEYS, LOW, KeyMemory, tones
from callsheet.adapters.speech.samples import Samples
from tests.channel.channel import RATE, from_mu_law, to_mu_law
from tests.channel.noises import noises
from tests.channel.texts import SENTENCES, UNRELATED

FRAME = 256


def key(name: str, ms: int, phase: float = 0.0) -> Samples:
    place = KEYS.index(name)
    time = np.arange(ms * RATE // 1000) / RATE
    low, high = LOW[place // 4], HIGH[place % 4]
    return (0.2 * np.sin(2 * np.pi * low * time) + 0.14 * np.sin(2 * np.pi * high * time + phase)).astype(np.float32)


def silence(ms: int) -> Samples:
    return np.zeros(ms * RATE // 1000, np.float32)


def frames(sound: Samples) -> Samples:
    return np.pad(sound, (0, -len(sound) % FRAME + 2 * FRAME)).astype(np.float32).reshape(-1, 1, FRAME)


def pressed(sound: Samples) -> str:
    memory = KeyMemory()
    return "".join(tones([memory], frame)[0].pressed or "" for frame in frames(sound))


@pytest.mark.parametrize("snr_db", [30, 20, 10])
@pytest.mark.parametrize("ms", [50, 60, 80, 100])
def test_every_key_is_heard_once(snr_db: int, ms: int) -> None:
    random = np.random.default_rng(snr_db + ms)
    sequence = "".join(random.choice(list("0123456789*#"), 200))
    presses = [np.concatenate((key(name, ms, random.uniform(0, 6)), silence(60))) for name in sequence]
    sound = np.concatenate((silence(int(random.integers(32))), *presses))
    sound = sound + random.standard_normal(len(sound)).astype(np.float32) * np.float32(0.2 * 10 ** (-snr_db / 20))
    assert pressed(from_mu_law(to_mu_law(sound))) == sequence


def test_a_key_that_is_held_is_pressed_once() -> None:
    assert pressed(key("5", 3000)) == "5"


def test_a_lost_packet_is_no_second_press() -> None:
    for lost_at in range(1600, 1856, 16):
        sound = key("5", 400)
        sound[lost_at : lost_at + 160] = 0
        assert pressed(sound) == "5"


def test_the_same_key_counts_again_after_it_was_let_go() -> None:
    for begin in range(0, 64, 4):
        sound = np.concatenate((silence(100)[:begin], key("5", 60), silence(40), key("5", 60)))
        assert pressed(sound) == "55"


def test_another_key_needs_no_pause() -> None:
    assert pressed(np.concatenate((key("1", 100), key("9", 100)))) == "19"


def test_what_is_too_short_is_no_key() -> None:
    assert pressed(np.concatenate((key("5", 20), silence(100)))) == ""


def test_one_tone_is_no_key() -> None:
    time = np.arange(RATE) / RATE
    for frequency in LOW + HIGH:
        assert pressed((0.3 * np.sin(2 * np.pi * frequency * time)).astype(np.float32)) == ""


def test_a_tone_is_present_from_its_first_frames_to_its_last() -> None:
    memory = KeyMemory()
    present = [tones([memory], frame)[0].present for frame in frames(key("5", 320))]
    assert all(present[:10])
    assert not present[-1]


def test_nobody_presses_a_key_by_speaking(said: Callable[[str], Samples]) -> None:
    for text in (*SENTENCES, *UNRELATED):
        assert pressed(said(text)) == "", text


@pytest.mark.parametrize("seed", range(5))
def test_no_noise_is_a_key(seed: int) -> None:
    for name, sound in noises(seed).items():
        assert pressed(sound) == "", name


def test_calls_do_not_touch_each_other() -> None:
    random = np.random.default_rng(0)
    sounds = [np.concatenate((silence(int(random.integers(100))), key(name, 100), silence(300))) for name in KEYS]
    lines = [frames(sound[: RATE * 4 // 10]) for sound in sounds]
    memories = [KeyMemory() for _ in KEYS]
    together = ["" for _ in KEYS]
    for moment in zip(*lines, strict=True):
        for place, tone in enumerate(tones(memories, np.concatenate(moment))):
            together[place] += tone.pressed or ""
    assert together == list(KEYS)
