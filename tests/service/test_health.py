"""What a service tells whoever operates it: over real requests, and whatever else arrives at its port."""

import asyncio
import contextlib
import http.client
import socket
from collections.abc import Awaitable, Callable
from contextlib import closing

import pytest

from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.ports.data import DataFailed
from callsheet.ports.provider import Health
from callsheet.service import loopback
from callsheet.service.admission import Admission
from callsheet.service.health import READY_SECONDS, HealthServer
from callsheet.service.loopback import ADDRESS, MOST_BYTES, MOST_REQUESTS, LoopbackServer, NotBound
from callsheet.service.metrics import Metrics
from callsheet.service.readiness import Readiness
from tests.service.conftest import PlayedTelephony, run

Answer = tuple[int, str]


def asked(work: Callable[[HealthServer, VirtualClock], Awaitable[None]]) -> None:
    """Something done to a server while its loop runs."""

    async def main(clock: VirtualClock) -> None:
        metrics = Metrics()
        metrics.refused.labels("busy").inc()
        server = HealthServer(0, metrics.registry)
        try:
            with clock.working():
                await work(server, clock)
        finally:
            server.close()

    run(main)


def _get(port: int, path: str, method: str = "GET") -> Answer:
    with closing(http.client.HTTPConnection(ADDRESS, port, timeout=20)) as connection:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


async def get(server: HealthServer, path: str, method: str = "GET") -> Answer:
    return await asyncio.to_thread(_get, server.port, path, method)


def test_it_is_alive_and_counts_and_is_ready_once_it_can_be() -> None:
    async def work(server: HealthServer, clock: VirtualClock) -> None:
        assert await get(server, "/healthz") == (200, "alive\n")
        assert await get(server, "/readyz") == (503, "it is starting\n")
        said = ["the connection was lost"]

        async def why_not() -> str:
            return said[0]

        server.ready_by(why_not)
        assert await get(server, "/readyz") == (503, "the connection was lost\n")
        said[0] = ""
        assert await get(server, "/readyz") == (200, "ready\n")
        status, page = await get(server, "/metrics")
        assert status == 200
        assert 'callsheet_calls_refused_total{reason="busy"} 1.0' in page
        assert "callsheet_calls_live 0.0" in page

    asked(work)


def test_whatever_else_is_asked_for_is_refused_in_words() -> None:
    async def work(server: HealthServer, clock: VirtualClock) -> None:
        assert await get(server, "/") == (404, "there is: /healthz, /readyz, /metrics\n")
        assert (await get(server, "/healthz", "POST"))[0] == 405

    asked(work)


def _host(port: int, host: str) -> int:
    with closing(http.client.HTTPConnection(ADDRESS, port, timeout=20)) as connection:
        connection.putrequest("GET", "/metrics", skip_host=True)
        connection.putheader("Host", host)
        connection.endheaders()
        return connection.getresponse().status


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("localhost:9464", 200),
        ("LOCALHOST", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost:80@evil.example", 421),
        ("127.0.0.1:x", 421),
        ("", 421),
        ("127.0.0.1, evil.example", 421),
    ],
)
def test_only_whoever_asks_for_this_machine_is_answered(host: str, status: int) -> None:
    async def work(server: HealthServer, clock: VirtualClock) -> None:
        assert await asyncio.to_thread(_host, server.port, host) == status

    asked(work)


def test_an_old_client_names_no_host() -> None:
    async def work(server: HealthServer, clock: VirtualClock) -> None:
        answer = await asyncio.to_thread(_raw, server.port, b"GET /healthz HTTP/1.0\r\n\r\n")
        assert answer.endswith(b"\r\n\r\nalive\n")

    asked(work)


def test_head_is_get_without_the_page() -> None:
    async def work(server: HealthServer, clock: VirtualClock) -> None:
        for path, status, length in (("/healthz", b"200", b"6"), ("/readyz", b"503", b"15"), ("/", b"404", b"38")):
            request = b"HEAD %s HTTP/1.1\r\nHost: localhost\r\n\r\n" % path.encode()
            head, _, page = (await asyncio.to_thread(_raw, server.port, request)).partition(b"\r\n\r\n")
            assert page == b""
            assert head.split()[1] == status
            assert b"Content-Length: " + length in head

    asked(work)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE", "OPTIONS", "CONNECT", "BREW", "get"])
def test_no_other_method_does_anything(method: str) -> None:
    async def work(server: HealthServer, clock: VirtualClock) -> None:
        assert await get(server, "/readyz", method) == (405, "only GET and HEAD are answered\n")

    asked(work)


def test_requests_behind_the_first_one_are_not_answered() -> None:
    async def work(server: HealthServer, clock: VirtualClock) -> None:
        request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
        answers = await asyncio.to_thread(_raw, server.port, request * 3)
        assert answers.count(b"alive") == 1

    asked(work)


