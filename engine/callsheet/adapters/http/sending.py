"""One request on its way: sent once, or twice where that does no harm, and what came of it.

What has certainly changed nothing is told apart from what nobody knows: something that was sent, and whose answer does
not say what came of it, may have been done.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from msgspec.structs import replace

from callsheet.adapters.http.answer import HttpResponse, NoResponse, SendingProgress, went_well
from callsheet.adapters.http.filling import FilledRequest
from callsheet.adapters.remote.reading import read_json
from callsheet.ports.answers import Misfit, row_of
from callsheet.ports.http import FailureKind, HttpFailed, PreparedRequest, RequestAnswered
from callsheet.ports.values import Row

# From this status on the other side says that it has failed.
FAILING = HTTPStatus.INTERNAL_SERVER_ERROR
# Ways to another path of the same host that are followed, where nothing is changed.
MOST_REDIRECTIONS = 3
# With these the other side says that it did nothing itself, and that the same has to be sent elsewhere.
NOT_DONE_HERE = frozenset({HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT})
REDIRECTIONS = NOT_DONE_HERE | {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER}


class Sends(Protocol):
    """What sends a request once."""

    async def send(
        self, request: FilledRequest, key: str, progress: SendingProgress, *, reads: bool
    ) -> HttpResponse | NoResponse:
        """Its answer, or that there is none."""


class Sending:
    """One request, which `send` sends; then `result` is what came of it."""

    def __init__(self, request: PreparedRequest, filled: FilledRequest, key: str) -> None:
        self._request = request
        self._filled = filled
        self._key = key
        self._tries = 0
        self._in_doubt = False  # something was sent, and nothing tells what came of it
        self._answer: HttpResponse | None = None
        self._forbidden = False
        self._progress = SendingProgress()

    @property
    def works(self) -> bool:
        """Whether the other side answers, whatever it says."""
        return self._answer is not None and self._answer.status < FAILING

    async def send(self, exchange: Sends) -> None:
        """Send it, and again where that can help."""
        tries = 2 if self._request.again or not self._request.changes else 1
        while self._tries < tries and not (self.works or self._forbidden):
            self._tries += 1
            answer = await self._once(exchange)
            self._answer = answer if isinstance(answer, HttpResponse) else None
            self._forbidden = isinstance(answer, NoResponse) and answer.forbidden
            self._in_doubt = self._in_doubt or not (self.works or (isinstance(answer, NoResponse) and not answer.sent))

    async def _once(self, exchange: Sends) -> HttpResponse | NoResponse:
        """Its answer, wherever on the same host that is."""
        filled = self._filled
        for _ in range(MOST_REDIRECTIONS + 1):
            self._progress = SendingProgress()
            answer = await exchange.send(filled, self._key, self._progress, reads=bool(self._request.gives))
            onward = _onward(filled.address, answer) if not self._request.changes else ""
            if not onward:
                break
            filled = replace(filled, address=onward)
        return answer

    def give_up(self) -> None:
        """The time is over."""
        self._in_doubt = self._in_doubt or self._progress.sent
        self._answer = None

    def result(self) -> RequestAnswered:
        """What came of it. Raises `HttpFailed`."""
        request, answer = self._request, self._answer
        if answer is None:
            raise self._unanswered()
        well, nothing = went_well(answer.status), answer.status == request.none
        refused = answer.status in NOT_DONE_HERE or HTTPStatus.BAD_REQUEST <= answer.status < FAILING
        if request.changes and not well and (self._in_doubt or not (refused or nothing)):
            raise self._unknown()
        if nothing:
            return RequestAnswered(answer.status, nothing=True, repeated=self._tries > 1)
        if well:
            return RequestAnswered(answer.status, self._kept(answer), repeated=self._tries > 1)
        if not self.works:
            raise self._failed("request_failed", f"the other side has failed, with status {answer.status}")
        raise self._failed("request_refused", f"the other side has refused it, with status {answer.status}")

    def _kept(self, answer: HttpResponse) -> Row:
        """The fields that are kept of an answer."""
        gives = self._request.gives
        if not gives:
            return Row({})
        fields = read_json(answer.body) if answer.body is not None else None
        kind: FailureKind = "unknown_outcome" if self._request.changes else "request_failed"
        if not isinstance(fields, Mapping):
            raise self._failed(kind, "the answer is no JSON with fields, or longer than 64 KiB")
        try:
            return row_of(gives, fields)
        except Misfit as misfit:
            raise self._failed(kind, f'the answer has something in "{misfit.field}" that does not fit') from None

    def _unanswered(self) -> HttpFailed:
        if self._forbidden:
            return self._failed("request_unreachable", "its host lies in a network that requests may not go to")
        if not self._in_doubt:
            return self._failed("request_unreachable", "its host cannot be reached")
        if self._request.changes:
            return self._unknown()
        return self._failed("request_failed", "the other side did not answer in time, or broke off")

    def _unknown(self) -> HttpFailed:
        return self._failed("unknown_outcome", "it was sent, and the other side does not tell whether it was done")

    def _failed(self, kind: FailureKind, why: str) -> HttpFailed:
        return HttpFailed(kind, f'The request "{self._request.name}" failed: {why}.')


def _onward(address: str, answer: HttpResponse | NoResponse) -> str:
    """Where on the same host an answer leads; empty where it does not."""
    if not isinstance(answer, HttpResponse) or answer.status not in REDIRECTIONS:
        return ""
    try:
        onward = urljoin(address, answer.headers.get("location", ""))
        same = urlsplit(onward)[:2] == urlsplit(address)[:2]
    except ValueError:
        return ""
    return onward if same and onward.isascii() and onward.isprintable() and " " not in onward else ""
