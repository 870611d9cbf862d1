"""Statements within their time. aiosqlite runs them in a thread, which cancelling a task does not stop."""

import asyncio
import math
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any, TypeVar

import aiosqlite

from callsheet.adapters.data.sqlite.limits import DatabaseLimits
from callsheet.ports.tasks import Overtaken, Unless, begun, done_within

T = TypeVar("T")

# An interrupt that comes between two statements is lost, so it is repeated this often.
INTERRUPT_SECONDS = 0.01


class Stuck(Exception):
    """Something did not come back in time; its thread still has it."""


async def settled(work: Awaitable[T], seconds: float) -> T:
    """The result of what must not be interrupted.

    Raises:
        Stuck: after `seconds` it was not there; it still runs.
    """
    return await _ended(begun(work), seconds)


async def interruptible(
    work: Awaitable[T], connection: aiosqlite.Connection, limits: DatabaseLimits, stop: asyncio.Future[Any] | None
) -> T:
    """The result of `work`, which is interrupted at its time limit, or as soon as `stop` is done.

    Raises:
        sqlite3.OperationalError: SQLITE_INTERRUPT, after its time.
        Stuck: not even the interrupt brought it back.
    """
    task = begun(work)
    with suppress(Overtaken), Unless(*([stop] if stop else []), within=limits.run_seconds):
        await done_within(math.inf, task)
    clock = asyncio.get_running_loop().time
    until = clock() + limits.settle_seconds
    while not task.done() and clock() < until:
        await connection.interrupt()
        await done_within(INTERRUPT_SECONDS, task)
    return await _ended(task, 0)


async def _ended(task: asyncio.Future[T], seconds: float) -> T:
    if not await done_within(seconds, task):
        raise Stuck
    return task.result()
