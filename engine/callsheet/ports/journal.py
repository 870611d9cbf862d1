"""The journal: everything that happened in calls, one event after the other."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from callsheet.ports.clock import Clock
from callsheet.ports.records import Event


class Journal(Protocol):
    """Takes events in the order in which they happened. Never raises: a call does not fail for its journal."""

    def write(self, event: Event) -> None:
        """Keep one event."""


class WatchedJournal(Journal, Protocol):
    """A journal outside of this process, which may be slow or fail."""

    def watched(self, clock: Clock) -> Callable[[], Awaitable[bool]]:
        """A function that waits, never for long, until what was handed in so far is out of this process, and says
        whether all of it is that was handed in since it was last asked."""
