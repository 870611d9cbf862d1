"""Mistakes of Callsheet itself: told in a sentence, and how to report them."""

import os
import sys

OUR_FAULT = 3  # the exit status


def tell_fault(error: Exception, file: str = "") -> int:
    """Tell a mistake of ours, found while `file` was looked at; the exit status."""
    if os.environ.get("CALLSHEET_TRACEBACK"):
        raise error
    from callsheet.diagnostics.visible import sentence
    from callsheet.ports.exceptions import own_mistake

    where = f"{sentence(file)}: callsheet" if file else "callsheet"
    print(
        f"{where}: {own_mistake(error)}.\n"
        "Please report it: CALLSHEET_TRACEBACK=1 before the command shows where it happened.",
        file=sys.stderr,
    )
    return OUR_FAULT
