"""Callsheet: a session on a line in memory, as it takes live calls. Its steps are written in YAML, and checked."""

from collections.abc import Iterator
from functools import partial

from callsheet.ports.telephony import Silence
from tests.bench.others.contestant import Contestant
from tests.bench.session import IN_A_FILE, NONE
from tests.bench.steps import sequence

STEP = "  - set: {{number: {number}}}\n"


def contestants(steps: int) -> Iterator[Contestant]:
    """Without a journal, and with one in a file."""
    calls = sequence(STEP, steps, Silence())
    for journal, kept in ((NONE, "nothing"), (IN_A_FILE, "a line in a file")):
        yield Contestant("Callsheet", "`Session.run`", kept, partial(calls.cpu, steps, journal=journal))
