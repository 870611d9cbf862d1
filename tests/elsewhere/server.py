"""Another system on loopback. It counts what it is asked, and does what the path says: `/hang`, `/cut`, `/500` …"""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

ROW = b'{"minutes": 12, "open": true, "day": "2026-11-27", "name": "Ann", "more": [1]}'


@dataclass
class OtherSystem:
    """What it was asked, in order: the line of the request, its headers, its body."""

    port: int = 0
    lines: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    answers: list[str] = field(default_factory=list)  # instead of the path, one a request

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def keys(self) -> list[str]:
        """What told it that requests are the same."""
        return [each.get("idempotency-key", "") for each in self.headers]

    @property
    def body(self) -> object:
        """The last body, as JSON."""
        return json.loads(self.bodies[-1])

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                line, *rest = head.decode("latin-1").split("\r\n")
                headers = {n.lower(): v.strip() for n, _, v in (each.partition(":") for each in rest if each)}
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                self.lines.append(line)
                self.headers.append(headers)
                self.bodies.append(body)
                self.asked.set()
                path = line.split()[1].partition("?")[0].strip("/")
                if not await self._answer(self.answers.pop(0) if self.answers else path, writer):
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, what: str, writer: asyncio.StreamWriter) -> bool:
        """Answer; whether the connection goes on."""
        match what:
            case "cut":
                return False
            case "half":
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
                await writer.drain()
                return False
            case "hang":
                await asyncio.Event().wait()
            case "drip":
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                while True:
                    writer.write(b" ")
                    await writer.drain()
                    await asyncio.sleep(0.01)
            case "headers":
                writer.write(b"HTTP/1.1 200 OK\r\n")
                while True:
                    writer.write(b"X-Filler: " + b"x" * 1000 + b"\r\n")
                    await writer.drain()
            case "big":
                writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                while True:
                    writer.write(b"1000\r\n" + b" " * 0x1000 + b"\r\n")
                    await writer.drain()
            case "crumbs":
                writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                while True:
                    writer.write(b"1\r\n \r\n" * 1000)
                    await writer.drain()
            case "patience":
                while True:
                    writer.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)
                    await writer.drain()
            case "twice":
                self._plain(writer, 200, ROW)
                return self._plain(writer, 200, ROW)
            case "last":
                self._plain(writer, 200, ROW, "Connection: close\r\n")
                await writer.drain()
                return False
            case "gzip":
                return self._plain(writer, 200, ROW, "Content-Encoding: gzip\r\n")
            case "rubbish":
                return self._plain(writer, 200, b"<html>")
            case "misfit":
                return self._plain(writer, 200, b'{"minutes": "twelve"}')
            case "null":
                return self._plain(writer, 200, b'{"minutes": null}')
            case "garbage":
                writer.write(b"\x00\x01\x02 nothing of HTTP\r\n\r\n")
                return False
            case "onward":
                return self._plain(writer, 302, b"", "Location: /ok\r\n")
            case "round":
                return self._plain(writer, 302, b"", "Location: /round\r\n")
            case "elsewhere":
                return self._plain(writer, 302, b"", f"Location: http://localhost:{self.port}/ok\r\n")
            case number if number.isdigit():
                return self._plain(writer, int(number), b"" if number in ("204", "304") else b"{}")
        return self._plain(writer, 200, ROW)

    def _plain(self, writer: asyncio.StreamWriter, status: int, body: bytes, more: str = "") -> bool:
        writer.write(f"HTTP/1.1 {status} Said\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode() + body)
        return True


@asynccontextmanager
async def other_system(
    system: OtherSystem | None = None, *, encrypted: ssl.SSLContext | None = None
) -> AsyncIterator[OtherSystem]:
    """One of them, until the end; whatever it hangs in is cut then."""
    system = system or OtherSystem()
    tasks: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(system.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=encrypted)
    system.port = server.sockets[0].getsockname()[1]
    try:
        yield system
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()
