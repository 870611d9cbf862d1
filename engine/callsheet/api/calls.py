"""Taking calls, and reading what was kept of them, for programs."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AsyncExitStack
from os import PathLike
from pathlib import Path

from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.data.nothing import NoDatabase
from callsheet.adapters.http.client import HttpClient
from callsheet.adapters.http.reach import networks as networks_of
from callsheet.adapters.http.settings import HttpSettings
from callsheet.adapters.recordings.folder import RecordingsFolder
from callsheet.api.checking import StrPath
from callsheet.dialects import DIALECT
from callsheet.flow.machine import FlowMachine
from callsheet.flow.model import Flow
from callsheet.journal.reading import JournalEntry, entries
from callsheet.journal.writers import Several
from callsheet.ports.clock import Clock
from callsheet.ports.data import Database
from callsheet.ports.http import Http
from callsheet.ports.journal import Journal
from callsheet.ports.line import Line
from callsheet.ports.messages import Messenger
from callsheet.ports.recordings import Transcriber
from callsheet.ports.records import CallRecord
from callsheet.ports.understanding import Model
from callsheet.session.session import Session
from callsheet.session.world import World


async def take_call(
    flow: Flow,
    line: Line,
    *,
    database: Database | StrPath | None = None,
    clock: Clock | None = None,
    journal: Journal | None = None,
    model: Model | None = None,
    redact: bool = False,
    recordings: StrPath | None = None,
    transcriber: Transcriber | None = None,
    http: Http | None = None,
    messenger: Messenger | None = None,
) -> CallRecord:
    """Run a script on a line, from the first ring to the end of the call, whatever ends it; how it went.

    `database` is the path of one with the tables of the script, or one that is open and stays so; without it, queries
    fail in the script, as they do where a database cannot be reached. The clock is the machine's. `journal` gets each
    event when it happens; `model` is asked for what no phrase covers. `redact` keeps what is personal out of what is
    stored beside a write. `recordings` is the folder for what is recorded, and `transcriber` puts that into words;
    `http` sends requests, as `open_http` does, and `messenger` messages. Without one of them, what needs it fails in
    the script.

    Raises:
        asyncio.CancelledError: whoever waits for the call was cancelled; it has ended all the same.
    """
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        if database is None:
            database = NoDatabase()
        elif isinstance(database, str | PathLike):
            database = DIALECT.open(Path(database), clock, redact=redact)
            stack.push_async_callback(database.close)
        folder = RecordingsFolder(Path(recordings), clock) if recordings is not None else None
        if folder is not None:
            stack.callback(folder.close)
        world = World(
            database,
            clock,
            journal or Several(()),
            model,
            redact,
            http=http,
            messenger=messenger,
            recordings=folder,
            transcriber=transcriber,
        )
        return await Session(flow, FlowMachine(flow), line, world).run()


def open_http(variables: Mapping[str, str], *, networks: Iterable[str] = (), local: bool = False) -> Http:
    """What sends the requests of scripts, for all calls of one event loop. Close it after use.

    `variables` are those that `.http` files name, such as `os.environ`. Requests go over `https://` to what everybody
    can reach, and to private `networks` such as "10.1.0.0/16"; where they are `local`, also to this machine, and there
    over `http://` too.

    Raises:
        ValueError: one of `networks` is none.
    """
    return HttpClient(HttpSettings(variables, networks_of(networks), local), SystemClock())


def read_journal(path: StrPath) -> Iterator[JournalEntry]:
    """The events in a journal, first to last; what cannot be read as one (a cut line) is passed over.

    Raises:
        OSError: there is no such file, or it may not be read.
    """
    with Path(path).open("rb") as file:
        yield from entries(file)
