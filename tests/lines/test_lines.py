"""What `ports/line.py` promises, on every line: what a session works on, and whole sessions on it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from callsheet.adapters.data.sqlite.create import create_database
from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.flow.machine import FlowMachine
from callsheet.journal.writers import Kept
from callsheet.ports.data import WriteUnit, Written
from callsheet.ports.line import HungUp, Line, LineFailed, Spoken
from callsheet.ports.records import CallRecord
from callsheet.ports.telephony import Call, Silence, Utterance
from callsheet.session.session import Session
from callsheet.session.world import World
from tests.calls.conftest import QUERIES, SAMPLE, SCHEMA, Stage
from tests.lines.cases import FREELY, QUESTION, TELLS_SECONDS, a_moment, on_lines
from tests.lines.peers import Peer, Trouble
from tests.lines.voices import MS_A_CHARACTER

LONG = "This is a prompt that takes some time to be heard to its end, wherever prompts take time. " * 3
HANDLERS = """if_caller_hangs_up:
  - write: add
    with: {task_id: 90, what: hung up}
if_something_fails:
  - write: add
    with: {task_id: 91, what: "{{ failure.kind }}"}
"""
SCRIPT = f"""- answer
- say: Welcome.
- ask: Is it done?
  answers:
    finished:
      - write: finish
        with: {{task_id: 1, at: "{{{{ now }}}}"}}
      - say: Noted.
  otherwise: []
- disconnect
{HANDLERS}"""


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A folder with queries and a database."""
    (tmp_path / "data.sql").write_text(QUERIES)
    (tmp_path / "schema.sql").write_text(SCHEMA)
    made = Stage(tmp_path)
    create_database(made.database, SCHEMA, SAMPLE)
    return made


async def answered(peer: Peer, answers: Sequence[str] = ()) -> tuple[Call, Line]:
    """A line that is up."""
    call = await peer.ring(answers)
    line = peer.line(call)
    await line.answer()
    return call, line


# Lines


@on_lines()
async def test_a_caller_who_gives_up_is_gone_when_the_call_is_answered(peer: Peer) -> None:
    call = await peer.ring()
    line = peer.line(call)
    await peer.hang_up(call)
    with pytest.raises(HungUp):
        await line.answer()
    await line.hang_up()


@on_lines("refuses", trouble=Trouble(answer="fails once"))
async def test_an_answer_that_fails_is_a_failure_of_the_line(peer: Peer) -> None:
    line = peer.line(await peer.ring())
    with pytest.raises(LineFailed) as failed:
        await line.answer()
    assert failed.value.kind == "line"
    assert failed.value.message
    await line.hang_up()


@on_lines("refuses", trouble=Trouble(answer="hangs"))
async def test_an_answer_that_is_never_told_is_a_failure_of_the_line(peer: Peer) -> None:
    line = peer.line(await peer.ring())
    with pytest.raises(LineFailed) as failed:
        await line.answer()
    assert failed.value.kind == "line"
    await line.hang_up()


WAITS: dict[str, Callable[[Line], Awaitable[object]]] = {
    "prompt": lambda line: line.say(LONG, FREELY),
    "uninterruptible prompt": lambda line: line.say(LONG),
    "listening": lambda line: line.listen(QUESTION),
    "pause": lambda line: line.pause(30.0),
}


@on_lines("lasts")
@pytest.mark.parametrize("doing", WAITS)
async def test_a_hang_up_ends_whatever_the_line_is_doing(peer: Peer, doing: str) -> None:
    call, line = await answered(peer)
    waiting = asyncio.ensure_future(WAITS[doing](line))
    await asyncio.sleep(1.0)
    await peer.hang_up(call)
    with pytest.raises(HungUp) as gone:
        async with asyncio.timeout(TELLS_SECONDS):
            await waiting
    if "prompt" in doing:
        assert gone.value.spoken is not None
        assert 700 <= gone.value.spoken.heard_ms <= 1150 < gone.value.spoken.length_ms
    with pytest.raises(HungUp):
        await WAITS[doing](line)
    await line.hang_up()


