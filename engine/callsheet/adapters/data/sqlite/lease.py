"""What shows that a worker lives: a beat that it goes on counting in the ledger, and a file that it holds.

The file tells at once that a process has died, but not that one stands still. A beat that no longer changes tells both,
and needs time. A worker measures that time by its own beats: so nobody's clock is compared with another's, and while
the database lets nobody write, or while the worker itself stands still, nobody is given up.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from uuid import uuid4

from callsheet.adapters.held.locks import hold, hold_new

# A worker is gone whose beat has not changed for so many beats of another's, 20 s: a lock or a statement that
# lasts its 5 seconds costs a worker one beat, and two of these in a row two.
MISSED_BEATS = 4


class Lease:
    """The lease of this process on a database, and what it has seen of the others'."""

    def __init__(self, path: str) -> None:
        self.worker = uuid4().hex
        self.beat = 0
        self.begun = False
        self.lost = False  # another worker has ended this one's calls, and it does not know yet
        self._path = path
        self._descriptor: int | None = None
        self._swept = False
        self._seen: dict[str, tuple[int, int]] = {}

    def begin(self) -> None:
        """Hold the file, from before the ledger names this worker."""
        if self._descriptor is None:
            self._descriptor = hold_new(self._file_of(self.worker))

    def end(self) -> None:
        """Let go of the file: this process has no calls any more. It stays where the ledger still names the worker, and
        tells that nobody holds it."""
        if self._descriptor is not None:
            if not self.begun:
                with suppress(OSError):
                    os.unlink(self._file_of(self.worker))
            os.close(self._descriptor)
            self._descriptor = None

    def gone(self, others: Iterable[tuple[str, int]]) -> list[str]:
        """Which of the other workers (with their beats) are gone. Asked once a beat."""
        seen, self._seen = self._seen, {}
        gone = []
        for worker, beat in others:
            before, unchanged = seen.get(worker, (beat, -1))
            unchanged = unchanged + 1 if beat == before else 0
            self._seen[worker] = beat, unchanged
            if unchanged >= MISSED_BEATS or self._has_died(worker):
                gone.append(worker)
        if not self._swept:
            self._swept = True
            self._sweep()
        return gone

    def forget(self, workers: Iterable[str]) -> None:
        """These are gone, and the ledger does not name them any more."""
        for worker in workers:
            self._seen.pop(worker, None)
            with suppress(OSError, ValueError):
                os.unlink(self._file_of(worker))

    def _sweep(self) -> None:
        """Remove files of workers that have died and that the ledger does not know: it is another one than theirs."""
        folder, name = os.path.split(self._file_of(""))
        with suppress(OSError):
            beside = [found[len(name) :] for found in os.listdir(folder) if found.startswith(name)]
            self.forget([worker for worker in beside if worker not in self._seen and self._has_died(worker)])

    def _file_of(self, worker: str) -> str:
        """Beside the file itself, like SQLite's own, whatever link or name it was opened by."""
        return f"{os.path.realpath(self._path)}-worker-{worker}"

    def _has_died(self, worker: str) -> bool:
        """Whether its file is there and nobody holds it. Where there is none, its beat has to tell."""
        descriptor = hold(self._file_of(worker))
        if descriptor is not None:
            os.close(descriptor)
        return descriptor is not None
