"""A client at another system's address, and requests out of a `.http` file."""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from ipaddress import ip_network

import pytest

import callsheet.adapters.http.exchange  # noqa: F401 - so that its import is no part of the time that tests allow
from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.http.client import HttpClient
from callsheet.adapters.http.settings import HttpSettings
from callsheet.adapters.remote.breaker import BreakerSettings
from callsheet.http.judged import judge_requests
from callsheet.ports.http import HttpFailed, PreparedRequest, RequestAnswered
from callsheet.ports.values import Cell
from tests.elsewhere.server import OtherSystem, other_system

TOKEN = "secret-token-1"  # noqa: S105 - nobody's
# Seconds. For what hangs; nothing else takes so long.
SHORT = 0.3
NEVER_OPENS = BreakerSettings(failures=1000)


def request(text: str) -> PreparedRequest:
    """The first request of a file in which nothing is wrong."""
    judged = judge_requests(text, "office.http")
    assert [item for item in judged.diagnostics if item.code.severity == "error"] == []
    return judged.requests[0].request


def reading(path: str, settings: str = "", *, gives: str = "minutes INTEGER") -> PreparedRequest:
    """A request that only reads."""
    given = f"# gives: {gives}\n" if gives else ""
    return request(f"### waiting()\n# Waits.\n{settings}{given}GET {{{{ $URL }}}}/{path}\n")


def changing(path: str, settings: str = "") -> PreparedRequest:
    """A request that changes something."""
    return request(f"### tell()!\n# Tells.\n{settings}POST {{{{ $URL }}}}/{path}\nContent-Type: text/plain\n\nhello\n")


@asynccontextmanager
async def asking(system: OtherSystem, *, breaker: BreakerSettings = NEVER_OPENS) -> AsyncIterator[HttpClient]:
    """A client that may go to this machine; closed at the end, when no task of it may be left."""
    before = asyncio.all_tasks()
    settings = HttpSettings({"URL": system.address, "TOKEN": TOKEN}, local=True)
    client = HttpClient(settings, SystemClock(), breaker=breaker)
    try:
        yield client
    finally:
        await client.close()
        left = asyncio.all_tasks() - before
        assert [task for task in left if "OtherSystem" not in repr(task.get_coro())] == []


async def sent(
    client: HttpClient, prepared: PreparedRequest, values: Mapping[str, Cell] | None = None, key: str = "c-1-7"
) -> RequestAnswered | str:
    """What comes of a request: its answer, or in one word why there is none."""
    try:
        return await client.send(prepared, values or {}, key)
    except HttpFailed as failed:
        return failed.kind if TOKEN not in failed.message else failed.message


Play = Callable[[OtherSystem, HttpClient], Awaitable[None]]


def play(work: Play, *, breaker: BreakerSettings = NEVER_OPENS) -> None:
    """Do something with a client and another system."""

    async def main() -> None:
        async with other_system() as system, asking(system, breaker=breaker) as client:
            await work(system, client)

    asyncio.run(main())


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """A connection that was not closed warns when it is collected, and a warning is an error."""
    gc.freeze()  # only what comes from now on has to be looked through
    yield
    gc.collect()


PRIVATE = (ip_network("10.0.0.0/8"),)
