"""Providers: where telephone calls come from."""

from collections.abc import AsyncIterator
from typing import Protocol

from msgspec import Struct

from callsheet.ports.telephony import Call


class Health(Struct, frozen=True):
    """Whether new calls can arrive. `message` is a sentence for an operator."""

    up: bool
    message: str


class Telephony(Protocol):
    """A provider: where calls come from."""

    def calls(self) -> AsyncIterator[Call]:
        """New calls, each once, ringing; ends when the provider was closed."""

    def health(self) -> Health:
        """Whether calls can arrive now. Losing the control link is no event of any call."""

    def drain(self) -> None:
        """Take no new calls; whoever calls now is turned away. Calls that are there go on."""

    async def close(self) -> None:
        """Let go of the provider. Calls that are still there end with `EndReason.SHUTDOWN`."""
