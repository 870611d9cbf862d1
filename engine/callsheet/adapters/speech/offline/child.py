"""A process that runs models: takes pieces of work from its standard input, a socket, until whoever began it is gone.

Signals that end a service are none of its business: as long as calls go on, they are heard. It ends where the socket
does, also after the service was killed.
"""

import logging
import os
import pickle
import signal
import socket
import sys
from collections.abc import Callable
from typing import BinaryIO

from callsheet.adapters.speech.offline.wire import Done, Failed, packed
from callsheet.ports.framing import next_message
from callsheet.ports.speech import SpeechFailed

Work = Callable[[], object]
MEANT_FOR_THE_SERVICE = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Warnings(logging.Handler):
    """Keeps what is logged, for the log of the service."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """It was logged."""
        self._told.append(record.getMessage())

    def taken(self) -> tuple[str, ...]:
        """What came since the last time."""
        told, self._told = tuple(self._told), []
        return told


def main(politeness: int) -> None:
    """Work until nobody wants anything any more. `politeness` is added to the process's niceness."""
    for number in MEANT_FOR_THE_SERVICE:
        signal.signal(number, signal.SIG_IGN)
    os.nice(politeness)
    warnings = Warnings()
    logging.getLogger("callsheet").addHandler(warnings)
    with socket.socket(fileno=sys.stdin.fileno()) as channel, channel.makefile("rb") as coming:
        while (work := _next(coming)) is not None:
            try:
                channel.sendall(_answer(work, warnings))
            except OSError:  # the service is gone
                return


def _next(coming: BinaryIO) -> Work | None:
    """The next piece of work; None at the end, also where that is in the midst of a piece."""
    content = next_message(coming)
    if content is None:
        return None
    work: Work = pickle.loads(content)  # noqa: S301 - this program's own words
    return work


def _answer(work: Work, warnings: Warnings) -> bytes:
    try:
        return packed(Done(work(), warnings.taken()))
    except SpeechFailed as failed:
        return packed(Failed(failed.message, failed.kind, warnings=warnings.taken()))
    except Exception as error:  # noqa: BLE001 - the models' libraries raise whatever they like, with texts in it
        return packed(Failed(mistake=type(error).__name__, warnings=warnings.taken()))


if __name__ == "__main__":
    main(int(sys.argv[1]))
