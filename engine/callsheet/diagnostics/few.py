"""The first mistakes of a kind: of a file with thousands of them nobody reads more, and each may cost a search."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from callsheet.diagnostics.diagnostic import Diagnostic

# Errors of one check. More than these have one cause.
MOST_MISTAKES = 100


def few(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """All warnings and the first errors; where there are more, the next one says so, and the rest is not looked for."""
    errors = 0
    for one in found:
        errors += one.code.severity == "error"
        if errors > MOST_MISTAKES:
            message = "there are more mistakes from here on, which are not listed"
            yield replace(one, message=message, help="correct the first ones and check again")
            return
        yield one
