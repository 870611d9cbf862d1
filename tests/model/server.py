"""A service on loopback that speaks the real protocol, as well or as badly as a test wants it to."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Literal

Point = Literal["request", "headers", "half"]


def completion(content: object, *, finish_reason: str = "stop", **message: object) -> bytes:
    """The body of a chat completion; `content` is the text of the answer."""
    return json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": "small-1",
            "choices": [
                {
                    "index": 0,
                    "finish_reason": finish_reason,
                    "logprobs": None,
                    "message": {"role": "assistant", "content": content, "refusal": None, **message},
                }
            ],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
    ).encode()


def chosen(intent: str, confidence: float = 0.9) -> bytes:
    return completion(json.dumps({"intent": intent, "confidence": confidence}))


@dataclass(frozen=True)
class Reply:
    """What the service does with one request."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    chunked: bool = False
    # It stops there: with `cut` by closing the connection, else it says nothing more until the client has gone.
    stops_at: Point | None = None
    cut: bool = False
    # Seconds between two pieces of the body.
    trickles: float = 0.0
    # Bytes of a piece; 0 for two halves, or single bytes where it trickles.
    piece: int = 0
    content_type: str = "application/json"

    def head(self) -> bytes:
        length = "Transfer-Encoding: chunked" if self.chunked else f"Content-Length: {len(self.body)}"
        lines = [f"HTTP/1.1 {self.status} X", f"Content-Type: {self.content_type}", length]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join([*lines, "", ""]).encode()

    def pieces(self) -> Iterator[bytes]:
        """The body in pieces."""
        size = self.piece or (1 if self.trickles else max(1, (len(self.body) + 1) // 2))
        for start in range(0, len(self.body), size):
            piece = self.body[start : start + size]
            yield b"%x\r\n%s\r\n" % (len(piece), piece) if self.chunked else piece
        if self.chunked:
            yield b"0\r\n\r\n"


@dataclass(frozen=True)
class Request:
    line: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, object]:
        value = json.loads(self.body)
        assert isinstance(value, dict)
        return value


class Gone(Exception):
    """The client has closed the connection, or the service does."""


@dataclass
class ModelServer:
    """Gives each request the next of `replies`, and then `always`."""

    replies: list[Reply]
    always: Reply | None = None
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    def __post_init__(self) -> None:
        self.reached = {point: asyncio.Event() for point in ("request", "headers", "half")}
        self.gone = asyncio.Event()  # a client has closed a connection
        self.talking: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self.talking[task] = writer
        self.connections += 1
        try:
            while True:
                self.requests.append(await _request(reader))
                reply = self.replies.pop(0) if self.replies else self.always
                assert reply, "one request more than the test knows of"
                await self._give(reply, reader, writer)
        except (Gone, ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.gone.set()
            writer.close()
            del self.talking[task]

    async def _give(self, reply: Reply, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def at(point: Point) -> None:
            await writer.drain()
            self.reached[point].set()
            if reply.stops_at == point:
                if not reply.cut:
                    await reader.read()
                raise Gone

        await at("request")
        writer.write(reply.head())
        await at("headers")
        for number, piece in enumerate(reply.pieces()):
            writer.write(piece)
            if number == 0:
                await at("half")
            if reply.trickles:
                await writer.drain()
                await asyncio.sleep(reply.trickles)
                if reader.at_eof():
                    raise Gone
        await writer.drain()


async def _request(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    line, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Request(line, headers, await reader.readexactly(int(headers.get("content-length", "0"))))


@asynccontextmanager
async def serving(*replies: Reply, always: Reply | None = None) -> AsyncIterator[ModelServer]:
    """A service in this event loop. Replies that nobody asked for fail the test."""
    server = ModelServer(list(replies), always)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
        assert not server.replies, "a reply that nobody asked for"
    finally:
        listening.close()
        tasks = list(server.talking)
        for writer in server.talking.values():
            writer.transport.abort()
        await asyncio.gather(*tasks)
        await asyncio.sleep(0)  # the transports tell that they have closed


@contextmanager
def serving_apart(*replies: Reply, always: Reply | None = None) -> Iterator[ModelServer]:
    """A service in a thread of its own, for calls in other processes."""
    started, servers, ends = (
        threading.Event(),
        list[ModelServer](),
        list[tuple[asyncio.AbstractEventLoop, asyncio.Event]](),
    )

    async def serve() -> None:
        end = asyncio.Event()
        async with serving(always=always) as server:
            server.replies = list(replies)
            servers.append(server)
            ends.append((asyncio.get_running_loop(), end))
            started.set()
            await end.wait()
            left, server.replies = server.replies, []
        assert not left

    failures: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:  # noqa: BLE001 - given to the test
            failures.append(error)
            started.set()

    thread = threading.Thread(target=run)
    thread.start()
    started.wait()
    try:
        yield servers[0]
    finally:
        loop, end = ends[0]
        loop.call_soon_threadsafe(end.set)
        thread.join()
    assert not failures, failures
