"""The files of the models, and the threads they run in."""

import asyncio
import logging
import os
import threading
from pathlib import Path

import pytest

from engine.adapters.clock.virtual import VirtualClock
from engine.adapters.speech.offline import models
from engine.adapters.speech.offline.models import MEASURED, SpeechMissing, find_model
from engine.adapters.speech.offline.threads import MOST_SECONDS, MOST_WAITING, Threads
from engine.ports.speech import SpeechFailed
from tests.unit.speech.conftest import InTime


@pytest.mark.parametrize("name", MEASURED)
def test_the_locked_packages_hold_what_was_measured(name: str, caplog: pytest.LogCaptureFixture) -> None:
    assert find_model(name).is_file()
    assert not caplog.records


def test_another_file_is_used_with_a_warning(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    name = next(iter(MEASURED))
    monkeypatch.setitem(models.MEASURED, name, "0" * 64)
    with caplog.at_level(logging.WARNING, "callsheet"):
        assert find_model(name).is_file()
    assert name in caplog.text


def test_a_package_without_its_model_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "voiceless").mkdir()
    (tmp_path / "voiceless" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("voiceless/model.onnx", "not_there/model.onnx"):
        with pytest.raises(SpeechMissing, match=r"pip install 'callsheet\[speech\]'"):
            find_model(name)


def test_what_fails_tells_nothing_of_what_was_said(in_time: InTime[None], caplog: pytest.LogCaptureFixture) -> None:
    async def work(clock: VirtualClock) -> None:
        threads = Threads(clock, "test", 1)
        with pytest.raises(SpeechFailed) as raised:
            await threads.run(lambda: int("my number is +15550100"))
        assert raised.value.message == "the offline test failed; see the log"
        assert raised.value.__cause__ is None
        threads.close()

    in_time(work)
    assert "ValueError" in caplog.text
    assert "number" not in caplog.text


def test_too_much_to_do_is_refused(in_time: InTime[None]) -> None:
    async def work(clock: VirtualClock) -> None:
        threads = Threads(clock, "test", 1)
        open_now = threading.Event()
        waiting = [asyncio.ensure_future(threads.run(open_now.wait)) for _ in range(MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(SpeechFailed, match="more to do") as raised:
            await threads.run(int)
        assert raised.value.kind == "busy"
        open_now.set()
        assert all(await asyncio.gather(*waiting))
        assert await threads.run(int) == 0
        threads.close()

    in_time(work)


def test_work_that_hangs_is_given_up(in_time: InTime[None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.adapters.speech.offline.threads.MOST_SECONDS", MOST_SECONDS / 1000)

    async def work(clock: VirtualClock) -> None:
        threads = Threads(clock, "test", 1)
        open_now = threading.Event()
        with pytest.raises(SpeechFailed, match="took too long") as raised:
            await threads.run(open_now.wait)
        assert raised.value.kind == "timeout"
        open_now.set()
        threads.close()

    in_time(work)


@pytest.mark.skipif(not hasattr(os, "setpriority"), reason="this system has no priorities")
def test_inference_is_politer_than_the_audio(in_time: InTime[None]) -> None:
    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    async def work(clock: VirtualClock) -> None:
        before = niceness()
        threads = Threads(clock, "test", 1, politeness=2)
        assert await threads.run(niceness) == min(before + 2, 19)
        assert niceness() == before
        threads.close()

    in_time(work)
