"""Somebody changes the files under a worker: its log is deleted, another file is put in the place of the database, or
written over it; then `kill -9`. What was done is in the file that it was done in."""

import os
import random
import shutil
import sqlite3
import time
from pathlib import Path

from tests.soak.counts import Counts
from tests.soak.trials import trials
from tests.soak.workers import LOOK_SECONDS, Worker, rows, workers

ABOUT = "the log is deleted, or the database replaced or written over, under two workers; then they are killed"
LONGEST = 0.3
# Each beat looks, and on a busy machine beats are late.
PATIENCE_SECONDS = 20.0


def attack(seed: int, seconds: float) -> Counts:
    """Change, kill, and look for what was done."""
    return trials(seed, seconds, _trial)


def _trial(chance: random.Random) -> Counts:
    with workers(["a", "b"]) as (folder, started):
        path, old = folder / "soak.db", folder / "old.db"
        shutil.copy(path, folder / "copy.db")
        time.sleep(chance.uniform(0.1, LONGEST))
        act = chance.choice(("delete", "replace", "write over"))
        match act:
            case "delete":
                os.unlink(f"{path}-wal")
            case "replace":
                os.rename(path, old)
                os.rename(folder / "copy.db", path)
            case _:
                path.write_bytes((folder / "copy.db").read_bytes())
        changed = time.monotonic()
        if act == "delete":  # what is deleted, and killed before anybody could look, nobody can save
            _mended(started, Path(f"{path}-wal"))
        time.sleep(chance.uniform(0.0, LONGEST))
        for worker in started:
            worker.kill()
        before, after = _done(started, changed)
        match act:
            case "delete":
                return Counts(len(before | after), len((before | after) - _marks(path)), 0)
            case "replace":
                kept = _marks(old) | _marks(path)
                return Counts(
                    len(before | after), len((before | after) - kept), len(_marks(old) & _marks(path) & after)
                )
            case _:  # what was there before is gone by somebody's own hand
                return Counts(len(before | after), len(after - _marks(path)) if after else 0, 0)


def _mended(started: list[Worker], log: Path) -> None:
    """Wait until each worker has said that its log is gone, and has let go of it, so that there is a new one."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not all("database_missing" in str(worker.said()) for worker in started) or not log.exists():
        assert time.monotonic() < until, "nobody notices that the log was deleted"
        time.sleep(LOOK_SECONDS)


def _done(started: list[Worker], changed: float) -> tuple[set[str], set[str]]:
    """What was said to be done: begun before the change, and begun after it."""
    before, after = set[str](), set[str]()
    for worker in started:
        for line in worker.said():
            if "done" in line:
                (before if float(str(line["began"])) <= changed else after).add(str(line["done"]))
    return before, after


def _marks(path: Path) -> set[str]:
    try:
        return {str(mark) for (mark,) in rows(path, "SELECT mark FROM marks")}
    except sqlite3.DatabaseError as error:
        raise AssertionError(f"{path.name} cannot be read any more: {error}") from None
