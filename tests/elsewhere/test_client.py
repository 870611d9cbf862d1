"""What comes of a request, whatever the other side does: done, certainly not done, or nobody knows."""

import asyncio
import socket
import ssl
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.http.client import HttpClient
from callsheet.adapters.http.reach import NetworkReach, networks
from callsheet.adapters.http.settings import HttpSettings
from callsheet.adapters.remote.breaker import BreakerSettings
from callsheet.ports.http import RequestAnswered
from callsheet.ports.values import Row
from tests.elsewhere.conftest import SHORT, TOKEN, changing, play, reading, request, sent
from tests.elsewhere.server import OtherSystem, other_system

SOON = f"# timeout: {SHORT:g}s\n"
KNOWN = RequestAnswered(200, Row({"minutes": 12}))


def test_the_fields_that_a_request_gives_come_back_as_their_types() -> None:
    async def work(system: OtherSystem, client: HttpClient) -> None:
        asked = reading("ok", gives="minutes INTEGER, open BOOLEAN, day DATE, name TEXT, none TEXT")
        row = Row({"minutes": 12, "open": True, "day": date(2026, 11, 27), "name": "Ann", "none": None})
        assert await sent(client, asked) == RequestAnswered(200, row)
        assert system.lines == ["GET /ok HTTP/1.1"]
        assert system.keys == [""], "what only reads has no key"
        assert system.headers[0]["accept-encoding"] == "identity"

    play(work)


@pytest.mark.parametrize(
    ("path", "came", "times"),
    [
        ("ok", KNOWN, 1),
        ("null", RequestAnswered(200, Row({"minutes": None})), 1),
        ("onward", KNOWN, 2),
        ("404", RequestAnswered(404, nothing=True), 1),
        ("304", "request_refused", 1),
        ("403", "request_refused", 1),
        ("429", "request_refused", 1),
        ("500", "request_failed", 2),
        ("cut", "request_failed", 2),
        ("half", "request_failed", 2),
        ("garbage", "request_failed", 2),
        ("rubbish", "request_failed", 1),
        ("misfit", "request_failed", 1),
        ("big", "request_failed", 1),
        ("gzip", "request_failed", 1),
        ("headers", "request_failed", 2),
        ("crumbs", "request_failed", 1),
        ("patience", "request_failed", 2),
        ("elsewhere", "request_refused", 1),
        ("round", "request_refused", 4),
        ("hang", "request_failed", 1),
        ("drip", "request_failed", 1),
    ],
)
def test_what_only_reads_is_sent_twice_at_most(path: str, came: object, times: int) -> None:
    async def work(system: OtherSystem, client: HttpClient) -> None:
        settings = SOON if path in ("hang", "drip") else ""
        assert await sent(client, reading(path, f"# none: 404\n{settings}")) == came
        assert len(system.lines) == times

    play(work)


@pytest.mark.parametrize(
    ("path", "came"),
    [
        ("ok", RequestAnswered(200)),
        ("201", RequestAnswered(201)),
        ("big", RequestAnswered(200)),
        ("404", RequestAnswered(404, nothing=True)),
        ("409", "request_refused"),
        ("429", "request_refused"),
        ("307", "request_refused"),
        ("302", "unknown_outcome"),
        ("304", "unknown_outcome"),
        ("500", "unknown_outcome"),
        ("503", "unknown_outcome"),
        ("cut", "unknown_outcome"),
        ("garbage", "unknown_outcome"),
        ("hang", "unknown_outcome"),
    ],
)
def test_what_changes_something_is_sent_once_and_is_in_doubt_where_nothing_tells(path: str, came: object) -> None:
    async def work(system: OtherSystem, client: HttpClient) -> None:
        settings = SOON if path == "hang" else ""
        assert await sent(client, changing(path, f"# none: 404\n{settings}")) == came
        assert len(system.lines) == 1
        assert system.keys == ["c-1-7"]
        assert system.bodies == [b"hello"]

    play(work)


