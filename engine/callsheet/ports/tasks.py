"""Work that is raced, bounded, finished and ended. Whoever cancels or is cancelled is told; what has finished wins."""

import asyncio
import math
import types
from collections.abc import Awaitable, Coroutine, Generator
from typing import Any, Self, TypeVar

T = TypeVar("T")
# What does not end when it is cancelled is left behind after this long: what ours clean up takes less.
CANCEL_SECONDS = 5.0


class Overtaken(Exception):
    """Something else came first, or the time was over."""


class CancelledItself(Exception):
    """Work ended as cancelled, and nobody had cancelled it."""


class Unless:
    """`with Unless(over, within=5.0):` does what is in it by the task that asks, and makes no other.

    Raises:
        Overtaken: one of `stops` was done before, or the time, in seconds, was over. What was awaited was cancelled,
            and has ended.
    """

    __slots__ = ("_cancelled_before", "_here", "_left", "_loop", "_overtaken", "_stops", "_timer")

    def __init__(self, *stops: "asyncio.Future[Any]", within: float = math.inf) -> None:
        here = asyncio.current_task()
        assert here is not None, "a coroutine runs in a task"  # noqa: S101 - states asyncio's promise
        self._here = here
        self._loop = here.get_loop()
        self._cancelled_before = here.cancelling()
        self._overtaken = self._left = False
        self._stops = stops
        self._timer = self._loop.call_later(within, self.expire) if within < math.inf else None

    def __enter__(self) -> Self:
        for stop in self._stops:
            stop.add_done_callback(self.overtake)
        return self

    def expire(self) -> None:
        """The time is over. What else comes at this moment of the clock wins."""
        self._loop.call_soon(self.overtake)

    def overtake(self, _: object = None) -> None:
        """Something else has come first. Where what is awaited comes in the same turn of the event loop, it wins."""
        if not self._left:
            self._loop.call_soon(self._cancel)

    def _cancel(self) -> None:
        if not (self._overtaken or self._left):
            self._overtaken = self._here.cancel()

    def cancelled(self) -> bool:
        """Whether the task has been cancelled since this was made, by this or by somebody else, and is so still."""
        return self._here.cancelling() > self._cancelled_before

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._left = True
        if self._timer is not None:
            self._timer.cancel()
        for stop in self._stops:
            stop.remove_done_callback(self.overtake)
        if self._overtaken:
            by_nobody_else = self._here.uncancel() == self._cancelled_before
            if by_nobody_else and kind is asyncio.CancelledError:
                raise Overtaken from None


def while_it_obeys(work: Coroutine[Any, Any, T], race: Unless, *, patience: float = CANCEL_SECONDS) -> Awaitable[T]:
    """The result of `work`, done by the task that asks, where `apart` would hold the memory of another one. What has
    not ended `patience` seconds after it was cancelled is left behind, in a task of its own.

    Raises:
        Overtaken: as `race` does.
        CancelledItself: nobody had cancelled it.
    """
    return _stepped(work, race, patience, None)


@types.coroutine
def _stepped(
    work: Coroutine[Any, Any, T], race: Unless, patience: float, thrown: BaseException | None
) -> Generator[Any, None, T]:
    losing: _Losing | None = None
    try:
        with race:
            while True:
                awaited = work.send(None) if thrown is None else work.throw(thrown)
                if losing is not None and not race.cancelled():
                    losing.end()
                    losing = None
                elif losing is None and thrown is not None and race.cancelled():
                    losing = _Losing(patience)
                thrown = None
                try:
                    yield awaited
                except GeneratorExit:
                    work.close()
                    raise
                except BaseException as error:
                    thrown = error  # a cancellation may come from a race of its own, inside, and be none of ours
                    if isinstance(error, asyncio.CancelledError) and losing is not None and losing.lost():
                        begun(_rest(work, error))
                        raise
    except StopIteration as ended:
        return ended.value  # type: ignore[no-any-return]  # what a coroutine ends with
    except asyncio.CancelledError:
        if race.cancelled():
            raise
        raise CancelledItself from None
    finally:
        if losing is not None:
            losing.end()


async def _rest(work: Coroutine[Any, Any, T], thrown: BaseException) -> T:
    """What is left of `work`, which others have begun, and which gets what is `thrown` now."""
    return await _stepped(work, Unless(), math.inf, thrown)


