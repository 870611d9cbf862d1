"""Other systems, for a call in the terminal: what a rehearsal must not change, and messages that are only shown."""

from collections.abc import Callable, Mapping

from callsheet.diagnostics.visible import visible
from callsheet.ports.http import Http, HttpFailed, PreparedRequest, RequestAnswered
from callsheet.ports.messages import By
from callsheet.ports.values import Cell

# What stands for the request that sends messages where none is sent.
SHOWN = PreparedRequest(name="message", parameters=("to", "text", "by"), changes=True)


class RehearsedHttp:
    """Implements `Http`: what only reads is sent."""

    def __init__(self, http: Http) -> None:
        self._http = http
        self.close = http.close

    async def send(self, request: PreparedRequest, values: Mapping[str, Cell], key: str) -> RequestAnswered:
        """Send a request that changes nothing. Raises `HttpFailed`."""
        if request.changes:
            message = f'The request "{request.name}" was not sent: a rehearsal changes nothing in other systems.'
            raise HttpFailed("request_unreachable", message)
        return await self._http.send(request, values, key)


class ShownMessenger:
    """Implements `Messenger`: nothing is sent, and whoever tries the script sees what would be."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show

    async def send(self, key: str, to: str, text: str, by: By) -> None:
        """Show it."""
        self._show(f"-- not sent, only shown: {by} to {to}: {visible(text)}")
