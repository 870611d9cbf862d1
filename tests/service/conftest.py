"""A service on a provider that tests play: its calls ring when a test says so, and time is virtual."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar, cast

import pytest

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.data.sqlite.create import create_database
from callsheet.flow.model import Flow
from callsheet.ports.line import UNINTERRUPTED, HungUp, Interruptions, Line, Listening, SoundSink, Spoken
from callsheet.ports.provider import Health
from callsheet.ports.telephony import DONE, Call, CallInfo, CallState, CommandResult, Heard, KeyPress, Silence
from callsheet.service.numbers import ScriptFile
from callsheet.service.scripts import Scripts
from tests.alone import Alone

T = TypeVar("T")

NOW = datetime.fromisoformat("2026-11-22T10:00:00-05:00")
NUMBER = "+15550199"
GREETING = """callsheet: 1
flow: greeting
language: en-US
steps:
  - answer
  - say: Hello.
  - disconnect
"""
SCHEMA = "CREATE TABLE tasks (id INTEGER PRIMARY KEY, state TEXT NOT NULL DEFAULT 'open');"
SAMPLE = "INSERT INTO tasks (id) VALUES (1), (2);"
QUERIES = """-- name: finish(task_id)!
-- It is done.
UPDATE tasks SET state = 'done' WHERE id = :task_id AND state = 'open';
"""


@dataclass(eq=False)
class PlayedCall:
    """A call as a provider has it. `trouble` is what `reject` and `hang_up` do instead of their work."""

    info: CallInfo
    trouble: Callable[[], Awaitable[None]] | None = None
    state: CallState = CallState.RINGING
    dropped_frames: int = 0
    did: list[str] = field(default_factory=list)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def reject(self) -> CommandResult:
        return await self._end("reject")

    async def hang_up(self) -> CommandResult:
        return await self._end("hang_up")

    async def leave(self) -> CommandResult:
        return await self._end("leave")

    async def _end(self, what: str) -> CommandResult:
        self.did.append(what)
        if self.trouble is not None:
            await self.trouble()
        self.end()
        return DONE

    def end(self) -> None:
        """The call is over."""
        self.state = CallState.ENDED
        self.gone.set()

    @property
    def call(self) -> Call:
        return cast(Call, self)


@dataclass
class PlayedLine(Alone):
    """A line over a played call: a prompt lasts a second, and a question hears `heard` after another."""

    played: PlayedCall
    heard: Heard = field(default_factory=Silence)
    said: list[str] = field(default_factory=list)

    @property
    def info(self) -> CallInfo:
        return self.played.info

    async def answer(self) -> None:
        self.played.did.append("answer")
        self.played.state = CallState.ANSWERED

    async def say(
        self,
        text: str,
        interruptions: Interruptions = UNINTERRUPTED,
        before: Listening | None = None,
        sound: bytes | None = None,
    ) -> Spoken:
        self.said.append(text)
        await self._while_up(1.0)
        return Spoken(1000, 1000)

    async def listen(self, listening: Listening) -> Heard:
        await self._while_up(listening.timeout_seconds if isinstance(self.heard, Silence) else 1.0)
        return self.heard

    async def key(self, within_seconds: float) -> KeyPress | None:
        return None

    async def pause(self, seconds: float) -> None:
        await self._while_up(seconds)

    async def record(self, listening: Listening, sink: SoundSink, *, beep: bool) -> None:
        await self._while_up(listening.timeout_seconds)

    def record_call(self, sink: SoundSink | None) -> None:
        pass

    async def hang_up(self) -> None:
        await self.played.hang_up()

    def prepare(self, text: str) -> None:
        pass

    async def _while_up(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self.played.gone.wait()
        except TimeoutError:
            return
        raise HungUp


class PlayedTelephony:
    """A provider whose calls a test lets ring."""

    def __init__(self) -> None:
        self._ringing: asyncio.Queue[Call | Exception | None] = asyncio.Queue()
        self.up = Health(True, "connected")
        self.drained = False
        self.closed = False

    def ring(self, number: str = NUMBER, call_id: str = "c-1", caller: str = "+15550100") -> PlayedCall:
        """Somebody calls."""
        played = PlayedCall(CallInfo(call_id, "inbound", caller, number, "played"))
        self._ringing.put_nowait(played.call)
        return played

    def ring_with(self, played: PlayedCall) -> PlayedCall:
        """This call rings."""
        self._ringing.put_nowait(played.call)
        return played

    def break_down(self, error: Exception | None) -> None:
        """The provider fails; without an error it ends."""
        self._ringing.put_nowait(error)

    async def calls(self) -> AsyncIterator[Call]:
        while True:
            call = await self._ringing.get()
            if call is None:
                return
            if isinstance(call, Exception):
                raise call
            yield call

    def health(self) -> Health:
        return self.up

    def drain(self) -> None:
        self.drained = True

    async def close(self) -> None:
        self.closed = True


@dataclass
class Lines:
    """Makes played lines, and keeps them by their call's id."""

    heard: Heard = field(default_factory=Silence)
    made: dict[str, PlayedLine] = field(default_factory=dict)
    trouble: Exception | None = None

    def __call__(self, call: Call, flow: Flow) -> Line:
        if self.trouble is not None:
            raise self.trouble
        line = PlayedLine(cast(PlayedCall, call), self.heard)
        self.made[call.info.call_id] = line
        return line

    def said(self, call_id: str = "c-1") -> list[str]:
        return self.made[call_id].said


@dataclass
class Place:
    """A folder with a script, its queries and a database."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "test.db"

    def script(self, text: str, name: str = "test.flow.yaml") -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text if text.startswith("callsheet:") else GREETING.partition("steps:")[0] + text)
        return path

    def scripts(self, text: str = GREETING) -> Scripts:
        """One script that answers all numbers."""
        path = self.script(text)
        scripts = Scripts(ScriptFile(path, path.name))
        assert [item.message for item in scripts.load() if item.code.severity == "error"] == []
        return scripts


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "schema.sql").write_text(SCHEMA)
    (tmp_path / "data.sql").write_text(QUERIES)
    create_database(tmp_path / "test.db", SCHEMA, SAMPLE)
    return Place(tmp_path)


def run(work: Callable[[VirtualClock], Awaitable[T]]) -> T:
    """Something that takes virtual time."""
    loop = VirtualLoop()

    async def main() -> T:
        return await work(VirtualClock(loop, NOW))

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return runner.run(main())


async def until(comes: Callable[[], bool]) -> None:
    """Let time pass until something has come."""
    while not comes():  # noqa: ASYNC110 - what tests wait for has no event of its own
        await asyncio.sleep(0.01)
