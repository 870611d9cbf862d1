"""The other systems of a test: nothing is sent anywhere, and what they answer is what the test says."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, tzinfo

from msgspec import Struct

from callsheet.diagnostics.catalogue import WRONG_REQUEST
from callsheet.ports.answers import row_of
from callsheet.ports.clock import Clock
from callsheet.ports.exceptions import ProviderFailed
from callsheet.ports.http import HttpFailed, PreparedRequest, RequestAnswered
from callsheet.ports.iso import write_moment
from callsheet.ports.messages import By
from callsheet.ports.values import Cell as Value
from callsheet.testing.cases import MESSAGE, Cell, GivenAnswer, GivenRow, TableRows, Tables
from callsheet.testing.conversation import Problem
from callsheet.testing.failing import SLOW_SECONDS
from callsheet.testing.moments import moment_of
from callsheet.testing.progress import Progress
from callsheet.testing.rows import said_of, shown

DONE, FOUND_NOTHING = 200, 404


class Sent(Struct, frozen=True):
    """A request that the call has sent."""

    name: str
    values: Mapping[str, Value]


class GivenHttp:
    """Implements `Http`: sends nothing, keeps what was to be sent, and answers what is given."""

    def __init__(self, given: Mapping[str, GivenAnswer]) -> None:
        self._given = given
        self.sent: list[Sent] = []

    async def send(self, request: PreparedRequest, values: Mapping[str, Value], key: str) -> RequestAnswered:
        """What is given; one whose answer has no fields is done."""
        self.sent.append(Sent(request.name, dict(values)))
        answer = self._given.get(request.name)
        if answer is None:
            if request.gives:
                message = f'Nothing is sent from here, and nobody has said what "{request.name}" answers.'
                raise HttpFailed("request_unreachable", message)
            return RequestAnswered(DONE)
        if answer.row is None:
            return RequestAnswered(request.none or FOUND_NOTHING, nothing=True)
        return RequestAnswered(DONE, row_of(request.gives, fields_of(answer.row)))

    async def close(self) -> None:
        """There is nothing to let go of."""


class ScriptedHttp(GivenHttp):
    """The same in a test, which also says what fails, and what takes long."""

    def __init__(self, progress: Progress, clock: Clock, given: Mapping[str, GivenAnswer]) -> None:
        super().__init__(given)
        self._progress = progress
        self._clock = clock

    async def send(self, request: PreparedRequest, values: Mapping[str, Value], key: str) -> RequestAnswered:
        """What the test gives, unless it lets the request fail: then nothing was done."""
        if self._progress.holds("slow", request.name):
            await self._clock.sleep(SLOW_SECONDS)
        if self._progress.holds("fails", request.name):
            raise HttpFailed("request_unreachable", f'The test lets "{request.name}" fail.')
        if request.gives and request.name not in self._given:
            self._progress.not_given(request.name)
        answered = await super().send(request, values, key)
        if self._progress.holds("unknown", request.name):
            raise HttpFailed("unknown_outcome", f'The test lets nobody know whether "{request.name}" was done.')
        return answered


class ScriptedMessenger:
    """Implements `Messenger`: whoever the message goes to receives it at once."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    async def send(self, key: str, to: str, text: str, by: By) -> None:
        """Unless the test lets messages fail."""
        if self._progress.holds("fails", MESSAGE):
            raise ProviderFailed("message_refused", "The test lets messages fail.")
        self._progress.message(to, text)
        if self._progress.holds("unknown", MESSAGE):
            raise ProviderFailed("unknown_outcome", "The test lets nobody know whether a message was sent.")


def fields_of(row: GivenRow) -> dict[str, object]:
    """What a test gives as an answer, as JSON would have it."""
    return {cell.column.text: cell.value for cell in row.cells}


def wrong_requests(sent: Iterable[Sent], expected: Tables, zone: tzinfo) -> Iterator[Problem]:
    """Each request that was to be sent and was not, and each that was sent beyond those; moments without an offset are
    in the script's `zone`."""
    everything = list(sent)
    for requests in expected.values():
        yield from _wrong([each for each in everything if each.name == requests.name.text], requests, zone)


def _wrong(sent: list[Sent], expected: TableRows, zone: tzinfo) -> Iterator[Problem]:
    name, left = expected.name.text, list(sent)
    got = "; ".join(_told(each) for each in sent) or f"no request {name}"
    for row in expected.rows:
        found = next((each for each in left if _fits(each, row, zone)), None)
        if found is None:
            wanted = ", ".join(f"{cell.column.text} {said_of(cell)}" for cell in row.cells)
            again = " a second time" if any(_fits(each, row, zone) for each in sent) else ""
            message = f"the call did not send {name} with {wanted}{again}"
            yield Problem(WRONG_REQUEST, row.span, message, f"{name} with {wanted}{again}", got)
        else:
            left.remove(found)
    if len(sent) > len(expected.rows):
        times = f"{len(sent)} times" if len(sent) > 1 else "once"
        message = f"the call sent {name} {times}, and the test says {len(expected.rows) or 'never'}"
        yield Problem(WRONG_REQUEST, expected.name.span, message, f"{len(expected.rows)} of {name}", got)


def _fits(sent: Sent, row: GivenRow, zone: tzinfo) -> bool:
    return all(_equal(sent.values.get(cell.column.text), cell, zone) for cell in row.cells)


def _equal(value: Value, cell: Cell, zone: tzinfo) -> bool:
    if cell.filled:
        return value is not None
    match value:
        case datetime():
            return isinstance(cell.value, str) and moment_of(cell.value, zone) == value
        case date() | time():
            return cell.value == value.isoformat()
    return bool(value == cell.value)


def _told(sent: Sent) -> str:
    return f"{sent.name} with " + ", ".join(f"{name} {_shown(value)}" for name, value in sent.values.items())


def _shown(value: Value) -> str:
    return shown(write_moment(value) if isinstance(value, datetime) else value)
