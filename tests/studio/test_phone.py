"""The telephone of a page: its socket on one side, a call on the other."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.speech.settings import SpeechNotInstalled
from callsheet.ports.tasks import begun, stopped
from callsheet.ports.telephony import DONE, Answered, CallEvent, CallInfo, Dtmf, Ended, EndReason
from callsheet.studio import phone
from callsheet.studio.browser_call import BrowserCall, PageTransport
from callsheet.studio.messages import UNKNOWN, PageSays
from callsheet.studio.phone import BUSY, NOT_INSTALLED, PagePhone
from callsheet.studio.project import Project
from tests.studio.studios import SCRIPT

INFO = CallInfo("c-1", "inbound", "+15550100", "")
FRAME = bytes(range(160)) * 2


class Page:
    """The other side of a socket: what it says, and what it was sent. In the end it is gone."""

    def __init__(self, *says: str | bytes | dict[str, object]) -> None:
        self.sent: list[str | bytes] = []
        self._says: asyncio.Queue[str | bytes | None] = asyncio.Queue()
        for each in says:
            self._says.put_nowait(json.dumps(each) if isinstance(each, dict) else each)

    async def recv(self) -> str | bytes:
        message = await self._says.get()
        if message is None:
            raise EOFError
        return message

    async def send(self, message: str | bytes) -> None:
        self.sent.append(message)

    def leave(self) -> None:
        self._says.put_nowait(None)

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(message) for message in self.sent if isinstance(message, str)]


def nobody(**_: object) -> None:
    """Tells no page of anything."""


def played(test: Callable[[VirtualClock], Coroutine[Any, Any, None]]) -> None:
    loop = VirtualLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(test(VirtualClock(loop)))


def says(transport: PageTransport, **what: object) -> None:
    transport.told(PageSays(**what))  # type: ignore[arg-type]


def test_what_the_page_has_played_is_what_was_taken() -> None:
    async def test(_: VirtualClock) -> None:
        transport = PageTransport(page := Page())
        await transport.write(FRAME)
        assert page.sent == [FRAME]
        assert await transport.pending_bytes() == 320
        says(transport, played=160)
        assert await transport.pending_bytes() == 160
        says(transport, played=100)
        assert await transport.pending_bytes() == 160
        says(transport, played=10**18)  # a page that lies is heard sooner, and no more than that
        assert await transport.pending_bytes() == 0

    played(test)


def test_the_page_is_made_silent_and_waited_for_but_not_for_long() -> None:
    async def test(clock: VirtualClock) -> None:
        transport = PageTransport(page := Page())
        await transport.write(FRAME)
        clearing = begun(transport.clear())
        await clock.sleep(0.01)
        assert page.told() == [{"clear": True}]
        says(transport, played=320, cleared=True)
        await clearing
        await transport.write(FRAME)
        before = clock.monotonic()
        await transport.clear()
        assert 0.3 < clock.monotonic() - before < 0.5
        assert await transport.pending_bytes() == 0

    played(test)


def test_the_caller_is_heard_presses_keys_and_hangs_up() -> None:
    async def test(clock: VirtualClock) -> None:
        page = Page(FRAME + b"\0", {"key": "5"}, {"key": "A"}, "no JSON", "[]", bytes(99_999))
        call = BrowserCall(page, INFO, clock, nobody)
        assert await call.answer() == DONE
        reading = begun(call.read())
        frame = await anext(call.audio_in())
        assert frame.pcm == FRAME
        await clock.sleep(0.01)
        page.leave()
        events: list[CallEvent] = [event async for event in call.events()]
        assert events == [Answered(), Dtmf("5"), Ended(EndReason.CALLER_HANGUP)]
        await stopped(reading)
        assert not (await call.hang_up()).ok

    played(test)


def test_what_no_page_can_do_is_said() -> None:
    async def test(clock: VirtualClock) -> None:
        call = BrowserCall(Page(), INFO, clock, nobody)
        assert (await call.send_dtmf("1")).message == "this line cannot press keys"
        assert await call.reject() == DONE
        assert not (await call.leave()).ok

    played(test)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "hello.flow.yaml").write_text(SCRIPT)
    return Project.at(tmp_path)


def called(**more: object) -> dict[str, object]:
    return {"name": "hello.flow.yaml", "text": SCRIPT, "unsaved": {}, "turns": [], **more}


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ("no JSON", UNKNOWN),
        ({"name": 5}, UNKNOWN),
        (called(text=SCRIPT + "  - run: nowhere\n"), "a script with errors takes no call: mend them first"),
        (called(now="soon"), "this is no date and time: write it like 2026-11-22T10:00"),
        (called(), NOT_INSTALLED),
    ],
)
def test_what_cannot_be_called_is_told(
    project: Project, message: str | dict[str, object], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> None:
        raise SpeechNotInstalled

    monkeypatch.setattr(phone, "speech_from_environment", missing)

    async def test() -> None:
        telephone, page = PagePhone(project), Page(message)
        await telephone.take(page)
        await telephone.close()
        assert page.told() == [{"refused": why}]

    asyncio.run(test())


def test_one_call_is_taken_at_a_time(project: Project) -> None:
    async def test() -> None:
        telephone, first, second = PagePhone(project), Page(), Page()
        waiting = begun(telephone.take(first))
        await asyncio.sleep(0)
        await telephone.take(second)
        assert second.told() == [{"refused": BUSY}]
        await stopped(waiting)

    asyncio.run(test())
