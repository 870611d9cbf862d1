"""What a command says to whoever called it, where it cannot do what it should, or not all of it."""

import sys


def complain(command: str, message: str) -> None:
    """Say it on standard error, in one line that a terminal obeys in nothing: it may name files of other people."""
    from callsheet.diagnostics.visible import visible

    print(visible(f"callsheet {command}: {message}"), file=sys.stderr)