@on_lines()
async def test_a_hang_up_ends_listening(peer: Peer) -> None:
    call, line = await answered(peer)
    listening = asyncio.ensure_future(line.listen(QUESTION))
    await a_moment()
    await peer.hang_up(call)
    with pytest.raises(HungUp):
        await listening
    await line.hang_up()


@on_lines("media")
@pytest.mark.parametrize("doing", WAITS)
async def test_a_line_that_is_lost_fails_once_and_then_nobody_is_there(peer: Peer, doing: str) -> None:
    call, line = await answered(peer)
    waiting = asyncio.ensure_future(WAITS[doing](line))
    await asyncio.sleep(1.0)
    peer.lose_media(call)
    with pytest.raises(LineFailed) as failed:
        async with asyncio.timeout(TELLS_SECONDS):
            await waiting
    assert failed.value.kind == "line"
    with pytest.raises(HungUp):
        await WAITS[doing](line)
    await line.hang_up()


@on_lines("interrupts")
async def test_a_caller_interrupts_where_they_may(peer: Peer) -> None:
    call, line = await answered(peer)
    asyncio.get_running_loop().call_later(1.0, peer.interrupt, call, "yes")
    spoken = await line.say(LONG, FREELY, QUESTION)
    assert isinstance(spoken.interrupted_by, Utterance)
    assert spoken.interrupted_by.text == "yes"
    assert 1000 <= spoken.heard_ms <= 1600
    assert spoken.length_ms > spoken.heard_ms
    await line.hang_up()


@on_lines("interrupts")
async def test_a_caller_does_not_interrupt_where_they_may_not(peer: Peer) -> None:
    call, line = await answered(peer)
    asyncio.get_running_loop().call_later(1.0, peer.interrupt, call, "yes")
    spoken = await line.say(LONG)
    assert (spoken.heard_ms, spoken.interrupted_by) == (spoken.length_ms, None)
    await line.hang_up()


