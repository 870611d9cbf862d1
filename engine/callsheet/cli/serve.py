"""`callsheet serve`: scripts take real calls, until somebody ends it."""

import argparse
import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from callsheet.adapters.files.reach import NUMBERS_FILE
from callsheet.cli.ages import age
from callsheet.cli.complaints import complain
from callsheet.cli.databases import sweep_up
from callsheet.cli.journals import taken_by
from callsheet.service.providers import LINES, NotServed, providers_of
from callsheet.source.file_lines import Lines

if TYPE_CHECKING:
    from argparse import _SubParsersAction
    from asyncio import AbstractEventLoop
    from collections.abc import Callable, Sequence

    from callsheet.diagnostics.diagnostic import Diagnostic
    from callsheet.service.operation import Operation
    from callsheet.service.providers import Providers
    from callsheet.service.scripts import Scripts

# Where other programs of this kind listen.
PORT = 9464
MOST_PORT = 65535
# Calls at once. What two cores understand and speak; beyond that everybody's prompts would stutter.
MOST_CALLS = 100
# More calls than one process can speak and listen to, whatever the machine.
MOST_CALLS_ALLOWED = 10_000
DRAIN_SECONDS = 10.0
# The ledger tells what happened to a call that somebody asks about; after a month nobody does.
KEEP = "30d"
# A call lasts ten minutes where its script says nothing else.
MOST_DRAIN_SECONDS = 3600.0


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "serve",
        help="take real calls",
        description=f"Take calls until it is ended. {NUMBERS_FILE} says which script answers which number; without it"
        " one FLOW answers all. New versions of scripts are taken for new calls. SIGTERM, SIGINT: take no new calls,"
        " let those that are there end, and stop; a second time: at once. SIGHUP: reopen the journal. Standard error"
        " gets one line of JSON for each event.",
    )
    parser.add_argument("flows", nargs="*", metavar="FLOW", type=Path, help="the script")
    parser.add_argument("--line", choices=sorted(LINES), required=True, help="who carries the calls")
    parser.add_argument(
        "--database", type=Path, required=True, metavar="PATH", help="the database, a file; it must be there already"
    )
    parser.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help=f"which script answers which number (default: {NUMBERS_FILE}, where there is one)",
    )
    parser.add_argument(
        "--journal",
        type=Path,
        metavar="FILE",
        help="append the calls' journal there, as JSON lines (default: beside the database; calls.journal.jsonl beside"
        " calls.db)",
    )
    parser.add_argument("--redact", action="store_true", help="leave numbers, words and values out of the journal")
    parser.add_argument(
        "--keep",
        type=age,
        default=KEEP,
        metavar="AGE",
        help=f"how long the database's ledger keeps calls that have ended (default: {KEEP})",
    )
    parser.add_argument(
        "--recordings",
        type=Path,
        metavar="FOLDER",
        help="keep what record and record_call record there; without it no script is served that records",
    )
    parser.add_argument(
        "--messages",
        type=Path,
        metavar="FILE",
        help="the .http file whose request message(to, text)! sends written messages",
    )
    parser.add_argument(
        "--allow-network",
        action="append",
        default=[],
        metavar="NETWORK",
        help="a private network that requests may go to, like 10.1.0.0/16; may be written several times",
    )
    parser.add_argument(
        "--max-calls",
        type=_calls,
        default=MOST_CALLS,
        metavar="N",
        help=f"calls at once; more are turned away (default: {MOST_CALLS})",
    )
    parser.add_argument(
        "--drain",
        type=_seconds,
        default=DRAIN_SECONDS,
        metavar="SECONDS",
        help=f"how long calls may go on when it ends (default: {DRAIN_SECONDS:g})",
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=PORT,
        metavar="N",
        help=f"where /healthz, /readyz and /metrics are, on this machine only (default: {PORT}; 0: any free port)",
    )
    parser.set_defaults(execute=execute)


