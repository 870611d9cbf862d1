"""The command `callsheet`. One file per command; each imports what it needs when it is called."""

import errno
import os
import signal
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine import __version__
from engine.cli.faults import tell_fault

if TYPE_CHECKING:
    from argparse import ArgumentParser

CLEAN, NOT_DONE = 0, 2

EXIT_CODES = """exit status: 0 clean or only warnings (run: the call did not fail; test: all passed; serve: ended as
asked), 1 errors, with --strict also warnings (run: the call failed; test: a test failed; serve: no more calls came), 2
the command was not understood, could not begin, or found nothing to work on, 3 a mistake of Callsheet itself"""


def _parser() -> "ArgumentParser":
    import argparse

    from engine.cli import calls, check, explain, run, serve, show, test

    parser = argparse.ArgumentParser(
        prog="callsheet",
        description="Telephone calls written as data: check, try, test and serve call scripts.",
        epilog=EXIT_CODES,
    )
    parser.add_argument("--version", action="version", version=f"callsheet {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in (check, explain, run, test, serve, calls, show):
        command.add_to(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    if list(given) == ["--version"]:  # whoever asks this only, as installers do, does not wait for the rest
        print(f"callsheet {__version__}")
        return CLEAN
    parsed = _parser().parse_args(given)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that cannot show a character shows its number
            stream.reconfigure(errors="backslashreplace")
    try:
        status = int(parsed.execute(parsed))
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # whoever read the output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except OSError as error:
        if error.errno != errno.ENOSPC:
            return tell_fault(error)
        print("callsheet: the output could not be written: there is no room left where it goes", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_DONE
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except Exception as error:  # noqa: BLE001 - nobody who uses Callsheet should have to read a traceback
        return tell_fault(error)
    return status
