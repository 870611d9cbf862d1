"""Threads that models run in, so that the event loop stays free for the audio of all calls."""

import asyncio
import logging
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from engine.ports.clock import Clock
from engine.ports.speech import SpeechFailed

logger = logging.getLogger("callsheet.speech")

T = TypeVar("T")

# Pieces of work that wait at most, more than one for each call that a process takes. Beyond it, answers would come
# too late for anybody.
MOST_WAITING = 256
# Seconds that one piece of work may take, waiting included. One inference takes a tenth of a second.
MOST_SECONDS = 20.0


class Threads:
    """A few threads of one adapter. `politeness` is added to their niceness, where the system has one for threads:
    inference that takes every processor for a while must not starve the thread that sends audio."""

    def __init__(self, clock: Clock, name: str, count: int, politeness: int = 0) -> None:
        self._clock = clock
        self._name = name
        self._waiting = 0
        self._closed = False
        self._pool = ThreadPoolExecutor(count, f"callsheet-{name}", lambda: _lower_priority(politeness))

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` returns. Raises `SpeechFailed` where it fails, takes too long, or too much else waits."""
        if self._closed:
            raise self._refused()
        if self._waiting >= MOST_WAITING:
            raise SpeechFailed(f"the offline {self._name} has more to do than this machine can", "busy")
        self._waiting += 1
        try:
            with self._clock.working():
                async with asyncio.timeout(MOST_SECONDS):
                    return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        except TimeoutError:
            raise SpeechFailed(f"the offline {self._name} took too long", "timeout") from None
        except asyncio.CancelledError:
            if self._was_closed():
                raise self._refused() from None
            raise
        except SpeechFailed:
            raise
        except Exception as error:  # noqa: BLE001 - the models' libraries raise whatever they like, with texts in it
            logger.error("the offline speech failed: %s", type(error).__name__)  # noqa: TRY400 - what was said is in it
            raise SpeechFailed(f"the offline {self._name} failed; see the log", "fault") from None
        finally:
            self._waiting -= 1

    def _was_closed(self) -> bool:
        """Whether it is the work that was cancelled, and not whoever waits for it."""
        task = asyncio.current_task()
        return self._closed and task is not None and not task.cancelling()

    def _refused(self) -> SpeechFailed:
        return SpeechFailed(f"the offline {self._name} was closed", "closed")

    def close(self) -> None:
        """Take nothing more; what has not begun never will. What runs is finished, which nobody waits for."""
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _lower_priority(politeness: int) -> None:
    """Of the thread that calls. On Linux a thread has a priority of its own, under its native number."""
    if not politeness or not hasattr(os, "setpriority"):
        return
    try:
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + politeness)
    except OSError:  # elsewhere the number means nothing; the work is done all the same
        return
