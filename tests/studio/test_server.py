"""The studio over its port: what pages ask, and what others get."""

import asyncio
import json
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from callsheet.studio import worker
from callsheet.studio.checking import CheckText
from tests.studio.studios import SCRIPT, PageOfTest, Running, running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hello.flow.yaml").write_text(SCRIPT)
    return tmp_path


def with_studio(folder: Path, does: Callable[[Running], Awaitable[None]]) -> None:
    async def run() -> None:
        async with running(folder) as studio:
            await does(studio)

    asyncio.run(run())


def with_page(folder: Path, does: Callable[[PageOfTest], Awaitable[None]]) -> None:
    async def run(studio: Running) -> None:
        async with studio.page() as page:
            await does(page)

    with_studio(folder, run)


def test_the_page_comes_with_the_token_and_its_parts_with_the_cookie(folder: Path) -> None:
    async def does(studio: Running) -> None:
        status, headers, body = await studio.get(f"/?token={studio.token}")
        assert (status, headers["X-Content-Type-Options"]) == (200, "nosniff")
        assert headers["Set-Cookie"].startswith(studio.cookie)
        assert int(headers["Content-Length"]) == len(body)
        assert (await studio.get("/index.js", Cookie=studio.cookie))[0] == 200
        assert (await studio.get("/index.js"))[0] == 403
        assert (await studio.get("/", Host="evil.example", Cookie=studio.cookie))[0] == 421

    with_studio(folder, does)


@pytest.mark.parametrize("method", ["POST", "PUT", "HEAD", "OPTIONS"])
def test_nothing_but_get_is_read(folder: Path, method: str) -> None:
    async def does(studio: Running) -> None:
        head = f"{method} /?token={studio.token} HTTP/1.1\r\nHost: 127.0.0.1:{studio.port}\r\nContent-Length: 0\r\n\r\n"
        status, _, body = await studio.send(head.encode())
        assert status == 405
        assert b"<script" not in body

    with_studio(folder, does)


def test_a_socket_of_another_page_is_not_opened(folder: Path) -> None:
    async def does(studio: Running) -> None:
        upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13"}
        key = {"Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ=="}
        for origin in ({}, {"Origin": "http://evil.example"}, {"Origin": f"http://localhost:{studio.port}"}):
            status, *_ = await studio.get("/socket", Cookie=studio.cookie, **upgrade, **key, **origin)
            assert status == 403

    with_studio(folder, does)


def test_a_text_is_checked_edited_checked_again_and_saved(folder: Path) -> None:
    async def does(page: PageOfTest) -> None:
        begun = await page.ask("begin")
        assert begun["files"] == ["hello.flow.yaml"]
        opened = await page.ask("open", name="hello.flow.yaml")
        checked = await page.ask("check", name="hello.flow.yaml", text=opened["text"], unsaved={})
        assert checked["problems"] == []
        assert [entry["key"] for entry in checked["tree"]["entries"]] == ["callsheet", "flow", "language", "steps"]
        edited = await page.ask("set_value", text=opened["text"], path=["steps", 1, "say"], value="Bye 😀.")
        (change,) = edited["changes"]
        text = opened["text"][: change["from"]] + change["insert"] + opened["text"][change["to"] :]
        wrong = await page.ask("check", name="hello.flow.yaml", text=text.replace("answer", "anser"), unsaved={})
        assert [problem["code"] for problem in wrong["problems"]] == ["CS122"]
        assert text.replace("answer", "anser")[wrong["problems"][0]["from"] :].startswith("anser")
        await page.ask("save", name="hello.flow.yaml", text=text, based_on=opened["digest"])
        assert (folder / "hello.flow.yaml").read_text() == SCRIPT.replace("Hello.", "Bye 😀.")

    with_page(folder, does)


def test_a_text_that_cannot_be_read_is_told_and_has_no_tree(folder: Path) -> None:
    async def does(page: PageOfTest) -> None:
        checked = await page.ask("check", name="hello.flow.yaml", text="steps: [", unsaved={})
        assert checked["tree"] is None
        assert checked["problems"][0]["severity"] == "error"
        refused = await page.ask("set_value", text="steps: [", path=["steps"], value="x")
        assert "mend it first" in refused

    with_page(folder, does)


