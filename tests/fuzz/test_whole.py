"""Whole files from plausible and broken parts: `check` says what is wrong, and what it lets through can take a call."""

import asyncio
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callsheet.adapters.clock.virtual import VirtualClock, VirtualLoop
from callsheet.adapters.data.sqlite.create import create_database
from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.adapters.files.disk import Disk
from callsheet.checks.check import Checked
from callsheet.flow.machine import FlowMachine
from callsheet.flow.model import Flow
from callsheet.journal.writers import Kept
from callsheet.ports.line import Rung
from callsheet.ports.records import CallRecord
from callsheet.ports.telephony import CallInfo, Heard, KeyPress, Silence, Utterance
from callsheet.session.session import Session
from callsheet.session.world import World
from callsheet.testing.check import check_tests
from tests.calls.conftest import QUERIES, SAMPLE, SCHEMA, Voice
from tests.fuzz import parts, targets

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
PLACE = re.compile(r"TEXT|CONDITION|( *)(STEPS|DEEPER)")
TURNS: st.SearchStrategy[Heard] = st.one_of(
    st.sampled_from(["yes", "no", "later", "repeat that", "operator", "", "mumble"]).map(Utterance),
    st.sampled_from("0123*#").map(KeyPress),
    st.just(Silence()),
)
GONE = st.sampled_from(["", "", "", "listen 1", "listen 2", "Hello", "answer"])


@dataclass(frozen=True)
class Parts:
    """What a script is put together from."""

    steps: tuple[str, ...]
    texts: tuple[str, ...]
    conditions: tuple[str, ...]


ANY = Parts(parts.STEPS, parts.TEXTS, parts.CONDITIONS)
SOUND = Parts(parts.SOUND_STEPS, parts.SOUND_TEXTS, parts.SOUND_CONDITIONS)


@st.composite
def blocks(draw: st.DrawFn, of: Parts, indent: int, depth: int) -> str:
    """A list of steps, `indent` columns in."""
    many = draw(st.integers(0, 3 if depth else 5)) if depth < 4 else 0
    return "\n".join(draw(steps(of, indent, depth)) for _ in range(many)) or " " * indent + "[]"


@st.composite
def steps(draw: st.DrawFn, of: Parts, indent: int, depth: int) -> str:
    """One step, with steps in it."""

    def fill(found: re.Match[str]) -> str:
        match found[0]:
            case "TEXT":
                return draw(st.sampled_from(of.texts))
            case "CONDITION":
                return draw(st.sampled_from(of.conditions))
            case _:
                return draw(blocks(of, 8 if found[0] == "DEEPER" else 4, depth + 1))

    text = PLACE.sub(fill, draw(st.sampled_from(of.steps)))
    return "\n".join(" " * indent + line for line in text.split("\n"))


@st.composite
def scripts(draw: st.DrawFn) -> str:
    """A script that is mostly wrong."""
    tops = draw(st.lists(st.sampled_from(parts.TOPS), max_size=4, unique_by=lambda top: top.partition(":")[0]))
    tops = [PLACE.sub(lambda _: draw(st.sampled_from(parts.TEXTS)), top) for top in tops]
    begin, end = draw(st.sampled_from([("  - answer\n", "  - disconnect\n")] * 5 + [("", "")]))
    return _script(tops, begin, draw(blocks(ANY, 2, 0)), end, draw(blocks(ANY, 4, 3)))


@st.composite
def sound_scripts(draw: st.DrawFn) -> str:
    """A script without errors."""
    parts_of_section = Parts(("- say: TEXT", "- note: TEXT", "- pause: 1s"), SOUND.texts, SOUND.conditions)
    body, again = draw(blocks(SOUND, 2, 0)), draw(blocks(parts_of_section, 4, 3))
    return _script(list(parts.SOUND_TOPS), parts.SOUND_BEGIN, body, "  - disconnect\n", again)


def _script(tops: list[str], begin: str, body: str, end: str, again: str) -> str:
    steps = begin + ("" if body.strip() == "[]" else f"{body}\n") + end
    head = "callsheet: 1\nflow: fuzz\ndata: data.sql\n" + "".join(f"{top}\n" for top in tops)
    return f"{head}steps:\n{steps}sections:\n  again:\n{again}\n"


