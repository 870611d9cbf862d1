"""A page that is open: what it asks for, one socket long."""

import asyncio
from collections.abc import Mapping
from typing import Protocol

from callsheet.ports.on_disk import FileStamp
from callsheet.ports.tasks import Background
from callsheet.studio.board import WatchBoard
from callsheet.studio.command import Command
from callsheet.studio.files import OpenFile
from callsheet.studio.messages import PageMessage, numbered, outcome, read_asked, read_command, refusal
from callsheet.studio.project import Declined, Project
from callsheet.studio.worker import Worker

# Commands of one page that are not answered yet: more than a page sends at once. The next one waits to be read.
MOST_WAITING = 16


class Messages(Protocol):
    """A socket, as far as a visit uses it."""

    async def recv(self) -> str | bytes: ...

    async def send(self, message: str) -> None: ...


class PageVisit:
    """From when a page has opened its socket until that is closed. `watched` are the files that it has opened, as they
    were when it read them, or was told last that they had changed."""

    def __init__(self, project: Project, worker: Worker, socket: Messages) -> None:
        self._project = project
        self._worker = worker
        self._socket = socket
        self._doing = Background()
        self._newest: dict[str, int] = {}
        self.watched: dict[str, FileStamp | None] = {}
        self.sees_board = False

    async def run(self) -> None:
        """Answer what comes. Raises what the socket raises at its end."""
        try:
            while True:
                message = await self._socket.recv()
                if isinstance(message, str) and (asked := read_asked(message)):
                    self._newest[asked.do] = asked.id
                    await self._doing.at_most(MOST_WAITING - 1)
                    self._doing.start(self._answer(asked))
        finally:
            await self._doing.close()

    def changed(self, now: Mapping[str, FileStamp | None]) -> list[str]:
        """The files that have changed since, of those whose stamps these are."""
        found = [name for name, stamp in self.watched.items() if now.get(name, stamp) != stamp]
        self.watched |= {name: now[name] for name in found}
        return found

    async def _answer(self, asked: PageMessage) -> None:
        try:
            answer = await self._done(asked, read_command(asked))
        except Declined as declined:
            answer = refusal(declined.message)
        await self._socket.send(numbered(asked.id, answer))

    async def _done(self, asked: PageMessage, command: Command) -> bytes:
        if isinstance(command, OpenFile):
            stamp = await asyncio.to_thread(self._project.stamp, command.name)  # before it is read
            self.watched.setdefault(command.name, stamp)
        if isinstance(command, WatchBoard):
            self.sees_board = command.on
        if not command.apart:
            return await asyncio.to_thread(outcome, command, self._project)
        async with self._worker.turn:
            if command.newest and self._newest[asked.do] != asked.id:
                return refusal("this was asked again meanwhile")
            return await self._worker.do(command)
