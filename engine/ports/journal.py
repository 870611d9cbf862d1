"""The journal: everything that happened in calls, one event after the other."""

from typing import Protocol

from engine.ports.records import Event


class Journal(Protocol):
    """Takes events in the order in which they happened. Never raises: a call does not fail for its journal."""

    def write(self, event: Event) -> None:
        """Keep one event."""
