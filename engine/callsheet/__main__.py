"""Where the command begins: `callsheet`, and `python -m callsheet`."""

import gc
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

INTERRUPTED = 130  # 128 and the number of SIGINT, as shells count

# Python looks for circles among what is new, by itself after 700 objects: a command imports tens of thousands, which
# stay. A look at so many takes half a millisecond, of which a call notices nothing.
OBJECTS_BETWEEN_LOOKS = 10_000

# Whoever ends these before there is a call has what they asked for: none has failed.
ENDS_WELL = (["run"], ["serve"])


def main() -> int:
    """Run the command line; the exit status. Signals are seen to first: what is imported then takes its time."""
    sys.unraisablehook = _end_if_interrupted
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
    try:
        import signal

        if sys.argv[1:2] in ENDS_WELL:  # until the command itself knows better
            signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        from callsheet.cli import main as command

        return command()
    except KeyboardInterrupt:  # before there was anybody to hang up
        return INTERRUPTED
    finally:
        gc.freeze()  # what there is ends with the process: Python need not look all through it once more


def _end_if_interrupted(unraisable: "UnraisableHookArgs") -> None:
    """Python drops what is raised where nobody can catch it, as in callbacks of its imports: an interrupt that comes
    there would be told in Python's words and then be forgotten."""
    if unraisable.exc_type is KeyboardInterrupt:
        os._exit(INTERRUPTED)
    sys.__unraisablehook__(unraisable)


if __name__ == "__main__":
    sys.exit(main())
