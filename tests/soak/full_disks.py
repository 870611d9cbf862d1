"""A disk that is full: from some size on, no file of a call can grow."""

import random
import resource
import signal
import subprocess

from tests.cli.conftest import NOTIFICATIONS, NOW
from tests.soak.counts import Counts
from tests.soak.trials import trials
from tests.soak.typed import ANSWERS, SPOKEN, folder, judged

ABOUT = "the disk is full from some size of files on, in mid-call"
# Bytes: from less than the empty database, to more than the call and its journal need.
SMALLEST, LARGEST = 1_000, 120_000


def attack(seed: int, seconds: float) -> Counts:
    """Fill, judge, make room, and call again."""
    return trials(seed, seconds, _trial)


def _trial(chance: random.Random) -> Counts:
    most = chance.randrange(SMALLEST, LARGEST)

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write fails then, as on a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    with folder() as shell:
        command = shell.command("run", NOTIFICATIONS, "--now", NOW, "--journal", "journal.jsonl")
        done = subprocess.run(
            command,
            input=ANSWERS.encode(),
            capture_output=True,
            cwd=shell.folder,
            env=shell.environment,
            preexec_fn=limited,
            timeout=60,
        )
        counts = judged(shell, [words for words in SPOKEN if words.encode() in done.stdout], 1)
        if b"Traceback" in done.stdout + done.stderr:
            counts += Counts(0, 0, 0, (f"a traceback with files of at most {most} bytes",))
        return counts
