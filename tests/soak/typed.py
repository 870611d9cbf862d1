"""The shipped script as `callsheet run` takes it, killed at some moment, and what must be true afterwards."""

import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.conftest import NOTIFICATIONS, NOW, REPOSITORY, Shell
from tests.soak.counts import Counts

# What is said once a write is done, and the state that it makes.
SPOKEN = {"Got it": "acknowledged", "No problem": "follow_up"}
# Lines that the call of two answers shows, and seconds after the last one that was waited for.
LINES, LATER_SECONDS = 13, 0.03
ANSWERS = "yes\nno\n"


@contextmanager
def folder() -> Iterator[Shell]:
    """The shipped script and its data in a folder of their own, and a database made by a call that hung up at once."""
    with tempfile.TemporaryDirectory(prefix="callsheet-soak-") as name:
        shutil.copy(REPOSITORY / "flows" / NOTIFICATIONS, name)
        shutil.copytree(REPOSITORY / "flows" / "data", Path(name, "data"))
        yield Shell(Path(name))


def begin(shell: Shell) -> "subprocess.Popen[str]":
    """A call in which two notifications are answered."""
    process = shell.start("run", NOTIFICATIONS, "--now", NOW)
    assert process.stdin is not None
    process.stdin.write(ANSWERS)
    process.stdin.flush()
    return process


def kill(process: "subprocess.Popen[str]", chance: random.Random) -> list[str]:
    """Kill the call at some moment; what it had said as done until then."""
    assert process.stdout is not None
    for _ in range(chance.randrange(LINES + 1)):
        process.stdout.readline()
    time.sleep(chance.uniform(0, LATER_SECONDS))
    process.kill()
    return [words for words in SPOKEN if words in process.communicate()[0]]


def judged(shell: Shell, said: list[str], tried: int) -> Counts:
    """What a database says of calls that were killed; and the next call, in which the rest is answered."""
    wrong = []
    before = shell.states() if _has_tables(shell) else ["pending", "pending"]
    following = shell.call(typed="yes\nyes\n")
    if following.returncode:
        wrong.append(f"the next call ended with {following.returncode}: {following.stderr[:200]}")
    after = shell.states()
    # A state that was written stays as it is; what the next call hears, it answers.
    lost = sum(SPOKEN[words] not in before for words in said)
    lost += sum(old not in ("pending", new) for old, new in zip(before, after, strict=False))
    if "pending" in after[:2]:
        wrong.append(f"after the next call the notifications are {after}")
    changing = shell.rows("SELECT sum(rows) FROM callsheet_writes")[0][0]
    doubled = int(str(changing or 0)) - sum(state != "pending" for state in after)
    if shell.rows("SELECT count(*) FROM callsheet_calls WHERE ended_at IS NULL") != [(0,)]:
        wrong.append("a call stayed open in the ledger")
    return Counts(tried, lost, doubled, tuple(wrong))


def _has_tables(shell: Shell) -> bool:
    return (shell.folder / "callsheet.db").exists()
