"""The processes that models run in: what is done there, what comes of those that die, and that none is left behind."""

import asyncio
import logging
import os
import select
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.adapters.speech.offline.cores import Cores
from callsheet.adapters.speech.offline.processes import MOST_SECONDS, MOST_WAITING, Processes
from callsheet.ports.speech import SpeechFailed
from tests.unit.speech.conftest import InTime

# Longer than any test.
FOR_EVER = partial(time.sleep, 1000)


def processes(clock: VirtualClock, count: int = 1, politeness: int = 0) -> Processes:
    return Processes(clock, "test", count, politeness, bool)


DIES_ONCE = """
import os, pathlib, signal
if not pathlib.Path(first).exists():
    pathlib.Path(first).touch()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_work_is_done_elsewhere_and_ends_with_what_began_it(in_time: InTime[int]) -> None:
    async def work(clock: VirtualClock) -> int:
        some = processes(clock)
        elsewhere = await some.run(os.getpid)
        await some.close()
        with pytest.raises(SpeechFailed, match="closed"):
            await some.run(os.getpid)
        return elsewhere

    elsewhere = in_time(work)
    assert elsewhere != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(elsewhere, 0)


# Fails where another is at it.
ALONE = """
import os
os.close(os.open(place, os.O_CREAT | os.O_EXCL))
sum(range(1_000_000))
os.unlink(place)
"""


def test_what_shares_a_core_is_done_one_after_the_other(in_time: InTime[None], tmp_path: Path) -> None:
    async def work(clock: VirtualClock) -> None:
        cores = Cores(1)
        some, others = (Processes(clock, name, 2, 0, bool, cores) for name in ("words", "voice"))
        alone = partial(exec, ALONE, {"place": str(tmp_path / "somebody")})
        await asyncio.gather(*(each.run(alone) for _ in range(5) for each in (some, others)))
        await some.close()
        await others.close()

    in_time(work)


def test_a_loop_that_ends_leaves_no_process_behind(in_time: InTime[int]) -> None:
    async def work(clock: VirtualClock) -> int:
        return await processes(clock).run(os.getpid)

    with pytest.raises(ProcessLookupError):
        os.kill(in_time(work), 0)


def test_what_fails_tells_nothing_of_what_was_said(in_time: InTime[None], caplog: pytest.LogCaptureFixture) -> None:
    async def work(clock: VirtualClock) -> None:
        some = processes(clock)
        with pytest.raises(SpeechFailed) as raised:
            await some.run(partial(int, "my number is +15550100"))
        assert raised.value.message == "the offline test failed; see the log"
        assert raised.value.__cause__ is None
        await some.close()

    in_time(work)
    assert "ValueError" in caplog.text
    assert "number" not in caplog.text


def test_a_warning_comes_into_the_log_of_the_service(in_time: InTime[None], caplog: pytest.LogCaptureFixture) -> None:
    async def work(clock: VirtualClock) -> None:
        some = processes(clock)
        await some.run(partial(logging.getLogger("callsheet.speech").warning, "another file than the measured one"))
        await some.close()

    with caplog.at_level(logging.WARNING, "callsheet"):
        in_time(work)
    assert "another file than the measured one" in caplog.text


def test_work_whose_process_is_killed_is_done_by_the_next(in_time: InTime[None], tmp_path: Path) -> None:
    async def work(clock: VirtualClock) -> None:
        some = processes(clock)
        before = await some.run(os.getpid)
        others = [asyncio.ensure_future(some.run(os.getpid)) for _ in range(3)]
        await some.run(partial(exec, DIES_ONCE, {"first": str(tmp_path / "first")}))
        assert await some.run(os.getpid) != before
        assert len(await asyncio.gather(*others)) == 3
        await some.close()

    in_time(work)


def test_a_process_that_is_killed_at_rest_is_begun_anew(in_time: InTime[None]) -> None:
    async def work(clock: VirtualClock) -> None:
        some = processes(clock)
        before = await some.run(os.getpid)
        os.kill(before, signal.SIGKILL)
        assert await some.run(os.getpid) != before
        await some.close()

    in_time(work)


def test_work_that_kills_whoever_does_it_is_given_up_and_the_others_go_on(in_time: InTime[None]) -> None:
    async def work(clock: VirtualClock) -> None:
        some = processes(clock)
        with pytest.raises(SpeechFailed, match="again and again") as raised:
            await some.run(partial(os._exit, 3))
        assert raised.value.kind == "fault"
        assert await some.run(int) == 0
        await some.close()

    in_time(work)


def test_what_cannot_be_begun_is_not_waited_for(in_time: InTime[None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    async def work(clock: VirtualClock) -> None:
        some = processes(clock)
        with pytest.raises(SpeechFailed):
            await some.run(int)
        await some.close()

    in_time(work)


def test_too_much_to_do_is_refused(in_time: InTime[None]) -> None:
    async def work(clock: VirtualClock) -> None:
        some = processes(clock)
        waiting = [asyncio.ensure_future(some.run(bool)) for _ in range(MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(SpeechFailed, match="more to do") as raised:
            await some.run(int)
        assert raised.value.kind == "busy"
        assert not any(await asyncio.gather(*waiting))
        assert await some.run(int) == 0
        await some.close()

    in_time(work)


def test_what_nobody_waits_for_is_not_begun(in_time: InTime[None], tmp_path: Path) -> None:
    async def work(clock: VirtualClock) -> None:
        some = processes(clock)
        first = asyncio.ensure_future(some.run(int))
        given_up = asyncio.ensure_future(some.run((tmp_path / "begun").touch))
        await asyncio.sleep(0)
        given_up.cancel()
        assert await first == await some.run(int) == 0
        assert not (tmp_path / "begun").exists()
        await some.close()

    in_time(work)


def test_work_that_hangs_is_given_up_and_its_process_replaced(
    in_time: InTime[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(clock: VirtualClock) -> None:
        some = processes(clock)
        before = await some.run(os.getpid)
        monkeypatch.setattr("callsheet.adapters.speech.offline.processes.MOST_SECONDS", MOST_SECONDS / 1000)
        with pytest.raises(SpeechFailed, match="took too long") as raised:
            await some.run(FOR_EVER)
        assert raised.value.kind == "timeout"
        monkeypatch.undo()
        assert await some.run(os.getpid) != before
        await some.close()

    in_time(work)


def test_inference_is_politer_than_the_audio(in_time: InTime[None]) -> None:
    async def work(clock: VirtualClock) -> None:
        before = os.nice(0)
        some = processes(clock, politeness=2)
        assert await some.run(partial(os.nice, 0)) == min(before + 2, 19)
        await some.close()

    in_time(work)


def test_signals_that_end_the_service_do_not_end_what_its_calls_are_heard_with(in_time: InTime[None]) -> None:
    async def work(clock: VirtualClock) -> None:
        some = processes(clock)
        process = await some.run(os.getpid)
        for ending in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            os.kill(process, ending)
        assert await some.run(os.getpid) == process
        await some.close()

    in_time(work)


SERVICE = """
import asyncio, os, sys
from callsheet.adapters.clock.system import SystemClock
from callsheet.adapters.speech.offline.processes import Processes

async def main():
    print(await Processes(SystemClock(), "test", 1, 0, bool).run(os.getpid), flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="this system tells the end of its own children only")
def test_a_service_that_is_killed_leaves_no_process_behind() -> None:
    with subprocess.Popen([sys.executable, "-c", SERVICE], stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout
        process = os.pidfd_open(int(service.stdout.readline()))
        service.kill()
    ended, _, _ = select.select([process], [], [], MOST_SECONDS)
    os.close(process)
    assert ended
