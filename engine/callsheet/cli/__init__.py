"""The command `callsheet`. One file per command; each imports what it needs when it is called."""

import errno
import os
import signal
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from callsheet import __version__
from callsheet.cli.faults import tell_fault

if TYPE_CHECKING:
    from callsheet.cli.parser import Parser

CLEAN, NOT_DONE = 0, 2

# In the order in which somebody needs them. Each is the module of its name.
COMMANDS = (
    "new",
    "check",
    "draw",
    "diff",
    "run",
    "test",
    "explore",
    "studio",
    "serve",
    "calls",
    "show",
    "replay",
    "recordings",
    "forget",
    "explain",
    "schema",
    "lsp",
    "completion",
    "version",
)

OPTIONS = ("-h", "--help", "--version")  # those that need no command

DESCRIPTION = "Telephone calls written as data: check, try, test and serve call scripts."
EXAMPLES = """examples:
  callsheet new clinic                          a script to begin with, its data and its tests
  callsheet run clinic.flow.yaml --rehearse     try it: you are the caller
  callsheet check .                             everything that is wrong with scripts and tests
  callsheet test .                              play the tests
  callsheet explore .                           walk every call that scripts can have
  callsheet explain CS201                       what a code of check means
  callsheet check --help                        what one command takes
"""
EXIT_CODES = """exit status: 0 clean or only warnings (run: the call did not fail; test: all passed; serve: ended as
asked), 1 errors, with --strict also warnings (run: the call failed; test: a test failed, or the tests come to too
little; serve: no more calls came), 2 the command was not understood, could not begin, or found nothing to work on, 3 a
mistake of Callsheet itself"""


def command_line(names: Iterable[str] = COMMANDS) -> "Parser":
    """The parser of the commands that are named: whoever types one does not wait for what the others import."""
    from argparse import RawDescriptionHelpFormatter

    from callsheet.cli.parser import Parser

    parser = Parser(
        prog="callsheet",
        description=DESCRIPTION,
        epilog=f"{EXAMPLES}\n{EXIT_CODES}",
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"callsheet {__version__}", help="tell the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in names:
        import_module(f"callsheet.cli.{name}").add_to(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever began this: no database shall be opened in its place
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - open as long as the process
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--version"]:  # whoever asks this only, as installers do, does not wait for the rest
        print(f"callsheet {__version__}")
        return CLEAN
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that cannot show a character shows its number
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _run(given)
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


def _run(given: list[str]) -> int:
    """Do what the arguments say."""
    if not given:
        command_line().print_help()
        return NOT_DONE
    word = given[0]
    if word not in (*COMMANDS, *OPTIONS):
        from callsheet.cli.parser import no_command, no_option

        wrong = no_option(word, OPTIONS) if word.startswith("-") else no_command(word, COMMANDS)
        print(f"callsheet: {wrong}", file=sys.stderr)
        return NOT_DONE
    parsed = command_line([word] if word in COMMANDS else COMMANDS).parse_args(given)
    return int(parsed.execute(parsed))
