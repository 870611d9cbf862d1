"""Steps of a call on a line in memory, where nothing is waited for: what the engine itself costs.

A step is a `set`: no text to speak, nothing to understand. What stands beside a `say` and an `ask` tells where their
time goes: whatever the line is asked for is a task of its own, a `say` asks once and an `ask` twice, and an answer in
words is understood by phrases, one by key is not.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from functools import partial

from callsheet.ports.telephony import Heard, KeyPress, Silence, Utterance
from tests.bench.line import AnsweringLine
from tests.bench.measure import Measured, Run, cpu, ratio
from tests.bench.session import IN_A_FILE, NONE, Calls, compiled

MOST_STEP = {NONE: 3.0, IN_A_FILE: 5.0}  # times; the targets of the design
STEPS = 2000
QUESTIONS = STEPS // 4
BARE = "a bare coroutine"
SET = "  - set: {{name_{number}: true}}\n"
SAY = "  - say: This is number {number}.\n"
ASK = """  - ask: Is number {number} done?
    answers:
      agree: []
      refuse: []
    if_silent: []
    if_unclear: []
    otherwise: []
"""


def measure(rounds: int, steps: int = STEPS, questions: int = QUESTIONS) -> Iterator[Measured]:
    """Steps against coroutines that do nothing."""
    bare = bares(steps)
    silent = sequence(SET, steps, Silence())
    for journal, most in MOST_STEP.items():
        yield ratio("a step of a call", BARE, partial(silent.cpu, steps, journal=journal), bare, rounds, most, journal)
    yield ratio("a task that does nothing, awaited", BARE, partial(_alone, _tasks, steps), bare, rounds)
    for name, text, heard in (
        ("a `say`", SAY, Silence()),
        ("an `ask`, answered at once by key", ASK, KeyPress("1")),
        ("an `ask`, answered at once in words", ASK, Utterance("yes")),
    ):
        talk = sequence(text, questions, heard)
        for journal in MOST_STEP:
            work = partial(talk.cpu, questions, journal=journal)
            yield ratio(name, BARE, work, bare, rounds, journal=journal)


def sequence(step: str, steps: int, heard: Heard) -> Calls:
    """Calls of so many steps, between an `answer` and a `disconnect`; each question hears the same."""
    lines = "".join(step.format(number=number) for number in range(steps))
    flow = compiled(f"callsheet: 1\nflow: steps\nsteps:\n  - answer\n{lines}  - disconnect\n")
    return Calls(flow, steps + 2, lambda info: AnsweringLine(info, heard))


def bares(steps: int) -> Run:
    """Awaits so many coroutines that do nothing; the CPU seconds of one."""
    return partial(_alone, _bares, steps)


def _alone(work: Callable[[int], Coroutine[None, None, None]], steps: int) -> float:
    with asyncio.Runner() as runner:
        runner.get_loop()  # made before, as for calls
        return cpu(lambda: runner.run(work(steps)), steps)


async def _bare() -> str:
    return "done"


async def _bares(steps: int) -> None:
    for _ in range(steps):
        await _bare()


async def _tasks(steps: int) -> None:
    for _ in range(steps):
        await asyncio.ensure_future(_bare())
