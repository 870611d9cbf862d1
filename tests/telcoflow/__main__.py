"""Runs the platform by itself, in real time, with callers: `python -m tests.telcoflow --calls 50 prompt say=yes.wav`.

Prints one line of JSON with its address, waits for an agent, places the calls, and prints a report as JSON.
"""

import argparse
import asyncio
import contextlib
import json
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path

from tests.telcoflow.caller import Caller
from tests.telcoflow.plan import Planned, caller_of, read_plan
from tests.telcoflow.report import CallReport, report, summary
from tests.telcoflow.scenario import HELP, NotUnderstood
from tests.telcoflow.server import TelcoflowServer
from tests.telcoflow.settings import ServerSettings

# A call that is over is kept so long for an agent that asks after it.
KEEP_SECONDS = 2.0


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.telcoflow", epilog=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("actions", nargs="*", metavar="ACTION")
    parser.add_argument("--calls", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=0, help="no more than so many at a time (default: all)")
    parser.add_argument("--spacing-ms", type=int, default=0, help="from one dialling to the next")
    parser.add_argument("--delay-ms", type=int, default=0, help="from the agent's coming to the first dialling")
    parser.add_argument("--rest-ms", type=int, default=0, help="from the end of a call to one in its place")
    parser.add_argument("--plan", type=Path, help="a file of callers who differ (tests/telcoflow/plan.py)")
    parser.add_argument("--number", default="+1555{:07}", help="of the callers; {} is which one it is, from 1")
    parser.add_argument("--called", default="+15559999")
    parser.add_argument("--hang-up-at-ms", type=int, help="after the dialling, whatever else goes on")
    parser.add_argument("--rate", type=int, default=8000, help="of the files, in Hz, and of the agent")
    parser.add_argument("--recordings", type=Path, help="a folder for what each caller heard")
    parser.add_argument("--report", type=Path, help="a file for the report (default: standard output)")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the platform")
    return parser.parse_args(words)


def settings(assignments: list[str]) -> ServerSettings:
    """The platform's settings, by their names. Raises `NotUnderstood`."""
    known = {field.name: field.default for field in fields(ServerSettings)}
    given: dict[str, object] = {}
    for assignment in assignments:
        name, _, value = assignment.partition("=")
        default = known.get(name)
        if isinstance(default, bool) and value in ("true", "false"):
            given[name] = value == "true"
        elif isinstance(default, int) and not isinstance(default, bool) and value.isdecimal():
            given[name] = int(value)
        elif isinstance(default, str):
            given[name] = value
        else:
            raise NotUnderstood(f"{assignment}: no setting, or no value of it")
    return ServerSettings(**given)  # type: ignore[arg-type]  # the fields' own types, by name


def plan_of(options: argparse.Namespace) -> list[Planned]:
    """Who is going to call."""
    if options.plan:
        return read_plan(options.plan)
    return [
        Planned(
            options.number.format(number),
            options.called,
            (number - 1) * options.spacing_ms,
            tuple(options.actions),
            options.hang_up_at_ms,
        )
        for number in range(1, options.calls + 1)
    ]


async def calls(server: TelcoflowServer, options: argparse.Namespace, reports: list[CallReport]) -> None:
    """Place all calls; returns when they are over."""
    plan = plan_of(options)
    callers = [caller_of(one, options.rate) for one in plan]
    at_once = asyncio.Semaphore(options.at_once or len(plan))
    clock = asyncio.get_running_loop().time

    async def one(caller: Caller) -> None:
        placed_at = clock()
        call = server.place(caller)
        await call.ended()
        reports.append(report(call, placed_at))
        if options.recordings:
            await asyncio.to_thread(call.recording.write_wav, options.recordings / f"{call.call_id}.wav")
        await asyncio.sleep(options.rest_ms / 1000)
        at_once.release()
        await asyncio.sleep(KEEP_SECONDS)
        server.forget(call)

    async with asyncio.TaskGroup() as group:
        began = clock()
        for caller, each in zip(callers, plan, strict=True):
            await asyncio.sleep(max(0.0, began + each.at_ms / 1000 - clock()))
            await at_once.acquire()
            group.create_task(one(caller))


async def run(options: argparse.Namespace) -> dict[str, object]:
    """The platform, from its address to its report; an interrupt ends it early, with a report."""
    reports: list[CallReport] = []
    for each in plan_of(options):
        caller_of(each, options.rate)
    async with TelcoflowServer(settings(options.set), port=options.port) as server:
        print(json.dumps({"url": server.url}), flush=True)
        main = asyncio.current_task()
        assert main is not None
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, main.cancel)
        began = time.monotonic()
        with contextlib.suppress(asyncio.CancelledError):
            await server.agent()
            await asyncio.sleep(options.delay_ms / 1000)
            began = time.monotonic()
            await calls(server, options, reports)
        return {
            "seconds": round(time.monotonic() - began, 3),
            "summary": summary(reports),
            "worst_tick_late_ms": server.ticker.worst_late_ms,
            "ticks": server.ticker.ticks,
            "late_ticks": server.ticker.late_ticks,
            "faults": server.faults,
            "calls": [asdict(one) for one in reports],
        }


def main() -> int:
    options = arguments()
    try:
        if options.recordings:
            options.recordings.mkdir(parents=True, exist_ok=True)
        found = json.dumps(asyncio.run(run(options)))
    except (NotUnderstood, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    if options.report:
        options.report.write_text(found + "\n")
    else:
        print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
