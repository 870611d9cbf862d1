"""The log of a service: one line of JSON for each event, on standard error.

    {"time": "2026-11-22T15:00:00.123Z", "level": "info", "event": "call_ended", "call_id": "…", "ending": "completed"}

No line holds a number, a name or a word of a caller: event names and messages are constants of the engine, and of
another library's line only its logger, its place and the kind of its error are kept, because nobody knows what it
quotes. A line never waits for whoever reads it.
"""

import asyncio
import json
import logging
import os
import queue
import sys
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

from callsheet.diagnostics.visible import sentence

Level = Literal["debug", "info", "warning", "error"]
Field = None | bool | int | float | str | list[dict[str, str | int]]

LEVELS: Mapping[Level, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}
ROOT = "callsheet"
# Where loggers of the engine hang: their messages are constants. The second are those named after their modules.
OWN = (ROOT, "engine")
# What a record calls its event's fields.
FIELDS = "callsheet_fields"

# Lines. Whoever reads standard error may stand still; calls do not wait, and memory is bounded.
MOST_WAITING = 10_000
# At the end, what waits is written within this time or not at all.
FLUSH_SECONDS = 2.0

# The call that the task at hand works for: every line that comes out of it says so.
current_call: ContextVar[str] = ContextVar("current_call", default="")

_logger = logging.getLogger("callsheet.service")


def log(event: str, level: Level = "info", **fields: Field) -> None:
    """Tell an event. `fields` hold constants, counts, names out of scripts: nothing of a caller's."""
    _logger.log(LEVELS[level], event, extra={FIELDS: fields})


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line: dict[str, Field] = {"time": at, "level": record.levelname.lower()}
        own: dict[str, Field] | None = getattr(record, FIELDS, None)
        if own is not None:
            line["event"] = record.msg
            line |= {name: sentence(value) if isinstance(value, str) else value for name, value in own.items()}
        elif record.name.partition(".")[0] in OWN:
            line |= {"event": "message", "logger": record.name, "message": sentence(record.getMessage())}
        else:
            line |= {"event": "library", "logger": sentence(record.name), "place": f"{record.module}:{record.lineno}"}
            if record.exc_info and record.exc_info[0]:
                line["error"] = record.exc_info[0].__name__
        call_id = getattr(record, "call_id", "")
        if call_id and "call_id" not in line:
            line["call_id"] = sentence(call_id)
        return json.dumps(line, separators=(",", ":"))


class LogLines(logging.Handler):
    """Writes lines in a thread of its own; what finds no room in the queue is counted and dropped."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter())
        self._stream = stream
        self._waiting: queue.Queue[str | None] = queue.Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._write, name="callsheet log", daemon=True)
        self._thread.start()
        self.dropped = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Queue a line; never waits, and never raises."""
        record.call_id = current_call.get()
        try:
            self._waiting.put_nowait(self.format(record))
        except queue.Full:
            self.dropped += 1
        except Exception:  # noqa: BLE001 - a record that cannot be written must not end what it tells of
            self.dropped += 1

    def close(self) -> None:
        """Write what waits, as far as somebody reads it."""
        try:
            self._waiting.put(None, timeout=FLUSH_SECONDS)
            self._thread.join(FLUSH_SECONDS)
        except queue.Full:
            self.dropped += 1
        super().close()

    def _write(self) -> None:
        while (line := self._waiting.get()) is not None:
            try:
                _write_line(self._stream, line)
            except (OSError, ValueError):  # nobody reads it any more
                self.dropped += 1


def _write_line(stream: TextIO, line: str) -> None:
    """With one write, where it is a file: lines of several processes in one file stay whole."""
    try:
        descriptor = stream.fileno()
    except (AttributeError, OSError):  # a stream in memory
        stream.write(f"{line}\n")
        stream.flush()
        return
    left = f"{line}\n".encode()
    while left:
        left = left[os.write(descriptor, left) :]


@contextmanager
def lines_to(stream: TextIO) -> Iterator[LogLines]:
    """Send everything that is logged, warned of or thrown away unseen in this process to `stream`, as lines."""
    root, own = logging.getLogger(), [logging.getLogger(name) for name in OWN]
    levels = [logger.level for logger in own]
    before = (root.handlers[:], root.level, logging.raiseExceptions, warnings.showwarning)
    hooks = (sys.unraisablehook, threading.excepthook)
    lines = LogLines(stream)
    root.handlers[:] = [lines]
    root.setLevel(logging.WARNING)
    for logger in own:
        logger.setLevel(logging.INFO)
    logging.raiseExceptions = False
    warnings.showwarning = _warned
    sys.unraisablehook = lambda unseen: log("error_unseen", "error", error=_name(unseen.exc_type))
    threading.excepthook = lambda failed: log("thread_failed", "error", error=_name(failed.exc_type))
    try:
        yield lines
    finally:
        root.handlers[:], root_level, logging.raiseExceptions, warnings.showwarning = before
        root.setLevel(root_level)
        for logger, level in zip(own, levels, strict=True):
            logger.setLevel(level)
        sys.unraisablehook, threading.excepthook = hooks
        lines.close()


def handle_loop_errors(loop: asyncio.AbstractEventLoop) -> None:
    """What an event loop would print with a traceback becomes a line."""

    def handle(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        log("task_failed", "error", error=_name(type(error) if error else None))

    loop.set_exception_handler(handle)


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    log("warning", "warning", kind=category.__name__, place=f"{filename.rpartition('/')[2]}:{lineno}")


def _name(kind: type[BaseException] | None) -> str:
    return kind.__name__ if kind else "unknown"
