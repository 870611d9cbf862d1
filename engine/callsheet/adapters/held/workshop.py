"""Folders for what is not finished, or thrown away afterwards. They are held while they are used: what a killed process
has left behind is nobody's, and goes with the next one."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from callsheet.adapters.held.locks import hold

# Beside the file that is being made, hidden; and for rehearsals where the system keeps what is thrown away.
HALF_MADE, REHEARSAL = ".callsheet-", "callsheet-"
# What stands in them, with what a database and a worker put beside it. A folder with anything else in it is not ours.
NEW_DATABASE, REHEARSED_DATABASE, NEW_JOURNAL = "new.db", "rehearsal.db", "new.jsonl"
OURS = (NEW_DATABASE, REHEARSED_DATABASE, NEW_JOURNAL)
# Behind the prefix, as `tempfile` names folders.
RANDOM = "[a-z0-9_]{8}"
# Somebody who cleans up may take a new folder for one that was left behind, before it is held.
TRIES = 5


@contextmanager
def workshop(parent: Path, prefix: str) -> Iterator[Path]:
    """A folder in `parent`, gone afterwards; and with it those that were left behind there. Raises OSError."""
    sweep(parent, prefix)
    for _ in range(TRIES):
        folder = tempfile.mkdtemp(prefix=prefix, dir=parent)
        held = hold(folder)
        if held is not None:
            break
    else:
        raise FileNotFoundError(folder)
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def sweep(parent: Path, prefix: str) -> None:
    """Remove what processes that live no more have left behind; of other people, and of other programs, nothing."""
    with suppress(OSError), os.scandir(parent) as found:
        for entry in found:
            if re.fullmatch(re.escape(prefix) + RANDOM, entry.name):
                with suppress(OSError):
                    _remove(entry)


def _remove(entry: "os.DirEntry[str]") -> None:
    if not entry.is_dir(follow_symlinks=False) or entry.stat(follow_symlinks=False).st_uid != os.geteuid():
        return
    held = hold(entry.path)
    if held is None:  # somebody works in it
        return
    try:
        sweep(Path(entry.path), HALF_MADE)  # a copy that was half made in there
        files = os.listdir(entry.path)
        if all(name.startswith(OURS) for name in files):
            for name in files:
                os.unlink(os.path.join(entry.path, name))
            os.rmdir(entry.path)
    finally:
        os.close(held)
