"""The process that computes for the studio: commands come on its standard input, one after the other.

It goes last wherever others want the processor, holds what it may take of memory, and ends with whoever began it.
"""

import pickle

from callsheet.ports.child import answer_all
from callsheet.studio.command import Command
from callsheet.studio.messages import outcome, refusal
from callsheet.studio.project import Project

# As `nice` has it: a call that is spoken at the same time has sound to send every 20 ms.
POLITENESS = 10
MOST_MEMORY_BYTES = 1 << 30  # of addresses, libraries included; a check uses a tenth


def main() -> None:
    """Do what comes, until nothing comes any more."""
    project: Project | None = None

    def answer(message: bytes) -> bytes | None:
        nonlocal project
        came = pickle.loads(message)  # noqa: S301 - this program's own words
        if isinstance(came, Project):
            project = came
            return None
        return _done(came, project)

    answer_all(answer, most_memory_bytes=MOST_MEMORY_BYTES, politeness=POLITENESS)


def _done(command: Command, project: Project | None) -> bytes:
    if project is None:
        return refusal("there is no project")
    try:
        return outcome(command, project)
    except MemoryError:
        return refusal("this takes too much memory")


if __name__ == "__main__":
    main()
