"""`callsheet serve` while two people talk whom it has connected: whatever becomes of the process, they talk on."""

import signal

import pytest

from tests.cli.conftest import Shell
from tests.cli.test_serve_calls import ANN, live, served
from tests.telcoflow.caller import Callee, Caller
from tests.telcoflow.placed import PlacedCall, State
from tests.telcoflow.server import TelcoflowServer
from tests.telcoflow.settings import ServerSettings

OFFICE = "+15550199"
# What is whispered takes half a minute, in which anything can happen to the process.
CONNECTING = f"""callsheet: 1
flow: connecting
language: en-US
contacts: {{office: callee}}
steps:
  - connect: office
    if_unanswered:
      - disconnect
  - whisper: {"A customer who has a question. " * 15}
  - leave
"""
TALKER = Caller(number=ANN, called=OFFICE, callees=(Callee(200),))


async def talk(server: TelcoflowServer) -> PlacedCall:
    """Two who talk, one of whom hears a whisper."""
    placed = server.place(TALKER)
    await placed.answered()
    assert placed.callee is not None
    await placed.callee.ear.sound()
    return placed


@pytest.fixture
def place(shell: Shell) -> Shell:
    """A folder with the script."""
    (shell.folder / "callsheet.db").touch()
    (shell.folder / "connecting.flow.yaml").write_text(CONNECTING)
    return shell


def test_whoever_ends_it_leaves_those_who_talk(place: Shell) -> None:
    async def work(server: TelcoflowServer) -> None:
        async with served(place, server, "--drain", "0", "connecting.flow.yaml") as serving:
            placed = await talk(server)
            assert await serving.end() == 0
        assert (placed.state, placed.ended_by) == (State.LEFT, "left")
        assert placed.recording.heard_ms() == 0
        assert not placed.noted("call.disconnect")

    live(work)
    assert place.rows("SELECT call_id, ending FROM callsheet_calls") == [("call-000001", "shut_down")]


def test_a_killed_process_cuts_nobody_off_and_neither_does_the_next_one(place: Shell) -> None:
    async def work(server: TelcoflowServer) -> None:
        async with served(place, server, "connecting.flow.yaml") as serving:
            placed = await talk(server)
            assert await serving.end(signal.SIGKILL) == -signal.SIGKILL
        assert (placed.state, placed.ended_by) == (State.LEFT, "voice_lost")
        async with served(place, server, "connecting.flow.yaml") as again:
            assert (await again.told("call_lost"))["call_id"] == placed.call_id
            assert (await again.told("call_refused"))["reason"] == "begun_before"
            assert await again.end() == 0
        assert placed.noted("call.close")
        assert placed.state is State.LEFT
        assert not placed.noted("call.disconnect")
        assert placed.recording.heard_ms() == 0

    live(work, ServerSettings(takes_agents_back=True))
    assert place.rows("SELECT call_id, ending, failure_kind FROM callsheet_calls") == [
        ("call-000001", "failed", "engine_died")
    ]