class _Losing:
    """Patience for a while. Whoever waits is woken up at its end by a cancellation, which is taken back."""

    __slots__ = ("_here", "_lost", "_timer")

    def __init__(self, seconds: float) -> None:
        here = asyncio.current_task()
        assert here is not None, "a coroutine runs in a task"  # noqa: S101 - states asyncio's promise
        self._here = here
        self._lost = False
        self._timer = here.get_loop().call_later(seconds, self._lose) if seconds < math.inf else None

    def end(self) -> None:
        """It is needed no longer."""
        if self._timer is not None:
            self._timer.cancel()

    def _lose(self) -> None:
        self._lost = self._here.cancel()

    def lost(self) -> bool:
        """Whether it is, and that was what woke the task."""
        if self._lost:
            self._here.uncancel()
        return self._lost


async def apart(
    work: Coroutine[Any, Any, T],
    *stops: "asyncio.Future[Any]",
    within: float = math.inf,
    patience: float = CANCEL_SECONDS,
) -> T:
    """The result of `work` that may not end when it is cancelled: in a task of its own, left behind after `patience`.

    Raises `Overtaken` as `Unless` does."""
    doing = asyncio.ensure_future(work)
    overtaken = False
    try:
        with Unless(*stops, within=within):
            await done_within(math.inf, doing)
    except Overtaken:
        overtaken = True
    finally:
        await stopped(doing, seconds=patience)
    if overtaken and (doing.cancelled() or not doing.done()):
        raise Overtaken
    return doing.result()


async def finished(work: Awaitable[T]) -> tuple[T, bool]:
    """The result of `work`, however often this is cancelled meanwhile; and whether it was. Where `work` fails, too, to
    have been cancelled counts."""
    doing = begun(work)
    cancelled = not doing.done() and await _outlast({doing}, math.inf)
    if cancelled and (failure := doing.exception()) is not None:
        raise asyncio.CancelledError from failure
    return doing.result(), cancelled


async def stopped(*tasks: "asyncio.Future[Any]", seconds: float = CANCEL_SECONDS) -> None:
    """Cancel `tasks` and wait until they have ended, also where this is cancelled meanwhile, which is raised then. What
    they end with stays theirs. One that does not end is left behind after `seconds`."""
    for task in tasks:
        task.cancel()
    if await _outlast({task for task in tasks if not task.done()}, seconds):
        raise asyncio.CancelledError


async def done_within(seconds: float, future: "asyncio.Future[Any]") -> bool:
    """Wait for `future` and leave it alone, also where this is cancelled: whether it is done."""
    await asyncio.wait({future}, timeout=seconds if seconds < math.inf else None)
    return future.done()


def done(result: T) -> "asyncio.Future[T]":
    """What waits for nothing, to be awaited as what does."""
    future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    future.set_result(result)
    return future


def begun(work: Awaitable[T]) -> "asyncio.Future[T]":
    """`work` in a task. How it fails is for whoever waits for it, and for nobody where nobody does."""
    task = asyncio.ensure_future(work)
    task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())  # else asyncio would complain
    return task


def beside(work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
    """`work` in a task that nobody waits for: where it fails, the event loop's exception handler is told at once.

    Whoever begins it holds on to it, and ends it with `stopped`."""
    task = asyncio.get_running_loop().create_task(work)
    task.add_done_callback(_tell_failure)
    return task


class Background:
    """Tasks beside, as `beside` makes them: held until they have ended, and ended together."""

    __slots__ = ("_tasks",)

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def start(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """Begin `work`."""
        task = beside(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def at_most(self, count: int) -> None:
        """Wait until no more than `count` are left."""
        until = asyncio.FIRST_COMPLETED if count else asyncio.ALL_COMPLETED
        while len(self._tasks) > count:
            await asyncio.wait(self._tasks, return_when=until)

    async def close(self, seconds: float = CANCEL_SECONDS) -> None:
        """Cancel all of them and wait until they have ended; what does not is left behind after `seconds`."""
        await stopped(*self._tasks, seconds=seconds)


async def _outlast(tasks: "set[asyncio.Future[Any]]", seconds: float) -> bool:
    """Wait until all have ended, or the time is over, however often this is cancelled meanwhile; whether it was."""
    loop, cancelled = asyncio.get_running_loop(), False
    until = loop.time() + seconds
    while tasks and (left := until - loop.time()) > 0:
        try:
            _, tasks = await asyncio.wait(tasks, timeout=left if left < math.inf else None)
        except asyncio.CancelledError:
            cancelled = True
            tasks = {task for task in tasks if not task.done()}
    return cancelled


def _tell_failure(task: "asyncio.Task[Any]") -> None:
    if not task.cancelled() and (failure := task.exception()) is not None:
        context = {"message": "a task in the background failed", "exception": failure, "task": task}
        task.get_loop().call_exception_handler(context)
