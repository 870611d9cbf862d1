"""The process that computes for the studio: commands come on its standard input, one after the other.

It goes last wherever others want the processor, holds what it may take of memory, and ends with whoever began it.
"""

import os
import pickle
import resource
import signal
import struct
import sys
from typing import BinaryIO

from callsheet.studio.command import Command
from callsheet.studio.messages import outcome, refusal
from callsheet.studio.project import Project

LENGTH = struct.Struct(">I")
# As `nice` has it: a call that is spoken at the same time has sound to send every 20 ms.
POLITENESS = 10
MOST_MEMORY_BYTES = 1 << 30  # of addresses, libraries included; a check uses a tenth


def main() -> None:
    """Do what comes, until nothing comes any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever ends the studio ends this too
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    os.nice(POLITENESS)
    coming, going = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what prints would break into the answers
    project: Project | None = None
    while (content := _next(coming)) is not None:
        came = pickle.loads(content)  # noqa: S301 - this program's own words
        if isinstance(came, Project):
            project = came
            continue
        answer = _done(came, project)
        going.write(LENGTH.pack(len(answer)) + answer)
        going.flush()


def _done(command: Command, project: Project | None) -> bytes:
    if project is None:
        return refusal("there is no project")
    try:
        return outcome(command, project)
    except MemoryError:
        return refusal("this takes too much memory")


def _next(coming: BinaryIO) -> bytes | None:
    head = coming.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    content = coming.read(LENGTH.unpack(head)[0])
    return content if len(content) == LENGTH.unpack(head)[0] else None


if __name__ == "__main__":
    main()
