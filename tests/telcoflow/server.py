"""The platform as a whole: one port on the loopback, with both planes and the list of sessions."""

import asyncio
import json
import ssl
from collections.abc import Coroutine, Mapping
from functools import lru_cache
from http import HTTPStatus
from types import TracebackType
from typing import Self
from unittest.mock import patch
from urllib.parse import parse_qs

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from tests.telcoflow import control, voice
from tests.telcoflow.acting import act
from tests.telcoflow.caller import Caller
from tests.telcoflow.control import ControlPlane
from tests.telcoflow.placed import Direction, PlacedCall
from tests.telcoflow.settings import ServerSettings
from tests.telcoflow.ticker import Ticker
from tests.telcoflow.voice import VoicePlane

SESSIONS = "/public/v1/sessions"
READ = ssl.create_default_context


@lru_cache(maxsize=1)
def certificates(*_: object, **__: object) -> ssl.SSLContext:
    """The machine's certificates, read once. The SDK reads them for each connection, which takes longer than most
    calls here; none is used."""
    return READ()


class TelcoflowServer:
    """The platform, from `async with` to its end. `faults` is what agents did against the protocol."""

    def __init__(self, settings: ServerSettings | None = None, port: int = 0) -> None:
        self.settings = settings or ServerSettings()
        self.calls: dict[str, PlacedCall] = {}  # by session id, in the order of dialling
        self.faults: list[str] = []
        self.people: dict[str, Caller] = {}  # who picks up when an agent calls a number
        self.url = ""
        self._port = port
        self.ticker = Ticker()
        self._tasks: set[asyncio.Task[None]] = set()
        self._placed = 0
        self._certificates = patch.object(ssl, "create_default_context", certificates)

    async def __aenter__(self) -> Self:
        self.control = ControlPlane(self)
        self.voice = VoicePlane(self._by_call_id, self.ticker, self.fault)
        self._server: Server = await serve(
            self._handle,
            "127.0.0.1",
            self._port,
            process_request=self._admit,
            compression="deflate" if self.settings.compression else None,
        )
        self.url = f"ws://127.0.0.1:{next(iter(self._server.sockets)).getsockname()[1]}"
        self._certificates.start()
        self.spawn(self.ticker.run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._certificates.stop()
        for call in self.calls.values():
            call.end("platform")
        self._server.close()
        await self._server.wait_closed()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- what tests do ---

    def place(self, caller: Caller) -> PlacedCall:
        """Somebody dials; the call rings from now on."""
        call = self._new(caller, "inbound")
        call.note("caller", "dials")
        self.control.announce(call)
        self.spawn(act(call))
        return call

    async def agent(self) -> None:
        """Wait until an agent has set up."""
        await self.control.somebody.wait()

    def cut_control(self, down_ms: int = 0) -> None:
        """Tear down all control sockets; new ones are refused for `down_ms`."""
        self.control.cut()
        if down_ms:
            self.control.down = True
            self.spawn(self._up_again(down_ms))

    def forget(self, call: PlacedCall) -> None:
        """Let go of a call that is over, where there are thousands of them."""
        self.calls.pop(call.session_id, None)

    # --- what the planes need ---

    def spawn(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        """Do something beside; what goes wrong in it is a fault."""
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def call_ended(self, call: PlacedCall) -> None:
        """Tell the agents."""
        if self.settings.sends_session_closed:
            self.spawn(self._tell_closed(call))

    def dial_out(self, number: str) -> PlacedCall:
        """An agent calls somebody; `people` says what they do."""
        call = self._new(self.people.get(number, Caller(number=number)), "outbound")
        self.spawn(act(call))
        return call

    def fault(self, what: str) -> None:
        self.faults.append(what)

    # --- inside ---

    def _new(self, caller: Caller, direction: Direction) -> PlacedCall:
        self._placed += 1
        call = PlacedCall(self._placed, caller, self, direction)
        self.calls[call.session_id] = call
        return call

    def _by_call_id(self, call_id: str) -> PlacedCall | None:
        return self.calls.get(call_id.replace("call-", "session-"))

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self.fault(f"the platform itself failed: {error!r}")

    async def _up_again(self, down_ms: int) -> None:
        await asyncio.sleep(down_ms / 1000)
        self.control.down = False

    async def _tell_closed(self, call: PlacedCall) -> None:
        await asyncio.sleep(self.settings.session_closed_ms / 1000)
        self.control.closed(call)

    async def _handle(self, connection: ServerConnection) -> None:
        path = connection.request.path if connection.request else ""
        if path.startswith(voice.PREFIX):
            await self.voice.handle(connection, path)
        else:
            await self.control.handle(connection)

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        path, _, query = request.path.partition("?")
        if path == control.PATH:
            refusal = self.control.refusal(request.headers)
        elif path.startswith(voice.PREFIX):
            refusal = self.voice.refusal(path, request.headers.get("authorization", ""))
        elif path == SESSIONS and self.control.known(request.headers):
            return connection.respond(HTTPStatus.OK, json.dumps({"items": self._sessions(parse_qs(query))}))
        else:
            refusal = HTTPStatus.NOT_FOUND, "nothing here"
        return connection.respond(*refusal) if refusal else None

    def _sessions(self, query: Mapping[str, list[str]]) -> list[dict[str, object]]:
        """What matches every filter of a query."""
        found = [call.session() for call in self.calls.values()]
        return [one for one in found if all(one.get(key) in values for key, values in query.items())]
