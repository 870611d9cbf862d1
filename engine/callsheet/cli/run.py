"""`callsheet run`: one call of a script, in the terminal."""

import argparse
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from callsheet.cli.complaints import complain
from callsheet.source.file_lines import Lines

if TYPE_CHECKING:
    from argparse import _SubParsersAction
    from datetime import datetime

    from callsheet.flow.model import Flow
    from callsheet.ports.records import CallRecord
    from callsheet.queries.records import Library
    from callsheet.service.source_files import Digests

# Calls were made before and will be made after; but a calendar has its ends, and a call must not come to them.
FIRST_YEAR, LAST_YEAR = 1900, 2999
SAMPLE_CALLER = "+15550100"
WITHHELD = "withheld"


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "run",
        help="try a script as a call in the terminal",
        description="Run a call script in the terminal. What you type is what the caller says; #1 presses a key, an"
        " empty line is silence, Ctrl-C hangs up. Where somebody else is rung, an empty line lets it ring, <busy>"
        " is a busy telephone, and anything else picks up. Without a terminal, standard input holds one turn a line,"
        " also <silence> and <hangup>, and time passes by itself. With OPENAI_API_KEY and CALLSHEET_MODEL in the"
        " environment (and OPENAI_BASE_URL, for another service than OpenAI's) a language model is asked what words"
        " mean that no phrase covers: they are sent there.",
    )
    parser.add_argument("flow", metavar="FLOW", type=Path, help="the script")
    parser.add_argument(
        "--caller",
        type=_number,
        default=SAMPLE_CALLER,
        metavar="NUMBER",
        help=f"who calls, like +15550100 (the default), or {WITHHELD}",
    )
    parser.add_argument(
        "--database",
        type=Path,
        default=Path("callsheet.db"),
        metavar="PATH",
        help="the database, a file (default: callsheet.db); made from schema.sql and sample.sql where it is missing",
    )
    parser.add_argument(
        "--rehearse",
        action="store_true",
        help="work on a copy of the database, thrown away afterwards; requests that change something are not sent",
    )
    parser.add_argument(
        "--now", type=_instant, metavar="TIME", help="when the call takes place, like 2026-11-22T10:00:00-05:00"
    )
    parser.add_argument(
        "--messages",
        type=Path,
        metavar="FILE",
        help="the .http file whose request message(to, text)! sends written messages; without it they are shown here",
    )
    parser.add_argument(
        "--local-requests",
        action="store_true",
        help="let requests go to this machine, also over http://, to try them on a server of your own",
    )
    parser.add_argument(
        "--recordings",
        type=Path,
        metavar="FOLDER",
        help="keep recordings there, in which what was typed is silence; without it, and in rehearsals, there are none",
    )
    parser.add_argument("--journal", metavar="FILE", help="write the call's journal there, as JSON lines (- for here)")
    parser.add_argument("--redact", action="store_true", help="leave numbers, words and values out of the journal")
    parser.set_defaults(execute=execute)


def _number(text: str) -> str:
    from callsheet.script.contacts import PHONE_NUMBER

    if text in ("", WITHHELD):
        return ""
    if not PHONE_NUMBER.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f'"{text}" is no telephone number: write it like {SAMPLE_CALLER}, or {WITHHELD}'
        )
    return text


def _instant(text: str) -> "datetime":
    from datetime import datetime

    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise argparse.ArgumentTypeError(f'"{text}" is no time: write it like 2026-11-22T10:00:00-05:00')
    return instant


def execute(arguments: argparse.Namespace) -> int:
    """Take one call; 0 unless it failed."""
    import logging

    logging.basicConfig(format="callsheet: %(message)s", stream=sys.stderr)
    from callsheet.adapters.files.disk import Disk
    from callsheet.adapters.recordings.folder import unusable
    from callsheet.adapters.remote.settings import WrongSetting
    from callsheet.checks.check import check_file
    from callsheet.cli.databases import DatabaseMissing
    from callsheet.cli.journals import NoJournal
    from callsheet.diagnostics.text import report
    from callsheet.service.elsewhere import NoMessages
    from callsheet.service.source_files import Noted

    if why := _no_script(arguments.flow):
        complain("run", f"{arguments.flow} {why}")
        return 2
    files = Noted(Disk.around([arguments.flow]))
    checked = check_file(arguments.flow, str(arguments.flow), files)
    for block in report(checked.diagnostics, Lines(files)):
        print(block, file=sys.stderr)
    if checked.flow is None or checked.library is None:
        complain("run", f"{arguments.flow} has errors and is not run")
        return 1
    if arguments.recordings and (why := unusable(arguments.recordings)):
        complain("run", why)
        return 2
    try:
        record = _taken(arguments, checked.flow, checked.library, files.digests)
    except (NoJournal, NoMessages, DatabaseMissing, WrongSetting) as error:
        complain("run", str(error))
        return 2
    return 1 if record.ending == "failed" else 0


def _no_script(path: Path) -> str:
    """Why what is at a path cannot be run, as the end of a sentence; empty where it may be a script."""
    from callsheet.diagnostics.visible import sentence
    from callsheet.source.folders import TEST

    if path.is_file():
        return f"is a test file; play it with callsheet test {sentence(str(path))}" if path.name.endswith(TEST) else ""
    if path.is_dir():
        return "is a folder; name a script in it"
    if path == Path("-"):
        return "would be standard input, where the caller's words stand; name a file"
    return "is not there, or is no file"


def _taken(arguments: argparse.Namespace, flow: "Flow", library: "Library", read: "Digests") -> "CallRecord":
    """How the call went, on what the command line names. Raises what it raises that this cannot be used."""
    from callsheet.adapters.http.settings import HttpSettings
    from callsheet.adapters.understanding.settings import from_environment
    from callsheet.cli.call import Circumstances, take_call
    from callsheet.cli.databases import lent
    from callsheet.cli.elsewhere import SHOWN
    from callsheet.cli.journals import journal_to, taken_by
    from callsheet.service.elsewhere import lacking, read_messages

    model = from_environment(os.environ)
    messages = read_messages(arguments.messages) if arguments.messages and not arguments.rehearse else None
    for what in lacking(flow, os.environ, messages or SHOWN):
        complain("run", f"{what}; requests without it will fail")
    with ExitStack() as stack:
        journal = None
        if arguments.journal is not None:
            taken = taken_by(arguments.journal, arguments.database, read)
            journal = stack.enter_context(journal_to(arguments.journal, taken, redact=arguments.redact))
        database = stack.enter_context(lent(arguments.database, library, rehearsal=arguments.rehearse))
        # A stream that was closed must not become the other one.
        screen = (sys.stderr if arguments.journal == "-" else sys.stdout) or stack.enter_context(open(os.devnull, "w"))
        given = Circumstances(
            shown=str(arguments.flow),
            caller=arguments.caller,
            database=database,
            now=arguments.now,
            screen=screen,
            journal=journal,
            redact=arguments.redact,
            rehearsal=arguments.rehearse,
            model=model,
            http=HttpSettings(os.environ, local=arguments.local_requests),
            messages=messages,
            recordings=None if arguments.rehearse else arguments.recordings,
        )
        return take_call(flow, given)