HOSTILE = [
    "",
    "{}",
    "[]",
    "null",
    '{"id": "a", "do": "begin"}',
    '{"id": 1, "do": "begin", "with": 3}',
    '{"id": 1, "do": "__class__", "with": {}}',
    '{"id": 1, "do": "do", "with": {}}',
    '{"id": 1, "do": "open", "with": {"name": ["a"]}}',
    '{"id": 1, "do": "open", "with": {"name": "../../etc/passwd"}}',
    '{"id": 1, "do": "open", "with": {"name": "\\u0000"}}',
    '{"id": 1, "do": "open", "with": {"name": "\\ud800"}}',
    '{"id": 1, "do": "save", "with": {"name": "x", "text": "y", "based_on": ""}}',
    '{"id": 1, "do": "check", "with": {"name": "/etc/passwd", "text": "\\ud800", "unsaved": {"../x": "y"}}}',
    '{"id": 1, "do": "check", "with": {"name": "\\u0000", "text": "", "unsaved": {"\\u0000": ""}}}',
    '{"id": 1, "do": "set_value", "with": {"text": "a: 1", "path": [null], "value": 1}}',
    '{"id": 1, "do": "set_value", "with": {"text": "a: 1", "path": ["a"], "value": null}}',
    '{"id": 1, "do": "set_value", "with": {"text": "a: 1", "path": ["a"], "value": ' + "[" * 5000 + "]" * 5000 + "}}",
    '{"id": 1, "do": "complete", "with": {"name": "x", "text": "a", "unsaved": {}, "offset": -99}}',
    "[" * 100_000,
]


@pytest.mark.parametrize("message", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_comes_the_page_is_answered_afterwards(folder: Path, message: str) -> None:
    async def does(page: PageOfTest) -> None:
        await page.socket.send(message)
        page.last = 1
        assert "files" in await page.ask("begin")
        assert "problems" in await page.ask("check", name="hello.flow.yaml", text=SCRIPT, unsaved={})

    before = (folder / "hello.flow.yaml").read_text()
    with_page(folder, does)
    assert (folder / "hello.flow.yaml").read_text() == before
    assert os.listdir(folder) == ["hello.flow.yaml"]


def test_of_checks_that_wait_the_newest_is_done(folder: Path) -> None:
    async def does(page: PageOfTest) -> None:
        sent = [await page.send("check", name="hello.flow.yaml", text=SCRIPT, unsaved={}) for _ in range(8)]
        answers = {(message := await page.told())["id"]: message for _ in sent}
        assert "problems" in answers[sent[-1]]["answer"]
        assert sum("refused" in answers[number] for number in sent) >= 6

    with_page(folder, does)


def test_work_that_ends_in_the_midst_is_told_and_goes_on_with_the_next(folder: Path) -> None:
    async def does(studio: Running) -> None:
        async with studio.page() as page:
            await page.ask("check", name="hello.flow.yaml", text=SCRIPT, unsaved={})
            work = studio.studio.worker
            async with work.turn:  # the studio warms up beside it, and would be the one that is told
                process = work._child._process
                assert process is not None
                os.kill(process.pid, signal.SIGKILL)
                await process.wait()
                assert b"begun anew" in await work.do(CheckText("hello.flow.yaml", SCRIPT, {}))
            checked = await page.ask("check", name="hello.flow.yaml", text=SCRIPT, unsaved={})
            assert checked["problems"] == []

    with_studio(folder, does)


def test_work_that_takes_too_long_is_given_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "MOST_SECONDS", 0.0)

    async def does(page: PageOfTest) -> None:
        assert "takes too long" in await page.ask("check", name="hello.flow.yaml", text=SCRIPT, unsaved={})

    with_page(folder, does)


def test_a_file_that_others_save_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callsheet.studio.server.WATCH_SECONDS", 0.01)

    async def does(page: PageOfTest) -> None:
        await page.ask("open", name="\0")
        await page.ask("open", name="hello.flow.yaml")
        (folder / "hello.flow.yaml").write_text(SCRIPT + "#")
        assert await page.told() == {"event": "changed", "name": "hello.flow.yaml"}

    with_page(folder, does)


def test_a_message_that_is_too_large_ends_that_page_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callsheet.studio.server.MOST_MESSAGE_BYTES", 1000)

    async def does(studio: Running) -> None:
        async with studio.page() as one, studio.page() as other:
            await one.socket.send(json.dumps({"id": 1, "do": "begin", "with": "x" * 1000}))
            await one.socket.wait_closed()
            assert "files" in await other.ask("begin")

    with_studio(folder, does)
