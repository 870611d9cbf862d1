"""Which journal a command reads or writes, and how it shows what stands there."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from callsheet.ports.exceptions import Told

if TYPE_CHECKING:
    from datetime import datetime

    from callsheet.ports.journal import WatchedJournal

DATABASE = Path("callsheet.db")


class NoJournal(Told):
    """There is nothing to read, or it cannot be written; the message says what was looked for, or why."""


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
    from callsheet.journal.reading import journal_beside

    path: Path = arguments.journal or journal_beside(arguments.database)
    with opened(path, "name the journal with --journal, or the database with --database") as found:
        yield found


@contextmanager
def opened(
    path: Path, help_: str = "name a journal, such as callsheet.journal.jsonl"
) -> Iterator[tuple[BinaryIO, str]]:
    """A journal, and its path as messages show it. Raises `NoJournal`; `help_` says what to do where there is none."""
    from callsheet.diagnostics.visible import sentence

    shown = sentence(str(path))
    if not os.path.isfile(path):
        raise NoJournal(f"{shown} {_missing(path)}; {help_}")
    try:
        file = path.open("rb")
    except OSError:
        raise NoJournal(f"{shown} may not be read; a journal is its owner's alone") from None
    with file:
        yield file, shown


@contextmanager
def journal_to(name: str, taken: str, *, redact: bool) -> "Iterator[WatchedJournal]":
    """A journal to be written to a file (for its owner alone), a pipe or a device, or to standard output (`-`); not to
    what is `taken`. Raises `NoJournal`."""
    from callsheet.journal.file import JournalFile
    from callsheet.journal.lines import NotAppended
    from callsheet.journal.writers import JsonLines, Troubles

    if name == "-":
        yield JsonLines(sys.stdout, redact=redact)
        return
    if taken:
        raise NoJournal(f"the journal cannot be written to {name}: that is {taken}; name a file of its own")
    try:
        if os.path.exists(name) and not os.path.isfile(name) and not os.path.isdir(name):
            stream = open(name, "w", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115 - closed below
            journal: JsonLines | JournalFile = JsonLines(stream, redact=redact)
            close = stream.close
        else:
            journal = JournalFile(Path(name), Troubles(), redact=redact)
            close = journal.close
    except OSError:
        raise NoJournal(f"the journal cannot be written to {name}: look at the folder and its rights") from None
    except NotAppended as error:
        raise NoJournal(f"the journal cannot be written to {name}: {error}") from None
    try:
        yield journal
    finally:
        with suppress(OSError):  # a full disk has been told, and cannot be told again by closing
            close()


def taken_by(journal: str | Path, database: Path, scripts: Iterable[Path]) -> str:
    """What the file of a journal is already, under whatever name or link; empty where it is nothing. What is appended
    to a file that is something else spoils it."""
    from callsheet.dialects import DIALECT

    if any(_same(journal, file) for file in DIALECT.files(database)):
        return "the database"
    return "a script, or belongs to one" if any(_same(journal, script) for script in scripts) else ""


def _same(one: str | Path, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):  # one of them is not there yet
        return os.path.realpath(one) == os.path.realpath(other)


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
