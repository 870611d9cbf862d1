"""Where events go."""

import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from typing import TextIO

from callsheet.ports.clock import Clock
from callsheet.ports.encoding import to_json
from callsheet.ports.journal import Journal
from callsheet.ports.records import Event

logger = logging.getLogger("callsheet.journal")


class JsonLines:
    """Implements `WatchedJournal`: one event a line, written through at once."""

    def __init__(self, stream: TextIO, *, redact: bool = False) -> None:
        self._stream = stream
        self._redact = redact
        self._broken = False

    def write(self, event: Event) -> None:
        """Write the event; a stream that fails is reported once, and the call goes on."""
        if self._broken:
            return
        try:
            line = to_json(event, redact=self._redact)
        except (TypeError, ValueError, OverflowError) as error:
            logger.warning("an event could not be journalled: %s", type(error).__name__)
            return
        try:
            self._stream.write(f"{line}\n")
            self._stream.flush()
        except (OSError, ValueError) as error:
            self._broken = True
            reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else "it was closed"
            logger.warning("the journal cannot be written any more: %s", reason)

    def watched(self, clock: Clock) -> Callable[[], Awaitable[bool]]:
        """A function that says whether all events were written."""

        async def written() -> bool:
            return not self._broken

        return written


class Troubles:
    """Says in the words of a terminal what is missing in a journal."""

    def missing(self, why: str, *, first: bool) -> None:
        """Say so, once."""
        if first:
            logger.warning("events are missing in the journal: %s", why)

    def written_again(self, missing: int) -> None:
        """Say how many."""
        logger.warning("the journal is written again; events that are missing in it: %d", missing)

    def not_encoded(self, error: str) -> None:
        """Say so."""
        logger.warning("an event could not be journalled: %s", error)


class Several:
    """Gives each event to several journals."""

    def __init__(self, journals: Sequence[Journal]) -> None:
        self._journals = journals

    def write(self, event: Event) -> None:
        """Give the event to each."""
        for journal in self._journals:
            journal.write(event)


class Kept:
    """Keeps the events, for whoever started the call."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def write(self, event: Event) -> None:
        """Keep the event."""
        self.events.append(event)
