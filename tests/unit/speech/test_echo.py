"""Our own prompt coming back is told from a caller, also from one who talks over it."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from callsheet.adapters.speech.offline.echo import COMPARED, PLAYED, echo
from callsheet.adapters.speech.offline.hibari import HibariVoice
from callsheet.adapters.speech.samples import Samples, from_pcm, level
from tests.channel.channel import RATE, band_passed, from_mu_law, pink, to_mu_law
from tests.channel.texts import UNRELATED

PROMPT = "Your appointment with Doctor Miller was moved to Thursday, the third of March, at nine. Can you confirm?"
# What a turn counts as an echo from, and what is safely none.
ECHO, NONE = 0.5, 0.2


@pytest.fixture(scope="module")
def prompt(voice: HibariVoice) -> Samples:
    return from_pcm(voice.speak(PROMPT, pause_before=False))


def returned(prompt: Samples, delay_ms: int, weaker_db: float) -> Samples:
    """The prompt as it comes back."""
    late = np.pad(prompt, (delay_ms * RATE // 1000, 0))[: len(prompt)] * np.float32(10 ** (-weaker_db / 20))
    back = band_passed(late)
    return from_mu_law(to_mu_law(back + 0.0005 * pink(len(back), 1)))


def judged(heard: Samples, prompt: Samples, louder_than: float) -> Iterator[float]:
    """What is said of each frame that is loud enough to be a voice."""
    for end in range(PLAYED, len(prompt), 256):
        if level(heard[end - 512 : end]) > louder_than:
            yield echo(heard[end - COMPARED : end], prompt[end - PLAYED : end])


@pytest.mark.parametrize(("delay_ms", "weaker_db"), [(0, 6), (5, 10), (120, 12), (400, 20), (800, 20), (200, 30)])
def test_a_prompt_that_comes_back_is_an_echo(prompt: Samples, delay_ms: int, weaker_db: float) -> None:
    heard = returned(prompt, delay_ms, weaker_db)
    found = list(judged(heard, prompt, 0.03 * 10 ** (-weaker_db / 20)))
    assert len(found) > 50
    assert np.mean([each >= ECHO for each in found]) > 0.85


@pytest.mark.parametrize("weaker_db", [12, 20, None])
def test_a_caller_is_none_also_over_an_echo(
    prompt: Samples, said: Callable[[str], Samples], weaker_db: float | None
) -> None:
    caller = np.concatenate([said(text) for text in UNRELATED[:12]])[: len(prompt)]
    heard = caller + (returned(prompt, 150, weaker_db) if weaker_db else np.zeros_like(caller))
    loud = [level(caller[end - COMPARED : end]) > 0.05 for end in range(PLAYED, len(prompt), 256)]
    found = [each for each, talks in zip(judged(heard, prompt, 0.0), loud, strict=True) if talks]
    assert len(found) > 30
    assert np.mean([each <= NONE for each in found]) > 0.95


def test_as_loud_as_the_echo_a_caller_is_still_no_echo(prompt: Samples, said: Callable[[str], Samples]) -> None:
    caller = np.concatenate([said(text) for text in UNRELATED[:12]])[: len(prompt)]
    back = returned(prompt, 150, 6)
    ends = [
        end
        for end in range(PLAYED, len(prompt), 256)
        if level(caller[end - COMPARED : end]) > max(level(back[end - COMPARED : end]), 0.03)
    ]
    found = [echo((caller + back)[end - COMPARED : end], prompt[end - PLAYED : end]) for end in ends]
    assert len(found) > 20
    assert np.mean([each < ECHO for each in found]) > 0.95


def test_nothing_played_or_nothing_heard_is_no_echo(prompt: Samples) -> None:
    heard, played = prompt[:COMPARED], prompt[:PLAYED]
    assert echo(heard, np.zeros(PLAYED, np.float32)) == 0.0
    assert echo(np.zeros(COMPARED, np.float32), played) == 0.0
    assert echo(heard, played[:100]) == 0.0
    assert echo(heard[:100], played) == 0.0