@pytest.mark.parametrize("sent", [b"", b"GET /hea", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"])
def test_idle_connections_keep_nobody_out(sent: bytes) -> None:
    async def work(server: HealthServer, clock: VirtualClock) -> None:
        idle = [socket.create_connection((ADDRESS, server.port)) for _ in range(3 * MOST_REQUESTS)]
        try:
            for connection in idle:
                with contextlib.suppress(OSError):  # it was cut already
                    connection.sendall(sent)
            for _ in range(3):
                assert await get(server, "/healthz") == (200, "alive\n")
        finally:
            for connection in idle:
                connection.close()

    asked(work)


def test_an_engine_that_cannot_tell_is_not_ready(caplog: pytest.LogCaptureFixture) -> None:
    async def why_not() -> str:
        raise ZeroDivisionError("+15550100")

    async def work(server: HealthServer, clock: VirtualClock) -> None:
        server.ready_by(why_not)
        assert await get(server, "/readyz") == (503, "the engine cannot tell; see its log\n")

    asked(work)
    assert "+1555" not in caplog.text


def test_an_engine_that_hangs_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callsheet.service.health.READY_SECONDS", 0.01)

    async def why_not() -> str:
        await asyncio.Event().wait()
        return ""

    async def work(server: HealthServer, clock: VirtualClock) -> None:
        server.ready_by(why_not)
        status, said = await get(server, "/readyz")
        assert (status, said) == (503, "the engine does not answer: it has too much to do, or hangs\n")

    asked(work)


def test_only_this_machine_is_answered() -> None:
    async def work(server: HealthServer, clock: VirtualClock) -> None:
        with closing(socket.create_connection((ADDRESS, server.port))) as connection:
            assert connection.getpeername()[0] == "127.0.0.1"

    asked(work)


def _raw(port: int, sent: bytes) -> bytes:
    """What comes back until the server closes."""
    with closing(socket.create_connection((ADDRESS, port), timeout=20)) as connection:
        received = b""
        try:
            connection.sendall(sent)
            while piece := connection.recv(65536):
                received += piece
        except OSError:  # cut while it was still being sent to
            pass
        return received


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /" + b"x" * 10 * MOST_BYTES,
        b"GET /healthz HTTP/1.1\r\nX: " + b"x" * 10 * MOST_BYTES,
        b"GET /healthz HTTP/1.1\r\n" + b"X: x\r\n" * 10_000,
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /%ff%00\xff HTTP/9.9\r\n\r\n",
    ],
)
def test_hostile_requests_end_and_the_next_is_answered(
    sent: bytes, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loopback, "REQUEST_SECONDS", 0.1)

    async def work(server: HealthServer, clock: VirtualClock) -> None:
        received = await asyncio.to_thread(_raw, server.port, sent)
        assert len(received) < MOST_BYTES
        monkeypatch.setattr(loopback, "REQUEST_SECONDS", 10.0)
        assert await get(server, "/healthz") == (200, "alive\n")

    asked(work)
    assert capfd.readouterr() == ("", "")


def test_requests_that_do_not_end_are_cut_and_keep_nobody_out_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loopback, "REQUEST_SECONDS", 0.1)

    async def work(server: HealthServer, clock: VirtualClock) -> None:
        hanging = [
            asyncio.ensure_future(asyncio.to_thread(_raw, server.port, b"GET /healthz HTTP/1.1\r\nX:"))
            for _ in range(MOST_REQUESTS)
        ]
        await asyncio.gather(*hanging)
        monkeypatch.setattr(loopback, "REQUEST_SECONDS", 10.0)
        assert await get(server, "/healthz") == (200, "alive\n")

    asked(work)


def test_a_port_that_is_taken_is_told() -> None:
    async def work(server: HealthServer, clock: VirtualClock) -> None:
        with pytest.raises(NotBound, match="another program uses it"):
            HealthServer(server.port, Metrics().registry)

    asked(work)


def test_a_port_that_is_kept_for_others_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def reserved(server: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(loopback._Server, "server_bind", reserved)
    with pytest.raises(NotBound, match="this user may not use it"):
        LoopbackServer(80, lambda environ, start: [])


def test_a_flood_is_taken_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("callsheet.service.loopback.time.sleep", pauses.append)

    async def work(server: HealthServer, clock: VirtualClock) -> None:
        for _ in range(3):
            assert await get(server, "/healthz") == (200, "alive\n")

    asked(work)
    assert pauses == [loopback.PAUSE_SECONDS] * 3


class Reading:
    """A database that can be read, or not."""

    def __init__(self) -> None:
        self.failure: DataFailed | None = None
        self.reads = 0
        self.locked = False

    async def read(self, *_: object, **__: object) -> tuple[()]:
        self.reads += 1
        if self.locked:
            await asyncio.Event().wait()
        if self.failure:
            raise self.failure
        return ()


def test_readiness_says_what_is_in_the_way() -> None:
    async def main(clock: VirtualClock) -> None:
        admission, telephony, database = Admission(Metrics(), 1), PlayedTelephony(), Reading()
        readiness = Readiness(admission, telephony, database, clock)  # type: ignore[arg-type]  # what it asks of them
        assert await readiness.why_not() == ""
        assert await readiness.why_not() == ""
        assert database.reads == 1  # nobody keeps the database busy by asking
        database.failure = DataFailed("database_missing", "the file has gone")
        await asyncio.sleep(2)
        assert await readiness.why_not() == "the file has gone"
        telephony.up = Health(False, "the key is refused")
        assert await readiness.why_not() == "the key is refused"
        admission.drain()
        assert await readiness.why_not() == "it is ending, and takes no new calls"

    run(main)


def test_a_database_that_does_not_answer_is_told_before_whoever_asks_gives_up() -> None:
    async def main(clock: VirtualClock) -> None:
        database = Reading()
        database.locked = True
        readiness = Readiness(Admission(Metrics(), 1), PlayedTelephony(), database, clock)  # type: ignore[arg-type]  # as above
        began = clock.monotonic()
        assert await readiness.why_not() == (
            "the database does not answer: another program keeps it locked, or its disk is slow"
        )
        assert clock.monotonic() - began < READY_SECONDS

    run(main)


def test_how_far_it_is_with_its_start_is_told() -> None:
    async def work(server: HealthServer, _: VirtualClock) -> None:
        server.starting("the voice en-US is being loaded (2 of 3)")
        told = "it is starting: the voice en-US is being loaded (2 of 3)\n"
        assert await get(server, "/readyz") == (503, told)

    asked(work)
