"""The journal in a file of JSON lines. A thread of its own writes it: however slow the disk is, calls wait for it only
before they change something elsewhere, and at their end, and never for long."""

import asyncio
import queue
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from callsheet.journal.lines import JournalLines, NotAppended
from callsheet.ports.clock import Clock
from callsheet.ports.encoding import to_line
from callsheet.ports.records import Event

# Events that wait for the disk: some minutes of a hundred calls, and bounded memory.
MOST_WAITING = 10_000
# Lines that are written together, where the disk is slower than the calls: some dozen kilobytes.
MOST_TOGETHER = 64
# How long a call that has ended or is to change something elsewhere, and the process at its end, wait for the disk.
FLUSH_SECONDS = 2.0

TOO_SLOW = "the disk is too slow: look at it"


class JournalWatcher(Protocol):
    """Hears of events that are missing in the journal; from any thread."""

    def missing(self, why: str, *, first: bool) -> None:
        """One more event is missing; `first` since the journal was last written."""

    def written_again(self, missing: int) -> None:
        """The journal is written again; so many events are missing in it."""

    def not_encoded(self, error: str) -> None:
        """An event cannot be written at all: a fault of the engine's."""


class Reopen:
    """Stands in the queue for what is to be done there."""


class FlushMark:
    """Stands in the queue behind what was handed in so far: `missing` is how many events are missing of all, once it is
    come to."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.missing: asyncio.Future[int] = self._loop.create_future()

    def tell(self, missing: int) -> None:
        """Out of the thread that writes."""
        with suppress(RuntimeError):  # the loop is closed, and nobody waits any more
            self._loop.call_soon_threadsafe(self._told, missing)

    def _told(self, missing: int) -> None:
        if not self.missing.done():  # else it was not waited for so long
            self.missing.set_result(missing)


Item = bytes | FlushMark | Reopen | None  # None is the end
NOTHING = b""


class JournalFile:
    """Implements `WatchedJournal`. Keeps the order of events; calls go on without what cannot be written, which is told
    and counted."""

    def __init__(self, path: Path, troubles: JournalWatcher, *, redact: bool = False) -> None:
        """Raises `NotAppended` where the file cannot be opened."""
        self._lines = JournalLines(path)
        self._troubles = troubles
        self._redact = redact
        self._counting = threading.Lock()
        self._missing = 0  # since it was last written
        self._all_missing = 0
        self._waiting: queue.SimpleQueue[Item] = queue.SimpleQueue()
        self._in_hand = 0  # lines that are being written
        self._thread = threading.Thread(target=self._keep_writing, name="callsheet journal", daemon=True)
        self._thread.start()

    def write(self, event: Event) -> None:
        """Hand the event to the thread that writes it."""
        try:
            line = to_line(event, redact=self._redact)
        except (TypeError, ValueError, OverflowError) as error:
            self._troubles.not_encoded(type(error).__name__)
            return
        if self._is_full():
            self._is_missing(TOO_SLOW)
        else:
            self._waiting.put(line)

    def watched(self, clock: Clock) -> Callable[[], Awaitable[bool]]:
        """A function that waits until the file has what was handed in so far, and says whether it has all of it."""
        seen = self._all_missing

        async def written() -> bool:
            nonlocal seen
            before = seen
            with clock.working():
                missing = await self._written()
            seen = self._all_missing if missing is None else missing
            return missing == before

        return written

    def reopen(self) -> None:
        """Make the file anew where it was moved away, also while no event comes; each event looks by itself."""
        if not self._is_full():
            self._waiting.put(Reopen())

    def close(self) -> None:
        """Write what waits, as far as the disk takes it in time, and let go of the file."""
        self._waiting.put(None)
        self._thread.join(FLUSH_SECONDS)
        if self._thread.is_alive():
            for _ in range(max(self._waiting.qsize() - 1, 0) + self._in_hand):  # without the end
                self._is_missing(TOO_SLOW)

    def _is_full(self) -> bool:
        return self._waiting.qsize() >= MOST_WAITING

    async def _written(self) -> int | None:
        """How many events are missing of all so far, once those that wait are written; None where that takes long."""
        if self._is_full():
            return None
        mark = FlushMark()
        self._waiting.put(mark)
        try:
            async with asyncio.timeout(FLUSH_SECONDS):
                return await mark.missing
        except TimeoutError:
            return None

    def _keep_writing(self) -> None:
        item: Item = NOTHING
        while item is not None:
            lines, item = self._together()
            if lines:
                self._append(lines)
            if isinstance(item, FlushMark):
                item.tell(self._all_missing)
            elif isinstance(item, Reopen):
                with suppress(NotAppended):  # the next event tells it
                    self._lines.reopen()
        self._lines.close()

    def _together(self) -> tuple[list[bytes], Item]:
        """The lines that wait, and what comes behind them that is none."""
        lines: list[bytes] = []
        item = self._waiting.get()
        while isinstance(item, bytes):
            lines.append(item)
            if len(lines) == MOST_TOGETHER or self._waiting.empty():
                return lines, NOTHING
            item = self._waiting.get()
        return lines, item

    def _append(self, lines: list[bytes]) -> None:
        self._in_hand = len(lines)
        try:
            self._lines.append(lines)
        except NotAppended as error:
            if error.written:
                self._is_written()
            for _ in lines[error.written :]:
                self._is_missing(str(error))
        else:
            self._is_written()
        self._in_hand = 0

    def _is_missing(self, why: str) -> None:
        with self._counting:
            self._missing += 1
            self._all_missing += 1
            first = self._missing == 1
        self._troubles.missing(why, first=first)

    def _is_written(self) -> None:
        with self._counting:
            missing, self._missing = self._missing, 0
        if missing:
            self._troubles.written_again(missing)
