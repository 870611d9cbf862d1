"""What comes back from another system, or does not."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from msgspec import Struct


class HttpResponse(Struct, frozen=True):
    """What came back; headers by their names in small letters. There is no body where nobody reads such a one: it is
    too long, or compressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes | None


class NoResponse(Struct, frozen=True):
    """Nothing came back. `sent` tells that something of the request may have reached the other side; `forbidden` that
    it may not go there."""

    sent: bool
    forbidden: bool = False


class SendingProgress:
    """How far a request has come: whether anything of it was sent, also where whoever waits for it gives up."""

    def __init__(self) -> None:
        self.sent = False

    async def note(self, event: str, info: Mapping[str, Any]) -> None:
        """What the library tells of its work."""
        if event == "http11.send_request_headers.started":
            self.sent = True


def went_well(status: int) -> bool:
    """Whether a status says that what was asked for was done."""
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
