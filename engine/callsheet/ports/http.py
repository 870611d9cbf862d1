"""Requests to other systems, as an engineer writes them in `.http` files, and who sends them."""

from collections.abc import Iterator, Mapping
from typing import Literal, Protocol

from msgspec import Struct

from callsheet.ports.exceptions import ProviderFailed
from callsheet.ports.values import Cell, Row

# Where a value stands, which says how it is escaped; in JSON outside of quotation marks, or in them.
Where = Literal["address", "header", "json", "json_text", "form", "text"]


class Blank(Struct, frozen=True):
    """A place for a value: that of a parameter, or that of a variable of the environment."""

    name: str
    where: Where
    is_variable: bool = False


Parts = tuple[str | Blank, ...]


class PreparedRequest(Struct, frozen=True, kw_only=True):
    """A named request. `gives` are the fields of the answer that are kept, with their types as those of columns;
    `none` is the status that says that there is nothing, 0 where none does. One that `changes` something is sent once,
    unless it can be sent `again` without harm."""

    name: str
    parameters: tuple[str, ...]
    changes: bool
    method: str = "GET"
    address: Parts = ()
    headers: tuple[tuple[str, Parts], ...] = ()
    body: Parts = ()
    timeout_seconds: float = 5.0
    none: int = 0
    again: bool = False
    gives: Mapping[str, str] = {}

    @property
    def variables(self) -> frozenset[str]:
        """What the environment has to hold."""
        return frozenset(blank.name for blank in self._blanks() if blank.is_variable)

    @property
    def filled(self) -> frozenset[str]:
        """The parameters that it has a place for."""
        return frozenset(blank.name for blank in self._blanks() if not blank.is_variable)

    def _blanks(self) -> Iterator[Blank]:
        for parts in (self.address, *(value for _, value in self.headers), self.body):
            yield from (part for part in parts if isinstance(part, Blank))


class RequestAnswered(Struct, frozen=True):
    """The answer to a request: its status, and the fields that are kept. With `nothing` it says that there is nothing;
    `repeated` tells that it had to be sent twice."""

    status: int
    row: Row = Row({})
    nothing: bool = False
    repeated: bool = False


FailureKind = Literal[
    "bad_value",  # a value cannot stand where it is to stand
    "request_refused",  # it was understood and refused: a status from 400 to 499
    "request_unreachable",  # it was not sent: nobody answers at the address, or it is not to be reached from here
    "request_failed",  # one that changes nothing broke off, or its answer cannot be used
    "unknown_outcome",  # one that changes something may or may not have been done
]


class HttpFailed(ProviderFailed):
    """A request was not answered as it should be.

    `message` is a sentence for an operator, without values, addresses and what variables hold. Every kind but
    `unknown_outcome` says that a request that changes something has certainly changed nothing.
    """

    def __init__(self, kind: FailureKind, message: str) -> None:
        super().__init__(kind, message)
        self.kind: FailureKind = kind


class Http(Protocol):
    """Sends requests, each within its time."""

    async def send(self, request: PreparedRequest, values: Mapping[str, Cell], key: str) -> RequestAnswered:
        """Send a request; `key` tells the other side that one which changes something is the same one, when it comes
        twice. To cancel this leaves the request to itself.

        Raises:
            HttpFailed: why there is no answer that can be used.
        """

    async def close(self) -> None:
        """Let go of connections."""
