"""A service on loopback that sends what no service should, for as long as anybody reads it."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat

# Bytes of each attack that has an end; the system's own buffers take some megabytes at most.
MUCH = 200 * 1024 * 1024
PIECE = b"x" * 65_536
# What is sent of an answer to a reader who stops in time.
BUFFERED = 24 * 1024 * 1024


def head(status: int, *lines: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status} X", *lines, "", ""]).encode()


JSON = "Content-Type: application/json"
CHUNKED = "Transfer-Encoding: chunked"


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def body(status: int, *lines: str) -> Iterator[bytes]:
    """A long body of a known length."""
    yield head(status, JSON, f"Content-Length: {MUCH}", *lines)
    yield from repeat(PIECE, MUCH // len(PIECE))


def endless(status: int, piece: bytes, *lines: str) -> Iterator[bytes]:
    """A body in chunks that never ends."""
    yield head(status, JSON, CHUNKED, *lines)
    yield from repeat(chunk(piece))


def bomb(status: int, *encodings: str) -> Iterator[bytes]:
    """A small body that becomes a large one."""
    packed = packed_much(len(encodings))
    yield head(status, JSON, f"Content-Encoding: {', '.join(encodings)}", f"Content-Length: {len(packed)}")
    yield packed


@cache
def packed_much(times: int) -> bytes:
    """Many zeroes, packed so many times."""
    if times > 1:
        return gzip.compress(packed_much(times - 1))
    packer = zlib.compressobj(9, wbits=31)
    zeroes = bytes(len(PIECE))
    return b"".join([*(packer.compress(zeroes) for _ in range(MUCH // len(zeroes))), packer.flush()])


def drip(status: int) -> Iterator[bytes]:
    """A byte after the other: this service waits between all that it sends."""
    yield head(status, JSON, "Content-Length: 1000000")
    yield from repeat(b"x")


ATTACKS: Mapping[str, Callable[[], Iterator[bytes]]] = {
    "a long error": lambda: body(500),
    "a long refusal": lambda: body(400),
    "a long answer": lambda: body(200),
    "an endless error": lambda: endless(503, PIECE),
    "an endless answer": lambda: endless(200, PIECE),
    "an endless answer in single bytes": lambda: endless(200, b" "),
    "a long redirection": lambda: body(302, "Location: /v1/elsewhere"),
    "an endless list of headers": lambda: iter(
        [b"HTTP/1.1 200 X\r\n", *[b"X-More: " + PIECE[:900] + b"\r\n"] * 50_000]
    ),
    "an endless header": lambda: iter([b"HTTP/1.1 200 X\r\nX-More: ", *[PIECE] * 500]),
    "an endless status": lambda: iter([b"HTTP/1.1 200 ", *[PIECE] * 500]),
    "endless announcements": lambda: repeat(head(103)),
    "a bomb": lambda: bomb(200, "gzip"),
    "a bomb in a bomb": lambda: bomb(200, "gzip", "gzip"),
    "a bomb in an error": lambda: bomb(500, "gzip"),
    "events without end": lambda: endless(200, b": ping\n\n", "X-Stream: text/event-stream"),
    "a long trailer": lambda: iter(
        [head(200, JSON, CHUNKED), chunk(b"{}"), b"0\r\n", *[b"X: " + PIECE + b"\r\n"] * 500]
    ),
    "drops of an answer": lambda: drip(200),
    "drops of an error": lambda: drip(500),
}
DROPS = frozenset(name for name in ATTACKS if name.startswith("drops"))
# Seconds between two drops.
DROP_SECONDS = 0.01


@dataclass
class Hostile:
    """The service; `sent` counts what it got rid of."""

    attack: str
    port: int = 0
    sent: int = 0
    asked: int = 0
    talking: dict[asyncio.Task[None], asyncio.StreamWriter] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked += 1
        task = asyncio.current_task()
        assert task is not None
        self.talking[task] = writer
        try:
            await reader.readuntil(b"\r\n\r\n")
            for piece in ATTACKS[self.attack]():
                writer.write(piece)
                await writer.drain()
                self.sent += len(piece)
                await asyncio.sleep(DROP_SECONDS if self.attack in DROPS else 0)
            await reader.read()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.transport.abort()
            del self.talking[task]


@asynccontextmanager
async def hostile(attack: str) -> AsyncIterator[Hostile]:
    """A service that does this to whoever asks it."""
    service = Hostile(attack)
    listening = await asyncio.start_server(service.serve, "127.0.0.1", 0)
    service.port = listening.sockets[0].getsockname()[1]
    try:
        yield service
    finally:
        listening.close()
        for writer in service.talking.values():
            writer.transport.abort()
        if service.talking:
            await asyncio.wait(service.talking)
