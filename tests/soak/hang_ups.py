"""Callers who hang up, and connections that are cut, at random moments of calls on Telcoflow's real SDK; in virtual
time."""

import asyncio
import random
from dataclasses import replace

from tests.live.evening import Evening, spend
from tests.live.judge import judge
from tests.live.sweeps import MAIN_PATH, MAIN_PATH_MS
from tests.soak.counts import Counts
from tests.soak.trials import trials
from tests.telcoflow.caller import Caller
from tests.telcoflow.settings import ServerSettings

ABOUT = "callers hang up, voice and control connections are cut, on Telcoflow's lines"
CALLERS = 16
WAYS = (
    ServerSettings(),
    ServerSettings(hang_up_how="event", sends_session_closed=False),
    ServerSettings(hang_up_how="close", sends_session_closed=False),
    ServerSettings(hang_up_how="cut", sends_session_closed=False),
)


def attack(seed: int, seconds: float) -> Counts:
    """One evening after the other."""
    return trials(seed, seconds, _trial)


def _trial(chance: random.Random) -> Counts:
    settings = replace(chance.choice(WAYS), prebuffer=chance.random() < 0.5)
    callers = [
        Caller(MAIN_PATH, hang_up_at_ms=chance.randrange(MAIN_PATH_MS) if chance.random() < 0.6 else None)
        for _ in range(CALLERS)
    ]
    cuts = sorted(chance.randrange(MAIN_PATH_MS) for _ in range(CALLERS // 4))

    async def cut(evening: Evening) -> None:
        past = 0
        for ms in cuts:
            await asyncio.sleep((ms - past) / 1000)
            past = ms
            if chance.random() < 0.2:
                evening.server.cut_control(chance.randrange(1000))
            else:
                chance.choice(evening.guests).placed.cut_voice()

    judge(spend(callers, settings=settings, during=cut), endings={"completed", "hung_up", "failed"})
    return Counts(CALLERS, 0, 0)
