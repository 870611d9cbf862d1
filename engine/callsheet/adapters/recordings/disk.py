"""A thread that works on a disk, one job after the other: however slow the disk is, no call stands still for it."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")
# At the end, for what is still to be written.
CLOSE_SECONDS = 2.0


class DiskThread:
    """Does jobs in the order in which they were put. It begins with the first one."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def put(self, job: Callable[[], T]) -> "Future[T]":
        """Have something done; what comes of it. Nobody can cancel it: what is to be done is done."""
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()

        def do() -> None:
            try:
                future.set_result(job())
            except Exception as error:  # noqa: BLE001 - it is for whoever waits for the result
                future.set_exception(error)

        self._jobs.put(do)
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()
        return future

    def close(self) -> None:
        """Do what is left, as far as the disk does it in time."""
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join(CLOSE_SECONDS)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
