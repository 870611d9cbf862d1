"""The port `Messenger` over a named request: `message(to, text)!`, or with `by` where it can send by both."""

from msgspec.structs import replace

from callsheet.ports.exceptions import ProviderFailed
from callsheet.ports.http import Http, PreparedRequest
from callsheet.ports.messages import By

NAME = "message"
# Less than a call waits for a message: so whether it was sent is known where it can be.
MOST_SECONDS = 4.5
# The parameters that such a request can have; the first two it must have.
NEEDED, PARAMETERS = ("to", "text"), ("to", "text", "by")


class HttpMessenger:
    """Sends each message as a request of its own."""

    def __init__(self, http: Http, request: PreparedRequest) -> None:
        self._http = http
        self._request = replace(request, timeout_seconds=min(request.timeout_seconds, MOST_SECONDS))

    async def send(self, key: str, to: str, text: str, by: By) -> None:
        """Send a text to a number. Raises `ProviderFailed`."""
        if by != "sms" and "by" not in self._request.parameters:
            raise ProviderFailed("message_refused", "The request that sends messages takes no by: it sends sms alone.")
        values = {"to": to, "text": text, "by": by}
        answered = await self._http.send(self._request, {name: values[name] for name in self._request.parameters}, key)
        if answered.nothing:
            raise ProviderFailed("message_refused", "The message was refused: there is nobody to send it to.")
