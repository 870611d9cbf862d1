"""Written messages to a telephone: who sends them."""

from typing import Literal, Protocol

By = Literal["sms", "whatsapp"]


class Messenger(Protocol):
    """Sends messages, each once."""

    async def send(self, key: str, to: str, text: str, by: By) -> None:
        """Send a text to a number (E.164); `key` tells that a message is the same one, when it comes twice.

        Raises:
            ProviderFailed: `unknown_outcome` where nobody can tell; with any other kind it was certainly not sent.
        """