@pytest.mark.parametrize(
    ("answers", "came"),
    [
        (["cut", "ok"], RequestAnswered(200, repeated=True)),
        (["500", "204"], RequestAnswered(204, repeated=True)),
        (["cut", "cut"], "unknown_outcome"),
        (["cut", "409"], "unknown_outcome"),  # the first one may have been done
        (["cut", "404"], "unknown_outcome"),
        (["409"], "request_refused"),
    ],
)
def test_what_may_be_sent_again_is_and_a_doubt_stays(answers: list[str], came: object) -> None:
    async def work(system: OtherSystem, client: HttpClient) -> None:
        system.answers = list(answers)
        assert await sent(client, changing("ok", "# again: safe\n# none: 404\n")) == came
        assert system.keys == ["c-1-7"] * len(answers)

    play(work)


def test_a_status_of_success_can_say_that_there_is_nothing() -> None:
    async def work(system: OtherSystem, client: HttpClient) -> None:
        assert await sent(client, reading("204", "# none: 204\n")) == RequestAnswered(204, nothing=True)
        assert await sent(client, changing("204", "# none: 204\n")) == RequestAnswered(204, nothing=True)

    play(work)


def test_what_an_earlier_answer_left_is_never_taken_for_what_came_of_a_change() -> None:
    async def work(system: OtherSystem, client: HttpClient) -> None:
        for first in (reading("twice"), changing("twice")):
            await sent(client, first)
            assert await sent(client, changing("cut")) == "unknown_outcome"
            assert await sent(client, changing("429")) == "request_refused"

    play(work)


def test_an_address_that_a_variable_breaks_is_not_sent() -> None:
    async def work(system: OtherSystem, client: HttpClient) -> None:
        for address in ("https://office.example?x\r\nHost: y", "https://office example", "https://office.example#x"):
            broken = HttpClient(HttpSettings({"URL": address}, local=True), SystemClock())
            assert await sent(broken, changing("ok")) == "request_unreachable"
            await broken.close()

    play(work)


def test_what_was_not_sent_has_certainly_not_been_done() -> None:
    async def work(system: OtherSystem, client: HttpClient) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            system.port = taken.getsockname()[1]  # and nobody listens there
            gone = HttpClient(HttpSettings({"URL": system.address}, local=True), SystemClock())
            assert await sent(gone, changing("ok")) == "request_unreachable"
            assert await sent(gone, reading("ok")) == "request_unreachable"
            await gone.close()

    play(work)


def test_values_arrive_as_they_are_wherever_they_stand() -> None:
    told = 'a "b" \\ &?#=/%20 ü \n{{ x }}'
    prepared = request(
        "### tell(words, count, when)!\n# Tells.\n"
        "POST {{ $URL }}/ok/{{ words }}?q={{ words }}&n={{ count }}\n"
        "Authorization: Bearer {{ $TOKEN }}\nContent-Type: application/json\n\n"
        '{"text": "<{{ words }}>", "count": {{ count }}, "when": {{ when }}, "all": {{ words }}}\n'
    )

    async def work(system: OtherSystem, client: HttpClient) -> None:
        await sent(client, prepared, {"words": told, "count": 3, "when": date(2026, 11, 27)})
        escaped = "a%20%22b%22%20%5C%20%26%3F%23%3D%2F%2520%20%C3%BC%20%0A%7B%7B%20x%20%7D%7D"
        assert system.lines == [f"POST /ok/{escaped}?q={escaped}&n=3 HTTP/1.1"]
        assert system.body == {"text": f"<{told}>", "count": 3, "when": "2026-11-27", "all": told}
        assert system.headers[0]["authorization"] == f"Bearer {TOKEN}"

    play(work)


def test_what_is_missing_is_nothing_and_never_another_request() -> None:
    json_body = request(
        '### tell(a)!\n# Tells.\nPOST {{ $URL }}/ok\nContent-Type: application/json\n\n["{{ a }}", {{ a }}]\n'
    )
    in_path = request("### one(a)\n# One.\nGET {{ $URL }}/orders/{{ a }}\n")
    in_header = request("### one(a)\n# One.\nGET {{ $URL }}/ok\nX-Name: {{ a }}\n")
    in_form = request(
        "### tell(a)!\n# Tells.\nPOST {{ $URL }}/ok\n"
        "Content-Type: application/x-www-form-urlencoded\n\na={{ a }}\n&b=1\n"
    )

    async def work(system: OtherSystem, client: HttpClient) -> None:
        await sent(client, json_body, {"a": None})
        assert system.body == ["", None]
        await sent(client, in_form, {"a": "x&b=2 +"})
        assert system.bodies[-1] == b"a=x%26b%3D2%20%2B&b=1"
        before = len(system.lines)
        for value in (None, "", ".", ".."):
            assert await sent(client, in_path, {"a": value}) == "bad_value"
        await sent(client, in_header, {"a": " x "})
        assert system.headers[-1]["x-name"] == "x"
        before += 1
        for value in ("x\r\nX-Other: y", "x\ny", "ü", "\ud800"):
            assert await sent(client, in_header, {"a": value}) == "bad_value"
        assert len(system.lines) == before

    play(work)


