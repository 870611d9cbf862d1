"""Where events go."""

import logging
import os
from collections.abc import Sequence
from typing import TextIO

from engine.ports.encoding import to_json
from engine.ports.journal import Journal
from engine.ports.records import Event

logger = logging.getLogger("callsheet.journal")


class JsonLines:
    """One event a line, written through at once."""

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
            print(line, file=self._stream, flush=True)
        except (OSError, ValueError) as error:
            self._broken = True
            reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else "it was closed"
            logger.warning("the journal cannot be written any more: %s", reason)


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
