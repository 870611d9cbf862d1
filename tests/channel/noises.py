"""Sounds that are no words: what a line carries while nobody says anything."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tests.channel.channel import RATE, Samples, pink

LEVEL = 0.15


def noises(seed: int = 0) -> dict[str, Samples]:
    """Twenty sounds of a second or two, by name. Another seed makes others of the same kinds."""
    kinds: dict[str, Callable[[np.random.Generator], NDArray[np.floating]]] = {
        "white burst": lambda random: _shaped(_white(0.4, random), 0.01, 0.2),
        "long white burst": lambda random: _shaped(_white(1.2, random), 0.1, 0.3),
        "pink burst": lambda random: _shaped(_pink(0.5, random), 0.02, 0.2),
        "long pink burst": lambda random: _shaped(_pink(1.5, random), 0.2, 0.5),
        "cough": _cough,
        "two coughs": lambda random: np.concatenate((_cough(random), _silence(0.3), _cough(random))),
        "hoarse cough": lambda random: _cough(random) + 0.5 * _shaped(_hum(0.35, 140, random), 0.02, 0.15),
        "throat": lambda random: _shaped(_pink(0.5, random) * (1 + np.sign(_hum(0.5, 35, random))), 0.03, 0.1),
        "sneeze": lambda random: np.concatenate(
            (_breath(0.5, random) * 0.4, _shaped(_white(0.35, random), 0.005, 0.1))
        ),
        "breath": lambda random: _breath(1.2, random),
        "heavy breathing": lambda random: np.concatenate([_breath(0.7, random) for _ in range(3)]),
        "chord": lambda random: _chord(1.5, (262, 330, 392), random),
        "melody": lambda random: np.concatenate([_chord(0.3, (note,), random) for note in (262, 294, 330, 392, 330)]),
        "music": lambda random: np.concatenate([_chord(0.5, notes, random) for notes in ((220, 277), (196, 294, 392))]),
        "clicks": lambda random: _clicks(1.0, 6, random),
        "knocks": lambda random: _knocks(random),
        "hum": lambda random: _hum(1.5, 60, random),
        "dial tone": lambda random: _tones(1.5, (350, 440)),
        "busy tone": lambda random: np.concatenate([_tones(0.5, (480, 620)), _silence(0.5), _tones(0.5, (480, 620))]),
        "whistle": lambda random: _sweep(0.8, random),
    }
    found = {}
    for index, (name, make) in enumerate(kinds.items()):
        sound = make(np.random.default_rng((seed, index)))
        found[name] = (sound / max(float(np.abs(sound).max()), 1e-9) * LEVEL * 2).astype(np.float32)
    return found


def _silence(seconds: float) -> Samples:
    return np.zeros(int(seconds * RATE), np.float32)


def _time(seconds: float) -> NDArray[np.float64]:
    return np.arange(int(seconds * RATE)) / RATE


def _white(seconds: float, random: np.random.Generator) -> NDArray[np.floating]:
    return random.standard_normal(int(seconds * RATE))


def _pink(seconds: float, random: np.random.Generator) -> NDArray[np.floating]:
    return pink(int(seconds * RATE), int(random.integers(1 << 30)))


def _shaped(sound: NDArray[np.floating], rise: float, fall: float) -> NDArray[np.floating]:
    """With a beginning and an end of so many seconds."""
    time = np.arange(len(sound)) / RATE
    return np.asarray(sound * np.minimum(1, time / rise) * np.minimum(1, (time[-1] - time) / fall))


def _resonance(sound: NDArray[np.floating], peaks: tuple[float, ...]) -> NDArray[np.floating]:
    """As a throat colours noise: louder around some frequencies."""
    spectrum = np.fft.rfft(sound)
    frequencies = np.fft.rfftfreq(len(sound), 1 / RATE)
    spectrum *= sum(1 / (1 + ((frequencies - peak) / 120) ** 2) for peak in peaks)
    return np.asarray(np.fft.irfft(spectrum, len(sound)))


def _cough(random: np.random.Generator) -> NDArray[np.floating]:
    peaks = (random.uniform(350, 600), random.uniform(1100, 1700), random.uniform(2200, 2900))
    sound = _resonance(random.standard_normal(int(0.35 * RATE)), peaks)
    return np.asarray(sound * np.exp(-_time(0.35) / random.uniform(0.05, 0.12)) * np.minimum(1, _time(0.35) / 0.008))


def _breath(seconds: float, random: np.random.Generator) -> NDArray[np.floating]:
    sound = _resonance(random.standard_normal(int(seconds * RATE)), (900, 1900, 3000))
    return np.asarray(sound * np.sin(np.pi * np.arange(len(sound)) / len(sound)) ** 2)


def _chord(seconds: float, notes: tuple[float, ...], random: np.random.Generator) -> NDArray[np.floating]:
    time = _time(seconds)
    tones = [
        np.sin(2 * np.pi * note * overtone * time + random.uniform(0, 6)) / overtone**1.5
        for note in notes
        for overtone in (1, 2, 3, 4)
    ]
    return np.asarray(sum(tones) * np.exp(-time / 0.6) * np.minimum(1, time / 0.01))


def _clicks(seconds: float, count: int, random: np.random.Generator) -> NDArray[np.floating]:
    sound = np.zeros(int(seconds * RATE))
    for place in random.integers(0, len(sound) - 40, count):
        sound[place : place + 40] += random.standard_normal(40) * np.exp(-np.arange(40) / 8)
    return sound


def _knocks(random: np.random.Generator) -> NDArray[np.floating]:
    knock = _resonance(random.standard_normal(1600), (350, 800)) * np.exp(-np.arange(1600) / 200)
    return np.concatenate([knock, _silence(0.1)] * 3)


def _hum(seconds: float, base: float, random: np.random.Generator) -> NDArray[np.floating]:
    time = _time(seconds)
    phases = random.uniform(0, 6, 20)
    return np.asarray(
        sum(np.sin(2 * np.pi * base * (k + 1) * time + phases[k]) / (k + 1) for k in range(20) if base * (k + 1) < 3800)
    )


def _tones(seconds: float, frequencies: tuple[float, ...]) -> NDArray[np.floating]:
    return np.asarray(sum(np.sin(2 * np.pi * frequency * _time(seconds)) for frequency in frequencies))


def _sweep(seconds: float, random: np.random.Generator) -> NDArray[np.floating]:
    begin, end = random.uniform(800, 1200), random.uniform(1500, 2500)
    return _shaped(np.sin(2 * np.pi * np.cumsum(np.linspace(begin, end, int(seconds * RATE))) / RATE), 0.05, 0.1)
