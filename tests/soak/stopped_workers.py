"""SIGSTOP, SIGCONT and `kill -9` of workers at one database: who is taken over writes nothing more."""

import random
import signal
import time
from collections import Counter

from tests.soak.counts import Counts
from tests.soak.trials import trials
from tests.soak.workers import end_lost_calls, rows, workers

ABOUT = "three workers at one database are stopped, continued and killed"
# Seconds: shorter and longer than the workers' lease here.
SHORTEST, LONGEST = 0.01, 0.6
ACTS = 4
WRITES = "SELECT call_id, count(*) FROM callsheet_writes GROUP BY call_id"
OPEN = "SELECT call_id FROM callsheet_calls WHERE ended_at IS NULL"


def attack(seed: int, seconds: float) -> Counts:
    """Stop, continue, kill, and count what was done."""
    return trials(seed, seconds, _trial)


def _trial(chance: random.Random) -> Counts:
    with workers(["a", "b", "c"]) as (folder, started):
        for _ in range(ACTS):
            one = chance.choice(started)
            one.process.send_signal(signal.SIGSTOP)
            time.sleep(chance.uniform(SHORTEST, LONGEST))
            one.process.send_signal(signal.SIGCONT)
            time.sleep(chance.uniform(SHORTEST, LONGEST) / 4)
        for worker in started:
            worker.kill()
        path = folder / "soak.db"
        lost = end_lost_calls(path)
        said = [line for worker in started for line in worker.said()]
        done = {str(line["done"]) for line in said if "done" in line}
        there = Counter(str(mark) for (mark,) in rows(path, "SELECT mark FROM marks"))
        writes = {str(call): count for call, count in rows(path, WRITES)}
        taken = {str(line["lost"]): line["writes"] for line in said if "lost" in line} | lost
        wrong = [f"{call} has written after it was taken over" for call in taken if writes.get(call, 0) != taken[call]]
        wrong += [f"{call} is still open" for (call,) in rows(path, OPEN)]
        return Counts(len(done), len(done - set(there)), sum(there.values()) - len(there), tuple(wrong))
