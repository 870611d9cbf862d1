"""Who may come in, and who may not."""

import gzip
import re
from http import HTTPStatus

import pytest

from callsheet.studio.assets import Asset, read_assets
from callsheet.studio.entrance import EVERY_ANSWER, Entrance, HttpAnswer

PAGE = Asset(b"<meta content=NONCE>", "text/html; charset=utf-8")
ENTRANCE = Entrance(
    8123, "right", {"/index.html": PAGE, "/a.js": Asset(b"1", "text/javascript")}, frozenset({"/socket"})
)
HOST = {"host": ["127.0.0.1:8123"]}
COOKIE = {"cookie": ["other=1; callsheet-8123=right"]}


def answer(target: str, **headers: list[str]) -> HttpAnswer:
    found = ENTRANCE.answer("GET", target, {**HOST, **headers})
    assert found is not None
    return found


def test_the_token_lets_in_and_becomes_a_cookie_that_no_script_reads() -> None:
    found = answer("/?token=right")
    assert found.status is HTTPStatus.OK
    assert found.headers["Set-Cookie"] == "callsheet-8123=right; HttpOnly; SameSite=Strict; Path=/"


def test_the_cookie_lets_in_again_and_is_not_set_again() -> None:
    found = answer("/", **COOKIE)
    assert found.status is HTTPStatus.OK
    assert "Set-Cookie" not in found.headers


@pytest.mark.parametrize(
    "target", ["/", "/?token=", "/?token=wrong", "/?token=right2", "/a.js", "/socket", "/?token=ö"]
)
def test_nobody_comes_in_without_the_token(target: str) -> None:
    assert answer(target).status is HTTPStatus.FORBIDDEN
    assert b"right" not in answer(target).body


@pytest.mark.parametrize(
    "cookie", ["callsheet-8123=wrong", "callsheet-8124=right", "right", "", "callsheet-8123=\u00ff"]
)
def test_a_wrong_cookie_lets_nobody_in(cookie: str) -> None:
    assert answer("/", cookie=[cookie]).status is HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    "host", [[], ["evil.example:8123"], ["127.0.0.1"], ["127.0.0.1:80"], ["127.0.0.1:8123", "127.0.0.1:8123"]]
)
def test_a_name_that_somebody_else_points_here_is_answered_to_nobody(host: list[str]) -> None:
    found = ENTRANCE.answer("GET", "/?token=right", {"host": host})
    assert found is not None
    assert found.status is HTTPStatus.MISDIRECTED_REQUEST


def test_the_socket_is_for_the_page_itself() -> None:
    ours = {**HOST, **COOKIE, "origin": ["http://127.0.0.1:8123"]}
    assert ENTRANCE.answer("GET", "/socket", ours) is None
    localhost = {**COOKIE, "host": ["localhost:8123"], "origin": ["http://localhost:8123"]}
    assert ENTRANCE.answer("GET", "/socket", localhost) is None


@pytest.mark.parametrize(
    "origin",
    [
        [],
        ["null"],
        ["http://evil.example"],
        ["http://127.0.0.1:8124"],
        ["https://127.0.0.1:8123"],
        ["http://localhost:8123"],
    ],
)
def test_no_other_page_opens_the_socket(origin: list[str]) -> None:
    assert answer("/socket", origin=origin, **COOKIE).status is HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("target", ["/../server.py", "/..%2fserver.py", "//etc/passwd", "/index.html/", "/static/a.js"])
def test_only_what_the_page_is_made_of_is_there(target: str) -> None:
    assert answer(target, **COOKIE).status is HTTPStatus.NOT_FOUND


def test_an_address_that_is_none() -> None:
    assert answer("http://[/", **COOKIE).status is HTTPStatus.BAD_REQUEST


def test_nothing_runs_on_the_page_that_is_not_ours() -> None:
    """Styles of the editor are known by a number that no two answers have in common; nothing is `unsafe`."""
    one, other = answer("/", **COOKIE), answer("/", **COOKIE)
    policies = [found.headers["Content-Security-Policy"] for found in (one, other)]
    assert policies[0] != policies[1]
    assert "unsafe" not in policies[0]
    assert "default-src 'none'" in policies[0]
    assert "frame-ancestors 'none'" in policies[0]
    nonce = one.body.decode().removeprefix("<meta content=").removesuffix(">")
    assert f"style-src 'self' 'nonce-{nonce}'" in policies[0]


def test_no_other_page_reads_an_answer_or_frames_one() -> None:
    assert EVERY_ANSWER["Cross-Origin-Resource-Policy"] == "same-origin"
    assert EVERY_ANSWER["X-Frame-Options"] == "DENY"
    assert EVERY_ANSWER["Cache-Control"] == "no-store"


def test_the_page_is_small() -> None:
    """Kilobytes of JavaScript as they would be sent over a network, all of it."""
    scripts = [asset.content for name, asset in read_assets().items() if name.endswith(".js")]
    assert sum(len(gzip.compress(script)) for script in scripts) <= 160_000


def test_the_page_that_is_shipped_is_whole_and_loads_from_here_alone() -> None:
    assets = read_assets()
    page = assets["/index.html"].content.decode()
    assert page.count("NONCE") == 1
    for name in assets.keys() - {"/index.html"}:
        if name.count("/") == 1 and name.endswith((".js", ".css")):
            assert assets[name].content
    assert "http:" not in page
    assert "<script>" not in page


def test_what_is_built_into_the_page_comes_with_its_licence() -> None:
    notices = read_assets()["/licences.txt"].content.decode()
    for package in ("@codemirror/view", "@lezer/common", "preact", "style-mod"):
        assert re.search(rf"^{package}\n\n.*MIT", notices, re.MULTILINE | re.DOTALL)
