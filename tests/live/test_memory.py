"""A long call needs no more memory than a short one, whatever the caller and the platform send."""

import asyncio
import gc
import tracemalloc
from pathlib import Path

from tests.lines.voices import noise, silence
from tests.live.evening import Evening, spend
from tests.live.judge import judge
from tests.telcoflow import wire
from tests.telcoflow.caller import Caller
from tests.telcoflow.settings import ServerSettings

TESTS = str(Path(__file__).parents[1] / "*")
# Virtual seconds of the call between which memory may not grow, and by how many bytes it may all the same: the journal
# has grown by some lines, and queues are not always equally full.
FROM_SECONDS, TO_SECONDS = 6.0, 18.0
GROWTH = 75_000
# Frames that come beside the usual ones, each 20 ms.
FLOOD = (
    wire.data("buffer_request", requested_bytes=320, channelId=1),
    wire.data("call_event", event="call.error", error_code="TTS_SESSION_ERROR"),
    wire.data("command_response", command_id="?", success=True),
    b"\1" + noise(20),
    b"\0\1\2",
)


FLOODS = ServerSettings(pull_mode="blind", pull_ms=20, inbound_odd=True)


def memory() -> int:
    """Bytes that are not the tests' own."""
    gc.collect()
    snapshot = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(False, TESTS), OWN])
    return sum(statistic.size for statistic in snapshot.statistics("filename"))


OWN = tracemalloc.Filter(False, tracemalloc.__file__)


def test_a_long_call() -> None:
    used: list[int] = []

    async def during(evening: Evening) -> None:
        [guest] = evening.guests
        for until in (FROM_SECONDS, TO_SECONDS):
            while guest.placed.ms() < until * 1000:
                for frame in FLOOD:
                    guest.placed.send(frame)
                await asyncio.sleep(0.02)
            used.append(memory())
        guest.placed.hang_up()

    tracemalloc.start()
    try:
        judge(spend([Caller(background=noise(900) + silence(200))], settings=FLOODS, during=during))
    finally:
        tracemalloc.stop()
    before, after = used
    assert after - before < GROWTH
