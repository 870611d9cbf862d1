"""The sockets of a call are cut, at every frame and at every moment; the platform announces the call again."""

import asyncio
from dataclasses import replace

import pytest

from tests.live.evening import Evening, spend
from tests.live.judge import judge
from tests.live.scripts import handled
from tests.live.sweeps import COARSE_MS, MAIN_PATH, MAIN_PATH_MS, STEP_MS, WITNESS, moments
from tests.telcoflow.caller import Caller
from tests.telcoflow.settings import ServerSettings

# Frames of audio that the main path sends, and between two of which the socket is cut with the shipped script.
FRAMES, FRAME_STEP = 330, 17
# Looks, half a millisecond apart, at how far a call's beginning has come.
PASSES = 200
LOST_OR_DONE = {"failed", "completed"}


def lost_lines(evening: Evening) -> None:
    """Whoever was cut has a call that failed for its line; the witness, who is the last, has heard everything."""
    records = judge(evening, endings=LOST_OR_DONE)
    assert records[-1].ending == "completed"
    assert {record.failure_kind for record in records if record.ending == "failed"} <= {"line"}


@pytest.mark.parametrize("script", ["shipped", "handled"])
def test_the_voice_connection_is_cut_after_every_so_many_frames_of_ours(script: str) -> None:
    step = FRAME_STEP if script == "shipped" else 2 * FRAME_STEP
    cut = [Caller(MAIN_PATH, end_after_frames=frames) for frames in range(1, FRAMES, step)]
    lost_lines(spend([*cut, WITNESS], flow=handled() if script == "handled" else None))


@pytest.mark.parametrize("after_ms", [0, 107])
def test_the_voice_connection_is_cut_at_every_moment(after_ms: int) -> None:
    """`after_ms`: just behind a frame of theirs, and between two of them."""
    at = moments(MAIN_PATH_MS, 3 * STEP_MS, after_ms)

    async def cut(evening: Evening) -> None:
        for guest, ms in zip(evening.guests, at, strict=False):
            asyncio.get_running_loop().call_later(ms / 1000, guest.placed.cut_voice)

    lost_lines(spend([*(Caller(MAIN_PATH) for _ in at), WITNESS], during=cut))


@pytest.mark.parametrize("down_ms", [0, 3000])
@pytest.mark.parametrize("announced", ["again, with a call", "again", "never"])
def test_the_control_connection_is_cut_at_every_moment(down_ms: int, announced: str) -> None:
    """Calls that are there go on; those that begin meanwhile come late."""
    settings = ServerSettings(
        resume_after_reconnect=announced != "never", resume_sends_call_in=announced == "again, with a call"
    )

    async def cut(evening: Evening) -> None:
        for _ in moments(MAIN_PATH_MS, COARSE_MS):
            evening.server.cut_control(down_ms)
            await asyncio.sleep(COARSE_MS / 1000)

    records = judge(spend([WITNESS] * 3, settings=settings, during=cut), endings={"completed"})
    assert len(records) == 3


@pytest.mark.parametrize("ms", [0, 5, 20, 100])
def test_the_control_connection_is_cut_while_a_call_is_taken(ms: int) -> None:
    """Every caller is answered at last, each by one script."""

    async def cut(evening: Evening) -> None:
        for step in range(8):
            evening.dial(WITNESS)
            await asyncio.sleep((ms + step) / 1000)
            evening.server.cut_control()
            await asyncio.sleep(3)

    records = judge(spend([], during=cut), endings={"completed"})
    assert len(records) == 8


def test_the_control_connection_is_cut_after_every_frame() -> None:
    """Also between those that make up one call's beginning."""
    records = 0
    for frames in range(1, 9):

        async def cut(evening: Evening, frames: int = frames) -> None:
            seen = len(evening.server.control.requests)
            evening.dial(WITNESS)
            for _ in range(PASSES):
                if len(evening.server.control.requests) < seen + frames:
                    await asyncio.sleep(0.0005)
            evening.server.cut_control()

        records += len(judge(spend([], during=cut), endings={"completed"}))
    assert records == 8


def test_both_are_cut_at_once() -> None:
    at = moments(MAIN_PATH_MS, COARSE_MS)

    async def cut(evening: Evening) -> None:
        for guest, _ in zip(evening.guests, at, strict=False):
            guest.placed.cut_voice()
            evening.server.cut_control()
            await asyncio.sleep(COARSE_MS / 1000)

    lost_lines(spend([*(Caller(MAIN_PATH) for _ in at), WITNESS], during=cut))


def test_nobody_can_be_reached_for_long() -> None:
    """The platform is away for a minute in the midst of calls, and whoever rings then is answered when it is back."""

    async def cut(evening: Evening) -> None:
        await asyncio.sleep(2)
        evening.server.cut_control(60_000)
        await asyncio.sleep(30)
        evening.dial(replace(WITNESS, ringing=()))

    settings = ServerSettings(ring_ms=120_000)
    records = judge(spend([WITNESS] * 2, settings=settings, during=cut, lasts_seconds=200), endings={"completed"})
    assert len(records) == 3