def test_a_request_goes_to_public_addresses_over_https_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        led: list[str] = []

        def lookup(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
            led.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", port))]

        monkeypatch.setattr("callsheet.adapters.http.network.socket.getaddrinfo", lookup)
        for address in (
            "http://office.example",
            "ftp://office.example",
            "https://u:p@office.example",
            "office.example",
        ):
            client = HttpClient(HttpSettings({"URL": address}), SystemClock())
            assert await sent(client, reading("ok")) == "request_unreachable"
            await client.close()
        assert led == []
        client = HttpClient(HttpSettings({"URL": "https://office.example"}), SystemClock())
        assert await sent(client, changing("ok")) == "request_unreachable"
        assert led == ["office.example"], "its address is looked at, and it is not connected to"
        await client.close()

    asyncio.run(main())


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",  # noqa: S104 - nothing is bound
            "224.0.0.1",
        ),
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "::"),
    ],
)
def test_addresses_that_not_everybody_can_reach_are_not_gone_to(address: str) -> None:
    assert not NetworkReach().has(address)


def test_addresses_of_everybody_and_those_that_are_allowed_are() -> None:
    reach = NetworkReach(networks(["10.1.0.0/16", "192.168.7.7"]))
    assert [reach.has(each) for each in ("93.184.216.34", "2606:2800:220:1::1", "10.1.2.3", "192.168.7.7")] == [
        True
    ] * 4
    assert not reach.has("10.2.0.1")


def test_who_cannot_show_who_they_are_is_told_nothing(tmp_path: Path) -> None:
    certificate, key = str(tmp_path / "one.pem"), str(tmp_path / "one.key")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "1"]
    names = ["-addext", "subjectAltName=DNS:localhost", "-out", certificate, "-keyout", key]
    subprocess.run([*made, *names], check=True, capture_output=True)
    encrypted = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    encrypted.load_cert_chain(certificate, key)

    async def main() -> None:
        async with other_system(encrypted=encrypted) as system:
            for host, trusted, came in (
                ("localhost", ssl.create_default_context(cafile=certificate), RequestAnswered(200)),
                ("127.0.0.1", ssl.create_default_context(cafile=certificate), "request_unreachable"),
                ("localhost", None, "request_unreachable"),
            ):
                settings = HttpSettings({"URL": f"https://{host}:{system.port}"}, local=True)
                client = HttpClient(settings, SystemClock(), trusted=trusted)
                assert await sent(client, changing("ok")) == came
                await client.close()
            assert len(system.lines) == 1

    asyncio.run(main())


def test_a_host_that_keeps_failing_is_left_alone_for_a_while() -> None:
    async def work(system: OtherSystem, client: HttpClient) -> None:
        for _ in range(2):
            assert await sent(client, changing("cut")) == "unknown_outcome"
        assert await sent(client, changing("ok")) == "request_unreachable", "it was certainly not sent"
        assert len(system.lines) == 2

    play(work, breaker=BreakerSettings(failures=2))


def test_who_is_cancelled_leaves_no_connection() -> None:
    async def work(system: OtherSystem, client: HttpClient) -> None:
        asking = asyncio.ensure_future(sent(client, reading("hang")))
        await system.asked.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

    play(work)


def test_a_variable_that_is_not_set_or_cannot_stand_there_is_told_by_its_name(caplog: pytest.LogCaptureFixture) -> None:
    prepared = request("### one()\n# One.\nGET {{ $URL }}/ok\nAuthorization: {{ $BROKEN }}\n")

    async def main() -> None:
        client = HttpClient(
            HttpSettings({"URL": "https://office.example", "BROKEN": f"{TOKEN}\r\nX: y"}), SystemClock()
        )
        assert await sent(client, prepared) == "request_unreachable"
        await client.close()

    asyncio.run(main())
    assert TOKEN not in caplog.text
    assert TOKEN not in repr(HttpSettings({"TOKEN": TOKEN}))
