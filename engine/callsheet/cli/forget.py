"""`callsheet forget`: what is kept of calls, shorter."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from callsheet.cli.ages import age
from callsheet.cli.complaints import complain
from callsheet.cli.journals import DATABASE

if TYPE_CHECKING:
    from argparse import _SubParsersAction
    from datetime import datetime


def add_to(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    parser = commands.add_parser(
        "forget",
        help="forget old calls",
        description="Forget calls that are older than some time: in the database's ledger, and in the journal. Calls"
        " may be served meanwhile. Recordings are removed by callsheet recordings.",
    )
    parser.add_argument(
        "--older-than", type=age, required=True, metavar="AGE", help="like 30d; m, h, d and w are minutes to weeks"
    )
    parser.add_argument(
        "--database", type=Path, default=DATABASE, metavar="PATH", help=f"the database, a file (default: {DATABASE})"
    )
    parser.add_argument(
        "--journal", type=Path, metavar="FILE", help="the journal (default: the one beside the database)"
    )
    parser.set_defaults(execute=execute)


def execute(arguments: argparse.Namespace) -> int:
    """Forget, and tell how much; 0 where all of it is gone that is to go."""
    from datetime import UTC, datetime

    from callsheet.diagnostics.visible import sentence
    from callsheet.dialects import DIALECT
    from callsheet.journal.forgetting import NotForgotten
    from callsheet.journal.reading import journal_beside
    from callsheet.ports.data import DataFailed
    from callsheet.ports.english import counted

    before = datetime.now(UTC) - arguments.older_than
    database: Path = arguments.database
    journal: Path = arguments.journal or journal_beside(database)
    for path, needed in ((database, True), (journal, arguments.journal is not None)):
        if not os.path.isfile(path) and (needed or os.path.exists(path)):
            what = "is no ordinary file" if os.path.exists(path) else "is not there"
            complain("forget", f"{path} {what}; nothing was forgotten")
            return 2
    try:
        gone = DIALECT.forget_calls(database, before)
    except DataFailed as error:
        complain("forget", f"{database}: {error.message}")
        return 1
    print(f"{sentence(str(database))}: {counted(gone.calls, 'call')} and {counted(gone.writes, 'write')} forgotten")
    if not os.path.isfile(journal):
        print(f"{sentence(str(journal))} is not there, so there was nothing to forget")
        return 0
    try:
        lines = _forget_lines(journal, before)
    except NotForgotten as error:
        complain("forget", f"{journal}: {error}")
        return 1
    print(f"{sentence(str(journal))}: {counted(lines, 'line')} forgotten")
    return 0


def _forget_lines(journal: Path, before: "datetime") -> int:
    from callsheet.adapters.held.workshop import HALF_MADE, NEW_JOURNAL, workshop
    from callsheet.journal.forgetting import NotForgotten, forget_lines

    real = Path(os.path.realpath(journal))
    try:
        with workshop(real.parent, HALF_MADE) as folder:
            return forget_lines(real, folder / NEW_JOURNAL, before)
    except OSError:
        told = "it cannot be made shorter: look at the rights of the file and its folder, and at the room on the disk"
        raise NotForgotten(told) from None
