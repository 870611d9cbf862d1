"""Pipecat Flows, which is a part of Pipecat: its `FlowManager` is told to go to the next node.

That is what comes after a model has called a function; the model, its context, the pipeline and its queues cost nothing
here: in their place stands a worker that drops what is queued. So it is the least that a step can cost, and less than
any call has.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from importlib.metadata import version

from loguru import logger
from pipecat.flows import FlowManager, NodeConfig
from pipecat.frames.frames import Frame

from tests.bench.measure import cpu
from tests.bench.others.contestant import Contestant

Handler = Callable[["DroppingWorker", Frame], Awaitable[None]]


class DroppingWorker:
    """As much of a `PipelineWorker` as a `FlowManager` asks for."""

    def set_reached_downstream_filter(self, kinds: tuple[type[Frame], ...]) -> None:
        """Nothing reaches anything."""

    def event_handler(self, name: str) -> Callable[[Handler], Handler]:
        """Nothing happens."""
        return lambda handler: handler

    async def queue_frames(self, frames: Sequence[Frame]) -> None:
        """Drop them."""


def contestant(steps: int) -> Contestant:
    """So many nodes, each without a prompt and functions."""
    logger.remove()
    nodes = [NodeConfig(name=f"step_{number}", task_messages=[], respond_immediately=False) for number in range(steps)]

    async def conversation() -> None:
        manager = FlowManager(llm=None, context_aggregator=None, worker=DroppingWorker())
        await manager.initialize()
        for number, node in enumerate(nodes):
            manager.state["number"] = number
            await manager.set_node_from_config(node)
        assert (manager.current_node, manager.state["number"]) == (f"step_{steps - 1}", steps - 1)

    def run() -> float:
        with asyncio.Runner() as runner:
            return cpu(lambda: runner.run(conversation()), steps)

    how = "`FlowManager.set_node_from_config` alone, no model and no pipeline"
    return Contestant(f"pipecat-ai {version('pipecat-ai')}", how, "nothing", run)
