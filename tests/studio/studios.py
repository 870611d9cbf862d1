"""A studio on a free port, in the test's own event loop, and a page of it without a browser."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.client import ClientConnection, connect

from callsheet.ports.tasks import begun, stopped
from callsheet.studio.project import Project
from callsheet.studio.server import Studio

FLOWS = Path(__file__).parents[2] / "flows"
SHIPPED = "interactive_notifications.flow.yaml"  # what these tests look at, of all that is shipped
SCRIPT = """callsheet: 1
flow: hello
language: en-US
steps:
  - answer
  - say: Hello.
  - disconnect
"""


def copy_shipped(folder: Path) -> None:
    """Put that script with its tests, and all data, into a folder."""
    mine = SHIPPED.removesuffix("flow.yaml")

    def others(_: str, names: list[str]) -> list[str]:
        return [name for name in names if name.endswith(".yaml") and not name.startswith(mine)]

    shutil.copytree(FLOWS, folder, dirs_exist_ok=True, ignore=others)


@dataclass
class Running:
    """A studio that runs, at an address with its token."""

    studio: Studio
    address: str

    @property
    def port(self) -> int:
        return urlsplit(self.address).port or 0

    @property
    def token(self) -> str:
        return parse_qs(urlsplit(self.address).query)["token"][0]

    @property
    def cookie(self) -> str:
        return f"callsheet-{self.port}={self.token}"

    async def get(self, target: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of a request as it stands here, and of nothing else."""
        lines = {"Host": f"127.0.0.1:{self.port}", **{name.replace("_", "-"): value for name, value in headers.items()}}
        request = "".join(
            (f"GET {target} HTTP/1.1\r\n", *(f"{name}: {value}\r\n" for name, value in lines.items()), "\r\n")
        )
        return await self.send(request.encode())

    async def send(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(request)
        answer = await reader.read()
        writer.close()
        head, _, body = answer.partition(b"\r\n\r\n")
        status, *lines = head.decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        return int(status.split()[1]), headers, body

    @asynccontextmanager
    async def page(self) -> AsyncIterator["PageOfTest"]:
        """A page, as a browser opens it."""
        here = f"127.0.0.1:{self.port}"
        async with connect(
            f"ws://{here}/socket",
            origin=f"http://{here}",  # type: ignore[arg-type]  # a NewType of the library's
            additional_headers={"Cookie": self.cookie},
            max_size=None,
        ) as socket:
            yield PageOfTest(socket)


class PageOfTest:
    """What a page asks, and what it is told."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.last = 0

    async def send(self, do: str, **fields: object) -> int:
        self.last += 1
        await self.socket.send(json.dumps({"id": self.last, "do": do, "with": fields}))
        return self.last

    async def told(self) -> Any:
        return json.loads(await self.socket.recv())

    async def ask(self, do: str, **fields: object) -> Any:
        """The answer; the reason where it is refused."""
        number = await self.send(do, **fields)
        while (message := await self.told()).get("id") != number:
            pass
        return message.get("answer", message.get("refused"))


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Running]:
    """A studio of a folder."""
    studio = Studio(Project.at(folder))
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    serving = begun(studio.run(0, ready.set_result))
    try:
        yield Running(studio, await ready)
    finally:
        await stopped(serving)
