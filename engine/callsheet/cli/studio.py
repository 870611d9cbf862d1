"""`callsheet studio`: a page on this machine that shows scripts and edits them, until somebody ends it."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from callsheet.cli.complaints import complain
from callsheet.cli.journals import add_journal_to

if TYPE_CHECKING:
    from argparse import _SubParsersAction

INSTALL = "the studio is not installed: pip install 'callsheet[studio]'"
# A browser keeps what was not saved by the address of its page, so each studio is at the same one if it can be.
PORT = 7465
ELSEWHERE = (
    "port {} is taken, perhaps by another studio, so this one has a port of its own; what you do not save here is not"
    " there again next time"
)


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "studio",
        help="edit scripts on a page, and see what is wrong with them",
        description="Serve a page that shows the scripts of a folder, edits and checks them, and what"
        " callers do, as a journal has it. It is on this machine alone, at the address that is printed, which has a key"
        " in it. Ctrl-C ends it.",
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="where the scripts are (default: .)"
    )
    parser.add_argument(
        "--port", type=int, metavar="N", help=f"the port of its address (default: {PORT}, or else any free one)"
    )
    parser.add_argument("--open", action="store_true", help="open the page in the browser")
    add_journal_to(parser)
    parser.set_defaults(execute=execute)


def execute(arguments: argparse.Namespace) -> int:
    """Serve the page; 0 after an end that was asked for."""
    import asyncio

    if not arguments.folder.is_dir():
        complain("studio", f"{arguments.folder} is no folder; name one")
        return 2
    try:
        from callsheet.studio.server import PortTaken, Studio
    except ImportError as error:
        if error.name != "websockets":
            raise
        complain("studio", INSTALL)
        return 2
    from callsheet.journal.reading import journal_beside
    from callsheet.studio.project import Project

    def ready(address: str) -> None:
        print(f"callsheet studio: {address}", flush=True)
        if arguments.open:
            from callsheet.studio.browser import open_page

            open_page(address)

    try:
        project = Project.at(arguments.folder.resolve(), arguments.journal or journal_beside(arguments.database))
        try:
            asyncio.run(Studio(project).run(PORT if arguments.port is None else arguments.port, ready))
        except PortTaken:
            if arguments.port is not None:
                raise
            complain("studio", ELSEWHERE.format(PORT))
            asyncio.run(Studio(project).run(0, ready))
    except PortTaken as error:
        complain("studio", str(error))
        return 2
    except KeyboardInterrupt:
        print()
    return 0
