"""A speech and language service that sends without end: little of it is read, in real and in virtual time."""

import asyncio
import random

from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from tests.model.hostile import ATTACKS
from tests.model.test_hostile import ASKING, little_is_read, load
from tests.soak.counts import Counts
from tests.soak.trials import trials

ABOUT = "a speech and language service sends errors, answers, headers and redirections without end"


def attack(seed: int, seconds: float) -> Counts:
    """One answer after the other."""
    load()
    return trials(seed, seconds, _trial)


def _trial(chance: random.Random) -> Counts:
    way, part = chance.choice(list(ATTACKS)), chance.choice(list(ASKING))
    if part == "model" and chance.random() < 0.5:
        loop = VirtualLoop()
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(little_is_read(way, ASKING[part], VirtualClock(loop)))
    else:
        asyncio.run(little_is_read(way, ASKING[part], SystemClock()))
    return Counts(1, 0, 0)