def _calls(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_CALLS_ALLOWED:
        raise argparse.ArgumentTypeError(f"{text} is no number from 1 to {MOST_CALLS_ALLOWED:,}")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is no port: 1 to {MOST_PORT}, or 0 for any free one")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text.removesuffix("s"))
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= MOST_DRAIN_SECONDS:
        raise argparse.ArgumentTypeError(f"{text} is no time: write seconds, from 0 to {MOST_DRAIN_SECONDS:g}")
    return seconds


def execute(arguments: argparse.Namespace) -> int:
    """Serve; 0 after an end that was asked for."""
    from callsheet.cli.needed import with_everything
    from callsheet.journal.reading import journal_beside
    from callsheet.service.operation import Operation

    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # whoever rotates logs means the journal, which is not open yet
    journal = arguments.journal or journal_beside(arguments.database)
    try:
        _needs_database(arguments.database)
        scripts = _scripts(arguments.flows, arguments.config)
        if not _load(scripts, arguments.flows, arguments.config or NUMBERS_FILE):
            return 1
        _needs_own_journal(journal, arguments.database, scripts)
        sweep_up(arguments.database)
        providers = with_everything(providers_of(arguments.line, os.environ), arguments, scripts)
        if providers.caps and not _sound(scripts, scripts.carried(providers.caps)):
            return 1
        operation = Operation(
            database=arguments.database,
            journal=journal,
            keep=arguments.keep,
            redact=arguments.redact,
            max_calls=arguments.max_calls,
            drain_seconds=arguments.drain,
            port=arguments.port,
            recordings=arguments.recordings,
        )
        return _serve(operation, scripts, providers)
    except NotServed as error:
        complain("serve", str(error))
        return 2


def _needs_database(path: Path) -> None:
    from callsheet.dialects import DIALECT

    if why := DIALECT.unusable(path):
        raise NotServed(why)


def _needs_own_journal(journal: Path, database: Path, scripts: "Scripts") -> None:
    if what := taken_by(journal, database, scripts.files):
        raise NotServed(f"the journal cannot be written to {journal}: that is {what}; name a file of its own")


def _scripts(flows: "Sequence[Path]", config: Path | None) -> "Scripts":
    from callsheet.service.apart import check_apart
    from callsheet.service.numbers import ScriptFile
    from callsheet.service.scripts import Scripts

    if config is None and os.path.exists(NUMBERS_FILE):
        config = Path(NUMBERS_FILE)
    if config is not None:
        if not os.path.isfile(config):
            raise NotServed(f"there is no file {config}; it says which script answers which number")
        return Scripts(config, str(config), flows, check_new=check_apart)
    if not flows:
        raise NotServed(f"no script is named, and there is no {NUMBERS_FILE} here that says which answers which number")
    if len(flows) > 1:
        raise NotServed(
            f"{len(flows)} scripts are named: which of them answers which number has to stand in {NUMBERS_FILE}"
        )
    if not os.path.isfile(flows[0]):
        missing = "is a folder; name a script in it" if os.path.isdir(flows[0]) else "is not there, or is no file"
        raise NotServed(f"{flows[0]} {missing}")
    return Scripts(ScriptFile(flows[0], str(flows[0])), check_new=check_apart)


def _load(scripts: "Scripts", flows: "Sequence[Path]", config: Path | str) -> bool:
    """Read everything; False where something is an error, which is told."""
    if not _sound(scripts, scripts.load()):
        return False
    if not scripts.roster.scripts:
        raise NotServed("the scripts are being written just now; try again")
    known = {os.path.realpath(file.path): file.shown for file in scripts.roster.numbers.files()}
    for flow in flows:
        if os.path.realpath(flow) not in known:
            named = ", ".join(known.values())
            raise NotServed(f"{flow} is not among the scripts that {config} names: {named}")
    return True


def _sound(scripts: "Scripts", found: "Sequence[Diagnostic]") -> bool:
    """Tell what was found; False where anything is an error."""
    from callsheet.diagnostics.text import report

    for block in report(found, Lines(scripts.disk)):
        print(block, file=sys.stderr)
    sound = not any(diagnostic.code.severity == "error" for diagnostic in found)
    if not sound:
        complain("serve", "nothing is served before this is mended")
    return sound


def _serve(operation: "Operation", scripts: "Scripts", providers: "Providers") -> int:
    import asyncio

    from callsheet.adapters.clock.system import SystemClock
    from callsheet.cli.leaving import leave_within
    from callsheet.service.logs import lines_to
    from callsheet.service.operation import END_SECONDS, Stop
    from callsheet.service.process import serve

    async def main() -> int:
        stop, loop = Stop(), asyncio.get_running_loop()

        def end(*_: object) -> None:
            if not stop.asked.done():
                leave_within(stop.takes_seconds, 0)
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(stop.ask)

        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, end)
        loop.add_signal_handler(signal.SIGHUP, stop.ask_to_reopen)
        asked = await serve(operation, scripts, providers, SystemClock(), stop, _tell_ready)
        status = 0 if asked else 1
        leave_within(END_SECONDS / 2, status)
        return status

    with lines_to(sys.stderr), asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(main())


def _loop_factory() -> "Callable[[], AbstractEventLoop] | None":
    """What makes an event loop that takes less of a processor; None, Python's own, where it is not installed."""
    try:
        import uvloop
    except ImportError:
        return None
    new_loop: Callable[[], AbstractEventLoop] = uvloop.new_event_loop
    return new_loop


def _tell_ready(address: str) -> None:
    """Whoever should read it may stand still, or have gone: nobody waits for that."""
    line = f"callsheet serve: ready to take calls; {address}/readyz tells whether it still is\n".encode()

    def tell() -> None:
        try:
            os.write(sys.stdout.fileno(), line)
        except (AttributeError, OSError, ValueError):  # closed from the beginning, or since
            return

    threading.Thread(target=tell, name="callsheet ready", daemon=True).start()
