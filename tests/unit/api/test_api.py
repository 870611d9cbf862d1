"""The names that programs use: each is there when it is asked for, and nothing before."""

import asyncio
import io
import subprocess
import sys
from pathlib import Path

import pytest

import callsheet
from tests.alone import Alone
from tests.elsewhere.server import other_system
from tests.service.conftest import GREETING

REPOSITORY = Path(__file__).parents[3]
EXAMPLE = REPOSITORY / "flows" / "interactive_notifications.flow.yaml"
ASKING = """callsheet: 1
flow: asking
language: en-US
requests: office.http
steps:
  - answer
  - request: order
    with: {number: 7}
    as: order
  - say: Until {{ order.minutes }} minutes past.
  - message: Order {{ order.name }}.
  - record: Please speak.
    as: message
    if_none:
      - disconnect
  - transcribe: message
    as: words
  - say: You said {{ words }}.
  - disconnect
"""
OFFICE = """### order(number)
# An order.
# gives: minutes INTEGER, name TEXT
GET {{ $URL }}/ok?number={{ number }}
"""
TEST = "flow: a.flow.yaml\ntests:\n  - name: it ends\n    call:\n      - hears: Hello.\n      - ends: completed\n"


class Listener(Alone):
    """A line on which nobody says anything."""

    def __init__(self) -> None:
        self.info = callsheet.CallInfo("c-1", "inbound", "+15550100", "+15550199")
        self.heard: list[str] = []

    async def answer(self) -> None:
        """Pick up."""

    async def say(
        self,
        text: str,
        interruptions: callsheet.Interruptions | None = None,
        before: callsheet.Listening | None = None,
        sound: bytes | None = None,
    ) -> callsheet.Spoken:
        """Note what is said."""
        self.heard.append(text)
        return callsheet.Spoken(heard_ms=10, length_ms=10)

    async def listen(self, listening: callsheet.Listening) -> callsheet.Heard:
        """Nothing."""
        return callsheet.Silence()

    async def key(self, within_seconds: float) -> callsheet.KeyPress | None:
        """None is pressed."""
        return None

    async def pause(self, seconds: float) -> None:
        """At once."""

    async def record(self, listening: callsheet.Listening, sink: callsheet.SoundSink, *, beep: bool) -> None:
        """Nothing is said."""

    def record_call(self, sink: callsheet.SoundSink | None) -> None:
        """Nothing is heard."""

    async def hang_up(self) -> None:
        """Let go."""

    def prepare(self, text: str) -> None:
        """Not here."""


class Speaker(Listener):
    """One on which somebody leaves a message."""

    async def record(self, listening: callsheet.Listening, sink: callsheet.SoundSink, *, beep: bool) -> None:
        """Two seconds of it."""
        sink.add(bytes(2 * 16_000))
        sink.add_speech(2.0)


