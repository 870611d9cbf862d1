"""The studio's server: the page, and the socket that it asks on, at one port of this machine."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing, suppress
from urllib.parse import urlsplit

from websockets.asyncio.server import Server, ServerConnection, broadcast, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from callsheet.ports.exceptions import Told
from callsheet.ports.tasks import Background
from callsheet.studio.assets import read_assets
from callsheet.studio.board import JournalBoard
from callsheet.studio.checking import CheckText
from callsheet.studio.entrance import ADDRESS, EVERY_ANSWER, Entrance, new_token
from callsheet.studio.messages import unasked
from callsheet.studio.phone import PagePhone
from callsheet.studio.project import Declined, Project
from callsheet.studio.visit import PageVisit
from callsheet.studio.worker import Worker

# A message holds texts of 1 MiB each, one that is edited and a few that are not saved yet, escaped as JSON.
MOST_MESSAGE_BYTES = 8 << 20
# Sockets at once: pages of one person, and a spoken call.
MOST_SOCKETS = 32
# How often to look whether a file was saved by another program.
WATCH_SECONDS = 1.0
# How often the board is shown anew to whoever looks at it.
BOARD_SECONDS = 1.0
SOCKET, PHONE = "/socket", "/phone"

Socket = Callable[[ServerConnection], Awaitable[None]]


class CallSocket:
    """Implements `PageSocket`."""

    def __init__(self, connection: ServerConnection) -> None:
        self._connection = connection

    async def recv(self) -> str | bytes:
        """The next message. Raises EOFError."""
        try:
            return await self._connection.recv()
        except ConnectionClosed:
            raise EOFError from None

    async def send(self, message: str | bytes) -> None:
        """Send it. Raises EOFError."""
        try:
            await self._connection.send(message)
        except ConnectionClosed:
            raise EOFError from None


class PortTaken(Told):
    """The studio cannot be at this port; the message says why."""


class Studio:
    """The pages of one project. `sockets` are what can be opened beside the page's own, by path."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.worker = Worker(project)
        self._visits: dict[ServerConnection, PageVisit] = {}
        self._phone = PagePhone(project)
        self._sockets: Mapping[str, Socket] = {SOCKET: self._visit, PHONE: self._call}
        self._entrance: Entrance | None = None

    async def run(self, port: int, ready: Callable[[str], None]) -> None:
        """Serve until it is cancelled. `ready` gets the address, once it can be opened.

        Raises:
            PortTaken: another program has the port.
        """
        background = Background()
        try:
            server = await self._begin(port)
        except (OSError, OverflowError):
            raise PortTaken(f"port {port} cannot be had: another program has it; name another, or none") from None
        try:
            bound = server.sockets[0].getsockname()[1]
            self._entrance = Entrance(bound, new_token(), read_assets(), frozenset(self._sockets))
            background.start(self._watch())
            background.start(self._warm_up())
            background.start(self._show_board())
            ready(self._entrance.address)
            await server.wait_closed()
        finally:
            server.close()
            await background.close()
            await self.worker.end()
            await self._phone.close()

    async def _warm_up(self) -> None:
        """Check what the page opens first before anybody waits for it: what that needs takes a while to import."""
        with suppress(Declined):
            for name in (await asyncio.to_thread(self.project.names))[:1]:
                saved = await asyncio.to_thread(self.project.saved, name)
                async with self.worker.turn:
                    await self.worker.do(CheckText(name, saved.text, {}))

    async def _begin(self, port: int) -> Server:
        quiet = logging.getLogger("callsheet.studio.sockets")
        quiet.addHandler(logging.NullHandler())  # what goes wrong in somebody's request is theirs to see
        quiet.propagate = False
        return await serve(
            self._opened,
            ADDRESS,
            port,
            process_request=self._answer,
            compression=None,
            max_size=MOST_MESSAGE_BYTES,
            server_header=None,
            logger=quiet,
        )

    def _answer(self, connection: ServerConnection, request: Request) -> Response | None:
        headers: dict[str, list[str]] = {}
        for name, value in request.headers.raw_items():
            headers.setdefault(name.lower(), []).append(value)
        assert self._entrance  # noqa: S101 - it was made before anybody had the address
        answer = self._entrance.answer(request.method, request.path, headers)
        if answer is None:
            return None
        length = {"Content-Length": str(len(answer.body))}
        response = Headers({**EVERY_ANSWER, **answer.headers, **length})
        return Response(answer.status.value, answer.status.phrase, response, answer.body)

    async def _opened(self, connection: ServerConnection) -> None:
        assert connection.request  # noqa: S101 - it was answered
        with suppress(ConnectionClosed, EOFError):
            await self._sockets[urlsplit(connection.request.path).path](connection)

    async def _visit(self, connection: ServerConnection) -> None:
        if len(self._visits) >= MOST_SOCKETS:
            await connection.close(1013, "too many pages are open")
            return
        self._visits[connection] = visit = PageVisit(self.project, self.worker, connection)
        try:
            await visit.run()
        finally:
            del self._visits[connection]

    async def _show_board(self) -> None:
        """Tell pages that look at the board what is on it, as long as there are any."""
        with closing(JournalBoard(self.project)) as board:
            while True:
                await asyncio.sleep(BOARD_SECONDS)
                if any(visit.sees_board for visit in self._visits.values()):
                    shown = unasked("board", board=await asyncio.to_thread(board.look))
                    broadcast([socket for socket, visit in self._visits.items() if visit.sees_board], shown)

    async def _call(self, connection: ServerConnection) -> None:
        await self._phone.take(CallSocket(connection))

    async def _watch(self) -> None:
        """Tell the pages of files that were saved by others; by themselves too: they know their own by its digest."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            watched = {name for visit in self._visits.values() for name in visit.watched}
            now = await asyncio.to_thread(self.project.stamps, watched)
            for socket, visit in self._visits.items():
                for name in visit.changed(now):
                    broadcast([socket], unasked("changed", name=name))