@on_lines("interrupts")
async def test_words_at_every_moment_of_a_question_count_once_its_data_has_been_spoken(peer: Peer) -> None:
    characters = 50  # three seconds and a little
    may = replace(FREELY, keys_after=characters // 2, words_after=characters // 2)
    known_ms = characters // 2 * MS_A_CHARACTER

    async def interrupted(ms: int) -> Spoken:
        call, line = await answered(peer)
        asyncio.get_running_loop().call_later(ms / 1000, peer.interrupt, call, "yes")
        spoken = await line.say("x" * characters, may, QUESTION)
        if spoken.interrupted_by is None:
            assert await line.listen(QUESTION) == Silence() or ms > known_ms
        await line.hang_up()
        return spoken

    at = range(0, 2400, 165)
    for ms, spoken in zip(at, await asyncio.gather(*map(interrupted, at)), strict=True):
        if ms < known_ms - 100:
            assert (spoken.interrupted_by, spoken.heard_ms) == (None, spoken.length_ms), ms
        elif ms > known_ms + 300:
            assert isinstance(spoken.interrupted_by, Utterance), ms
        assert spoken.interrupted_by is None or spoken.heard_ms >= known_ms, ms


@on_lines("audio")
async def test_with_a_caller_who_talks_all_the_time_everything_comes_to_an_end(peer: Peer) -> None:
    call, line = await answered(peer)
    peer.begin_talking(call)
    spoken = await line.say(LONG, FREELY)
    assert (spoken.heard_ms, spoken.interrupted_by) == (spoken.length_ms, None)
    assert await line.listen(QUESTION) == Silence()
    assert call.dropped_frames == 0
    await line.hang_up()


@on_lines()
@pytest.mark.parametrize("doing", [*WAITS, "hang-up"])
async def test_what_a_line_does_can_be_stopped_at_every_await(peer: Peer, doing: str) -> None:
    for turns in range(12):
        call, line = await answered(peer)
        waiting = asyncio.ensure_future(line.hang_up() if doing == "hang-up" else WAITS[doing](line))
        for _ in range(turns):
            await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait({waiting}, timeout=10)
        assert waiting.done()
        await line.hang_up()
        assert not (await call.hang_up()).ok


@on_lines()
async def test_hanging_up_twice_does_nothing(peer: Peer) -> None:
    _, line = await answered(peer)
    for _ in range(2):
        await line.hang_up()


# Sessions


class Meanwhile(SqliteDatabase):
    """Something happens while the answer is being written."""

    happens: Callable[[], Awaitable[None]] | None = None

    async def write(self, unit: WriteUnit) -> Written:
        writing = asyncio.ensure_future(super().write(unit))
        await asyncio.sleep(0)
        if self.happens is not None and unit.query.name == "finish":
            await self.happens()
        return await writing


@asynccontextmanager
async def sessions(
    peer: Peer, stage: Stage, happens: Callable[[], Awaitable[None]] | None = None
) -> AsyncIterator[Callable[[Call], Awaitable[CallRecord]]]:
    """What takes a call from its ringing to its end."""
    flow = stage.flow(SCRIPT)
    database = Meanwhile(stage.database, peer.clock)
    database.happens = happens

    async def take(call: Call) -> CallRecord:
        return await Session(flow, FlowMachine(flow), peer.line(call), World(database, peer.clock, Kept())).run()

    try:
        yield take
    finally:
        await database.close()


@on_lines()
async def test_a_whole_call(peer: Peer, stage: Stage) -> None:
    async with sessions(peer, stage) as take:
        record = await take(await peer.ring(["yes"]))
    assert (record.ending, record.writes) == ("completed", 1)
    assert tasks(stage) == ["done", "open", "open"]


@on_lines()
async def test_a_caller_who_hangs_up_while_a_write_is_under_way(peer: Peer, stage: Stage) -> None:
    """It is done, once; the next prompt finds out that nobody is there."""
    call = await peer.ring(["yes"])
    async with sessions(peer, stage, lambda: peer.hang_up(call)) as take:
        record = await take(call)
    assert (record.ending, record.writes) == ("hung_up", 2)
    assert tasks(stage) == ["done", "open", "open", "hung up"]
    assert rows(stage, "SELECT name FROM callsheet_writes ORDER BY visit") == [("finish",), ("add",)]


@on_lines("media")
async def test_a_line_that_is_lost_while_a_write_is_under_way(peer: Peer, stage: Stage) -> None:
    call = await peer.ring(["yes"])

    async def breaks() -> None:
        peer.lose_media(call)

    async with sessions(peer, stage, breaks) as take:
        record = await take(call)
    assert (record.ending, record.failure_kind, record.writes) == ("failed", "line", 2)
    assert tasks(stage) == ["done", "open", "open", "line"]


@on_lines()
async def test_a_caller_who_gives_up_before_the_session_begins(peer: Peer, stage: Stage) -> None:
    call = await peer.ring()
    await peer.hang_up(call)
    async with sessions(peer, stage) as take:
        record = await take(call)
    assert (record.ending, record.answered_at) == ("hung_up", None)


# Sessions; `test_conformance.py` has a hundred calls at once.
MANY = 15


@on_lines()
async def test_many_sessions_at_once(peer: Peer, stage: Stage) -> None:
    async with sessions(peer, stage) as take:

        async def whole() -> CallRecord:
            return await take(await peer.ring(["yes"]))

        records = await asyncio.gather(*(whole() for _ in range(MANY)))
    assert [record.ending for record in records] == ["completed"] * MANY
    assert rows(stage, "SELECT COUNT(*), SUM(rows) FROM callsheet_writes") == [(MANY, 1)], "the first one did it"


def tasks(stage: Stage) -> list[object]:
    """The state of each task, and what the handlers noted."""
    return [done for (done,) in rows(stage, "SELECT iif(id < 90, state, what) FROM tasks ORDER BY id")]


def rows(stage: Stage, sql: str) -> list[tuple[object, ...]]:
    """What the database holds."""
    with closing(sqlite3.connect(stage.database)) as connection:
        return connection.execute(sql).fetchall()
