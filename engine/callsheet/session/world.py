"""What a session gets from outside."""

from collections.abc import Awaitable, Callable

from msgspec import Struct

from callsheet.ports.clock import Clock
from callsheet.ports.data import Database
from callsheet.ports.http import Http
from callsheet.ports.journal import Journal
from callsheet.ports.messages import Messenger
from callsheet.ports.recordings import Recordings, Transcriber
from callsheet.ports.understanding import Model


async def at_once() -> bool:
    """A journal that has written an event when it was given it."""
    return True


class World(Struct, frozen=True):
    """Shared by the calls of a process. A model is not always there, nor what sends requests and messages, nor a place
    for recordings, or who puts them into words.

    `redact` keeps what is personal out of what is stored beside a write, as it is kept out of the journal. `farewell`
    is said to whoever is on the line when the engine stops; empty, nothing is said. `journalled` waits, never for long,
    until the events that the journal was given are out of this process; False where some are not.
    """

    database: Database
    clock: Clock
    journal: Journal
    model: Model | None = None
    redact: bool = False
    farewell: str = ""
    journalled: Callable[[], Awaitable[bool]] = at_once
    http: Http | None = None
    messenger: Messenger | None = None
    recordings: Recordings | None = None
    transcriber: Transcriber | None = None
