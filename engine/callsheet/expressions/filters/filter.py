"""The record of one filter."""

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from callsheet.expressions.values import Names
from callsheet.ports.values import Value

Kind = Literal["text", "number", "date", "time", "datetime", "list"]
Gives = Literal["text", "speech", "weekday", "number", "date", "time", "datetime", "item", "alike"]
Arguments = tuple[Value, ...]


class Filter(Struct, frozen=True):
    """A filter. `apply` gets a value that is not None, and raises `Unusable` ("needs a date") for a wrong one.

    `refuse` tells what is wrong with the arguments as they are written, or gives empty text. `example` shows a use.
    `takes` are the kinds of values that `apply` can work on, `gives` is the kind of the result (`item`: the list's;
    `alike`: that of the value, where it is a date or a time already; `speech`: a text as people say it; `weekday`: the
    text of one).
    """

    apply: Callable[[Value, Arguments, Names], Value]
    refuse: Callable[[Arguments], str]
    example: str
    takes: frozenset[Kind]
    gives: Gives
    clock: bool = False  # whether the result depends on the day or the time zone of the call


def no_arguments(arguments: Arguments) -> str:
    """The `refuse` of a filter that takes none."""
    return "it takes nothing in brackets" if arguments else ""
