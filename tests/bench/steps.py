"""A step of a call, without a text to render, a wait or a journal: what the engine itself costs."""

import asyncio
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from transitions import Event, Machine

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.data.nothing import NoDatabase
from callsheet.checks.check import check_file
from callsheet.flow.machine import FlowMachine
from callsheet.flow.model import Flow
from callsheet.ports.records import Event as JournalEvent
from callsheet.ports.telephony import CallInfo
from callsheet.session.session import Session
from callsheet.session.world import World
from tests.bench.line import SilentLine
from tests.bench.measure import Measured, cpu, ratio

MOST_BARE = 60.0  # times; the target of the design
STEPS = 2000
HEAD = "callsheet: 1\nflow: steps\nsteps:\n  - answer\n"
STEP = "  - set: {name_%d: true}\n"
NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)


class NullJournal:
    """Keeps nothing."""

    def write(self, event: JournalEvent) -> None:
        """Nothing."""


class Cursor:
    """What a machine moves."""

    __slots__ = ("place",)
    place: str


class FastEvent(Event):
    """The library's documented extension point (`Machine.event_cls`), as short as it could be made."""

    fast: dict[str, str]

    def trigger(self, model: object, *args: object, **kwargs: object) -> bool:
        """Move without asking for conditions and callbacks."""
        assert isinstance(model, Cursor)
        model.place = self.fast[model.place]
        return True


class FastMachine(Machine):
    """A machine of such events."""

    event_cls = FastEvent


async def _bare() -> str:
    return "done"


def measure(rounds: int, steps: int = STEPS) -> Iterator[Measured]:
    """A step of a session against coroutines that do nothing, or nothing but move a machine."""
    flow = _flow(steps)
    ours = partial(_session, flow, FlowMachine(flow), steps)
    bare, stock = partial(_alone, _bares(steps), steps), partial(_alone, _moves(Machine, steps), steps)
    fast = partial(_alone, _moves(FastMachine, steps), steps)
    yield ratio("a step of a call", "a bare coroutine", ours, bare, rounds, MOST_BARE)
    yield ratio("a step of a call", "a coroutine that moves the stock machine", ours, stock, rounds)
    yield ratio("a coroutine that moves the stock machine", "a bare coroutine", stock, bare, rounds)
    yield ratio("one that moves a machine with a fast map (not used)", "a bare coroutine", fast, bare, rounds)


def _flow(steps: int) -> Flow:
    with tempfile.TemporaryDirectory(prefix="callsheet-bench-") as folder:
        path = Path(folder, "steps.flow.yaml")
        path.write_text(HEAD + "".join(STEP % number for number in range(steps)) + "  - disconnect\n")
        flow = check_file(path, path.name).flow
    assert flow is not None
    return flow


def _session(flow: Flow, machine: FlowMachine, steps: int) -> float:
    loop = VirtualLoop()
    world = World(NoDatabase(), VirtualClock(loop, NOW), NullJournal())

    async def call() -> None:
        record = await Session(flow, machine, SilentLine(CallInfo("c-1", "inbound", "+15550100", "")), world).run()
        assert (record.ending, record.visits) == ("completed", steps + 2)

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return cpu(lambda: runner.run(call()), steps)


def _alone(work: Callable[[], Coroutine[None, None, None]], steps: int) -> float:
    with asyncio.Runner() as runner:
        return cpu(lambda: runner.run(work()), steps)


def _bares(steps: int) -> Callable[[], Coroutine[None, None, None]]:
    async def bare() -> None:
        for _ in range(steps):
            await _bare()

    return bare


def _moves(kind: type[Machine], steps: int) -> Callable[[], Coroutine[None, None, None]]:
    """Coroutines that move a machine around in a circle as long as the flow."""
    names = [f"step {number}" for number in range(steps)]
    circle = dict(zip(names, [*names[1:], names[0]], strict=True))
    machine = kind(
        model=None,
        states=names,
        initial=names[0],
        transitions=[["done", *each] for each in circle.items()],
        auto_transitions=False,
        model_attribute="place",
    )
    event = machine.events["done"]
    if isinstance(event, FastEvent):
        event.fast = circle

    async def moving() -> None:
        cursor = Cursor()
        cursor.place = names[0]
        for _ in range(steps):
            await _bare()
            event.trigger(cursor)
        assert cursor.place == names[0]

    return moving
