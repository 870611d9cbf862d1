"""Statements within their time. aiosqlite runs them in a thread, which cancelling a task does not stop."""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

import aiosqlite

from callsheet.adapters.data.sqlite.limits import Limits

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
    return await _ended(_begun(work), seconds)


async def interruptible(
    work: Awaitable[T], connection: aiosqlite.Connection, limits: Limits, unless: asyncio.Future[Any] | None
) -> T:
    """The result of `work`, which is interrupted at its time limit, or as soon as `unless` is done.

    Raises:
        sqlite3.OperationalError: SQLITE_INTERRUPT, after its time.
        Stuck: not even the interrupt brought it back.
    """
    task = _begun(work)
    enough: set[asyncio.Future[Any]] = {task} if unless is None else {task, unless}
    await asyncio.wait(enough, timeout=limits.run_seconds, return_when=asyncio.FIRST_COMPLETED)
    clock = asyncio.get_running_loop().time
    until = clock() + limits.settle_seconds
    while not task.done() and clock() < until:
        await connection.interrupt()
        await asyncio.wait({task}, timeout=INTERRUPT_SECONDS)
    return await _ended(task, 0)


def _begun(work: Awaitable[T]) -> asyncio.Future[T]:
    task = asyncio.ensure_future(work)
    # Nobody may be left to hear of its failure; without this, asyncio would complain.
    task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
    return task


async def _ended(task: asyncio.Future[T], seconds: float) -> T:
    await asyncio.wait({task}, timeout=seconds)
    if not task.done():
        raise Stuck
    return task.result()
