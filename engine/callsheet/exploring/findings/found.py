"""All findings, in the order of their places."""

from collections.abc import Callable

from callsheet.exploring.findings.calls import WalkedCalls
from callsheet.exploring.findings.endings import (
    fails_by_itself,
    handler_needs_database,
    no_goodbye,
)
from callsheet.exploring.findings.finding import Found, WrongCall
from callsheet.exploring.findings.prompts import same_words
from callsheet.exploring.findings.reach import fits_nothing, never_reached
from callsheet.exploring.findings.writes import left_untouched, never_told, said_as_done, said_before_written
from callsheet.exploring.graph import Graph

SEARCHES: tuple[Callable[[WalkedCalls], Found], ...] = (
    *(never_reached, fits_nothing, left_untouched, said_as_done, said_before_written, never_told),
    *(no_goodbye, fails_by_itself, handler_needs_database, same_words),
)


def findings(graph: Graph) -> tuple[WrongCall, ...]:
    """Everything that is wrong with the walked calls, each once: what a section does wrong is so wherever it is run."""
    view = WalkedCalls(graph)
    found: dict[object, WrongCall] = {}
    for search in SEARCHES:
        for one in search(view):
            key = one.code, one.span, one.message
            if key not in found or 0 < len(one.path) < len(found[key].path):
                found[key] = one
    return tuple(sorted(found.values(), key=lambda one: (one.span, one.code.id)))