class Sent:
    """A messenger, and a transcriber, of a program's own."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, str, str]] = []

    async def send(self, key: str, to: str, text: str, by: str) -> None:
        """Note it."""
        self.messages.append((to, text, by))

    async def words(self, file: str, language: str) -> str:
        """The same of every recording."""
        return f"this in {language}"


def take(flow: callsheet.Flow, **given: object) -> tuple[callsheet.CallRecord, list[str]]:
    line = Listener()
    return asyncio.run(callsheet.take_call(flow, line, **given)), line.heard  # type: ignore[arg-type]  # as it comes


def test_importing_the_package_imports_nothing_else() -> None:
    program = "import sys; before = set(sys.modules); import callsheet; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["callsheet"]


def test_every_name_is_there_and_no_other() -> None:
    namespace: dict[str, object] = {}
    exec("from callsheet import *", namespace)  # noqa: S102 - what a program may write
    assert set(callsheet.api.__all__) < set(namespace)
    with pytest.raises(AttributeError, match="has no attribute 'check_paths'"):
        callsheet.check_paths  # noqa: B018 - it is misspelt


def test_files_of_every_kind_are_checked(tmp_path: Path) -> None:
    files = {"a.flow.yaml": GREETING, "a.test.yaml": TEST, "callsheet.numbers.yaml": "otherwise: a.flow.yaml\n"}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
        assert callsheet.check_path(tmp_path / name) == ()
    wrong = {"a.flow.yaml": "say:", "a.test.yaml": "hears:", "callsheet.numbers.yaml": "otherwise:"}
    for name, key in wrong.items():
        (found,) = callsheet.check_text(files[name].replace(key, f"x{key}", 1), tmp_path / name)
        assert found.file == str(tmp_path / name)
    assert [each.code.id for each in callsheet.check_path(tmp_path / "none.flow.yaml")] == ["CS001"]


def test_unsaved_sql_is_checked_with_its_script(tmp_path: Path) -> None:
    assert callsheet.check_path(EXAMPLE) == ()
    schema = EXAMPLE.parent / "data" / "schema.sql"
    found = callsheet.check_path(EXAMPLE, overlays={schema: schema.read_text().replace("customers", "people")})
    assert found
    assert {Path(each.file).parent for each in found} == {schema.parent}


def test_a_script_with_an_error_has_no_flow(tmp_path: Path) -> None:
    wrong = callsheet.compile_script("a.flow.yaml", overlays={"a.flow.yaml": GREETING.replace("disconnect", "nothing")})
    assert wrong.flow is None
    assert wrong.diagnostics


def test_a_call_is_taken_and_its_journal_read_back(tmp_path: Path) -> None:
    flow = callsheet.compile_script("a.flow.yaml", overlays={"a.flow.yaml": GREETING}).flow
    assert flow is not None
    stream = io.StringIO()
    record, heard = take(flow, journal=callsheet.JsonLines(stream))
    assert (record.ending, heard) == ("completed", ["Hello."])
    (tmp_path / "calls.jsonl").write_text(stream.getvalue() + '{"event": "vis')
    events = [entry.event for entry in callsheet.read_journal(tmp_path / "calls.jsonl")]
    assert (events[0], events[-1]) == ("call_started", "call_ended")
    with pytest.raises(FileNotFoundError):
        list(callsheet.read_journal(tmp_path / "none.jsonl"))


def test_a_call_has_the_database_that_it_is_given(tmp_path: Path) -> None:
    from callsheet.dialects import DIALECT

    checked = callsheet.compile_script(EXAMPLE)
    assert checked.flow is not None
    assert checked.library is not None
    assert checked.library.schema is not None
    DIALECT.create(tmp_path / "calls.db", checked.library.schema.text, "")
    record, heard = take(checked.flow, database=tmp_path / "calls.db")
    assert record.failure_kind == ""
    assert heard
    without, heard = take(checked.flow)
    assert (without.failure_kind, heard) == (
        "database_missing",
        ["Sorry, we have a technical problem. Please call the office. Goodbye."],
    )


def test_a_call_reaches_other_systems_with_what_it_is_given(tmp_path: Path) -> None:
    checked = callsheet.compile_script("a.flow.yaml", overlays={"a.flow.yaml": ASKING, "office.http": OFFICE})
    assert checked.flow is not None, checked.diagnostics
    flow, line, sent = checked.flow, Speaker(), Sent()

    async def taken() -> tuple[callsheet.CallRecord, list[str]]:
        async with other_system() as system:
            http = callsheet.open_http({"URL": system.address}, local=True)
            try:
                record = await callsheet.take_call(
                    flow, line, recordings=tmp_path, transcriber=sent, http=http, messenger=sent
                )
            finally:
                await http.close()
        return record, system.lines

    record, lines = asyncio.run(taken())
    assert record.ending == "completed"
    assert lines == ["GET /ok?number=7 HTTP/1.1"]
    assert sent.messages == [("+15550100", "Order Ann.", "sms")]
    assert line.heard == ["Until 12 minutes past.", "Please speak.", "You said this in en-US."]
    assert take(flow)[0].failure_kind == "request_unreachable"
    with pytest.raises(ValueError, match="'everywhere'"):
        callsheet.open_http({}, networks=["everywhere"])
