"""Many calls at once: what a live call holds in memory while its caller thinks."""

import asyncio
import gc
import tracemalloc
from collections.abc import Callable, Coroutine, Iterator

from callsheet.adapters.clock.virtual import VirtualLoop
from callsheet.flow.machine import FlowMachine
from callsheet.flow.model import Flow
from callsheet.ports.telephony import CallInfo
from callsheet.session.session import Session
from tests.bench.line import SilentLine
from tests.bench.measure import Measured
from tests.bench.session import NONE, compiled, without_journal

MOST_BYTES = 4000.0  # a call; the target of the design
CALLS = 10_000
QUESTION = """callsheet: 1
flow: question
steps:
  - answer
  - ask: Is it done?
    timeout: 10s
    answers:
      agree: []
      refuse: []
    if_silent: []
    if_unclear: []
    otherwise: []
  - disconnect
"""
HALF_WAY = 5.0  # seconds of the question's ten


def measure(calls: int = CALLS) -> Iterator[Measured]:
    """Calls that all wait at a question, against as many tasks that all sleep."""
    live, tasks = (_held(work, calls) for work in (_calls(compiled(QUESTION)), _sleepers))
    yield Measured(
        f"memory of a live call, {calls:,} at once",
        "a sleeping task (tracemalloc)",
        live - tasks,
        "bytes",
        f"{live:,.0f} bytes against {tasks:,.0f}",
        most=MOST_BYTES,
        journal=NONE,
    )


Work = Callable[[VirtualLoop, int], list[Coroutine[None, None, object]]]


def _held(work: Work, count: int) -> float:
    """Bytes that each of `count` coroutines holds while all of them wait."""
    loop = VirtualLoop()

    async def all_at_once() -> float:
        works = work(loop, count)
        gc.collect()
        tasks = [asyncio.ensure_future(one) for one in works]
        await asyncio.sleep(HALF_WAY)
        gc.collect()
        held = tracemalloc.get_traced_memory()[0]
        assert not any(task.done() for task in tasks)
        await asyncio.gather(*tasks)
        return held / count

    tracemalloc.start()
    try:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            return runner.run(all_at_once())
    finally:
        tracemalloc.stop()


def _sleepers(loop: VirtualLoop, count: int) -> list[Coroutine[None, None, object]]:
    return [asyncio.sleep(HALF_WAY * 2) for _ in range(count)]


def _calls(flow: Flow) -> Work:
    machine = FlowMachine(flow)

    def calls(loop: VirtualLoop, count: int) -> list[Coroutine[None, None, object]]:
        world = without_journal(loop)
        infos = [CallInfo(f"c-{number}", "inbound", "+15550100", "") for number in range(count)]
        return [Session(flow, machine, SilentLine(info), world).run() for info in infos]

    return calls
