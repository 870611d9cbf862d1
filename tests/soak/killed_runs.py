"""`kill -9` of `callsheet run`: one call, or two at once with the same caller, on one database."""

import random

from tests.soak.counts import Counts
from tests.soak.trials import trials
from tests.soak.typed import begin, folder, judged, kill

ABOUT = "`run` is killed at any moment, one call or two at once"


def attack(seed: int, seconds: float) -> Counts:
    """Kill, judge, and call again."""
    return trials(seed, seconds, _trial)


def _trial(chance: random.Random) -> Counts:
    with folder() as shell:
        calls = [begin(shell) for _ in range(chance.choice((1, 2)))]
        said = [words for call in calls for words in kill(call, chance)]
        return judged(shell, said, len(calls))