def take(flow: Flow, folder: Path, turns: list[Heard], gone_at: str) -> CallRecord:
    """A call of the script in virtual time; the caller hangs up when there is nothing left to say."""
    database = folder / "test.db"
    create_database(database, SCHEMA, SAMPLE)
    loop = VirtualLoop()
    clock = VirtualClock(loop, NOW)

    async def call() -> CallRecord:
        world = World(SqliteDatabase(database, clock), clock, Kept())
        info, rings = CallInfo("c-1", "inbound", "+15550100", ""), [Rung("answered", 3), Rung("unanswered", 20)] * 100
        line = Voice(info, [*turns, *[Silence()] * 200], gone_at=gone_at, rings=rings)
        try:
            return await Session(flow, FlowMachine(flow), line, world).run()
        finally:
            await world.database.close()

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return runner.run(call())


FILES = settings(suppress_health_check=list(HealthCheck))


@contextmanager
def written(text: str) -> Iterator[Path]:
    """A script in a file, with its queries and tables beside it."""
    with tempfile.TemporaryDirectory(prefix="callsheet-fuzz-") as name:
        path = Path(name) / "fuzz.flow.yaml"
        path.write_text(text)
        (path.parent / "data.sql").write_text(QUERIES)
        (path.parent / "schema.sql").write_text(SCHEMA)
        yield path


def checked_and_called(text: str, turns: list[Heard], gone_at: str) -> Checked:
    """What `check` says of a script; where it says nothing, a call of it comes to an end without a fault of ours."""
    with written(text) as path:
        checked = targets.whole(path)
        if checked.flow is not None:
            record = take(checked.flow, path.parent, turns, gone_at)
            assert record.failure_kind != "engine_fault"
            assert record.ending in ("completed", "hung_up", "failed", "limit_reached")
    return checked


@FILES
@given(text=scripts(), turns=st.lists(TURNS, max_size=6), gone_at=GONE)
def test_a_script_is_refused_with_words_or_takes_a_call(text: str, turns: list[Heard], gone_at: str) -> None:
    checked_and_called(text, turns, gone_at)


@FILES
@given(text=sound_scripts(), turns=st.lists(TURNS, max_size=6), gone_at=GONE)
def test_a_sound_script_takes_a_call(text: str, turns: list[Heard], gone_at: str) -> None:
    checked = checked_and_called(text, turns, gone_at)
    # Where a nickname was asked for already it is always there, and no condition any more: that is the one mistake.
    errors = [item for item in checked.diagnostics if item.code.severity == "error" and item.code.id != "CS228"]
    assert not errors


@FILES
@given(data=st.binary(max_size=200))
def test_bytes_as_a_script(data: bytes) -> None:
    targets.script(data)


@FILES
@given(pieces=st.lists(st.sampled_from(parts.SQL), max_size=12), ends=st.sampled_from(["\n", "\n\n", " ", "\r\n"]))
def test_sql(pieces: list[str], ends: str) -> None:
    targets.queries(ends.join(pieces).encode())
    targets.schema(ends.join(pieces).encode())


@FILES
@given(pieces=st.lists(st.sampled_from(parts.HTTP), max_size=16), ends=st.sampled_from(["\n", "\n\n", " ", "\r\n"]))
def test_http(pieces: list[str], ends: str) -> None:
    targets.requests(ends.join(pieces).encode())


@FILES
@given(pieces=st.lists(st.sampled_from([*parts.EXPRESSIONS, "|", "(", ")", "==", "if", "else", "'", "{{", "}}"])))
def test_expressions(pieces: list[str]) -> None:
    targets.expression(" ".join(pieces).encode())


@FILES
@given(pieces=st.lists(st.sampled_from(parts.TESTS), max_size=8))
def test_test_files(pieces: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="callsheet-fuzz-") as name:
        path = Path(name, "fuzz.test.yaml")
        path.write_text("\n".join(pieces))
        found = check_tests(path, path.name, {}, Disk.around([path])).diagnostics
        targets.look_at([item for item in found if item.file == path.name], targets.text_of(path.read_bytes()))


@pytest.mark.parametrize("text", parts.EXPRESSIONS)
def test_the_seeds_of_the_fuzzer(text: str) -> None:
    targets.expression(text.encode())
