"""The log: one line of JSON an event, whoever tells it, and nothing of a caller's."""

import asyncio
import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from callsheet.service import logs
from callsheet.service.logs import current_call, handle_loop_errors, lines_to, log

WORDS = "+15550100 said yes"


@contextmanager
def told() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What was written, once the log is closed."""
    stream = io.StringIO()
    with lines_to(stream):
        yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_line() -> None:
    with told() as lines:
        log("call_ended", "warning", call_id="c-1", ending="completed", took_ms=12)
    (line,) = lines()
    assert line.pop("time").endswith("Z")
    expected = {"level": "warning", "event": "call_ended", "call_id": "c-1", "ending": "completed", "took_ms": 12}
    assert line == expected


def test_what_the_engine_logs_while_it_works_for_a_call_names_the_call() -> None:
    async def one(call_id: str) -> None:
        current_call.set(call_id)
        logging.getLogger("callsheet.session").warning("the end of call %s is not noted", call_id)
        await asyncio.to_thread(log, "in_a_thread")

    async def both() -> None:
        await asyncio.gather(*(asyncio.ensure_future(one(call_id)) for call_id in ("c-1", "c-2")))

    with told() as lines:
        asyncio.run(both())
        log("outside")
    by_call = [(line["event"], line.get("call_id"), line.get("message")) for line in lines()]
    assert sorted(by_call, key=str) == sorted(
        [
            *(("message", call_id, f"the end of call {call_id} is not noted") for call_id in ("c-1", "c-2")),
            *(("in_a_thread", call_id, None) for call_id in ("c-1", "c-2")),
            ("outside", None, None),
        ],
        key=str,
    )


def test_what_libraries_say_is_told_without_their_words() -> None:
    library = logging.getLogger("some.library")
    with told() as lines:
        library.warning("the caller %s", WORDS)
        library.info(WORDS)
        library.error(f"{WORDS} failed", exc_info=ValueError(WORDS))
        warnings.showwarning(WORDS, UserWarning, __file__, 1)  # what an unfiltered warning comes to
    seen = [(line["level"], line["event"], line.get("logger"), line.get("error"), line.get("kind")) for line in lines()]
    assert seen == [
        ("warning", "library", "some.library", None, None),
        ("error", "library", "some.library", "ValueError", None),
        ("warning", "warning", None, None, "UserWarning"),
    ]
    assert all(line["place"].startswith("test_logs") for line in lines())


def test_what_nobody_catches_is_a_line_and_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise KeyError(WORDS)

    async def forgotten() -> None:
        handle_loop_errors(asyncio.get_running_loop())
        asyncio.get_running_loop().call_soon(fail)
        await asyncio.sleep(0)

    with told() as lines:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        asyncio.run(forgotten())
    assert [(line["event"], line["error"]) for line in lines()] == [
        ("thread_failed", "KeyError"),
        ("task_failed", "KeyError"),
    ]
    assert capsys.readouterr() == ("", "")


def test_a_line_stays_a_line_whatever_is_in_it() -> None:
    with told() as lines:
        log("refused", file="a\nb\x1b[2J\u202e\ud800", text="x" * 5000)
    (line,) = lines()
    assert line["file"] == "a\\nb\\x1b[2J\\u202e\\ud800"
    assert len(line["text"]) <= 1000


class Stuck(io.StringIO):
    """Somebody reads the log who has stopped reading."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()

    def write(self, text: str) -> int:
        self.go_on.wait()
        return super().write(text)


def test_a_reader_that_stands_still_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MOST_WAITING", 10)
    monkeypatch.setattr(logs, "FLUSH_SECONDS", 0.01)
    stream = Stuck()
    with lines_to(stream) as lines:
        for _ in range(100):
            log("event")
        assert lines.dropped >= 88
    stream.go_on.set()


def test_a_reader_that_has_gone_is_no_trouble() -> None:
    stream = io.StringIO()
    stream.close()
    with lines_to(stream):
        log("event")


def test_everything_is_as_before_afterwards() -> None:
    root = logging.getLogger()
    before = (root.handlers[:], root.level, sys.unraisablehook, threading.excepthook, warnings.showwarning)
    with told():
        assert root.handlers != before[0]
    assert (root.handlers, root.level, sys.unraisablehook, threading.excepthook, warnings.showwarning) == before
