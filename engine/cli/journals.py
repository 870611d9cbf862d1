"""Which journal a command reads, and how it shows what stands there."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from datetime import datetime

DATABASE = Path("callsheet.db")


class NoJournal(Exception):
    """There is nothing to read; the message says what was looked for."""


def add_journal_to(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which journal is meant."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--journal", type=Path, metavar="FILE", help="the journal")
    which.add_argument(
        "--database",
        type=Path,
        default=DATABASE,
        metavar="PATH",
        help=f"the journal is the one beside this database (default: {DATABASE})",
    )


@contextmanager
def opened_journal(arguments: argparse.Namespace) -> Iterator[tuple[BinaryIO, str]]:
    """The journal that the options mean, and its path as messages show it. Raises `NoJournal`."""
    from engine.diagnostics.visible import sentence
    from engine.journal.reading import journal_beside

    path: Path = arguments.journal or journal_beside(arguments.database)
    shown = sentence(str(path))
    if not os.path.isfile(path):
        raise NoJournal(f"{shown} {_missing(path)}; name the journal with --journal, or the database with --database")
    try:
        file = path.open("rb")
    except OSError:
        raise NoJournal(f"{shown} may not be read; a journal is its owner's alone") from None
    with file:
        yield file, shown


def _missing(path: Path) -> str:
    """Why there is no journal at a path, as the end of a sentence."""
    if os.path.isdir(path):
        return "is a folder, not a journal"
    return "is no ordinary file" if os.path.exists(path) else "is not there"


def shown_time(at: "datetime | None") -> str:
    """A time, as the clock on this machine's wall shows it."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M:%S") if at else "?"


def shown_seconds(seconds: float) -> str:
    """A duration as `mm:ss.t`."""
    tenths = round(max(seconds, 0.0) * 10)
    return f"{tenths // 600:02d}:{tenths // 10 % 60:02d}.{tenths % 10}"
