"""Tries something again and again, each time with randomness of its own, until the time is over."""

import random
import time
from collections.abc import Callable
from itertools import count

from tests.soak.counts import NOTHING, Counts


def trials(seed: int, seconds: float, trial: Callable[[random.Random], Counts]) -> Counts:
    """The counts of all of it: at least one trial, and none that begins after `seconds`."""
    ends, counts = time.monotonic() + seconds, NOTHING
    for number in count():
        if number and time.monotonic() >= ends:
            return counts
        try:
            counts += trial(random.Random(f"{seed} {number}"))  # noqa: S311 - it has to be the same again
        except AssertionError as error:
            counts += Counts(1, 0, 0, (f"trial {number}: {str(error).strip().splitlines()[0]}",))
    raise AssertionError("it counts for ever")
