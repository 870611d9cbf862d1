"""Where the command begins: `callsheet`, and `python -m engine`."""

import os
import sys

# Whoever ends these before there is a call has what they asked for: none has failed.
ENDS_WELL = (["run"], ["serve"])


def main() -> int:
    """Run the command line; the exit status. SIGTERM is seen to first: what is imported then takes its time."""
    try:
        import signal

        if sys.argv[1:2] in ENDS_WELL:  # until the command itself knows better
            signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        from engine.cli import main as command

        return command()
    except KeyboardInterrupt:  # before there was anybody to hang up
        return 130


if __name__ == "__main__":
    sys.exit(main())
