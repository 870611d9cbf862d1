"""The door: whether calls are wanted now, which a provider asks before it takes one on."""

from typing import Protocol

# Calls that come to a door that nobody closes: more than any process can take.
MANY = 10_000


class Door(Protocol):
    """Asked for each call that is announced, of which there may be thousands: it answers at once and cheaply."""

    def room(self) -> int:
        """How many more calls are wanted now."""

    def refused(self, reason: str = "") -> None:
        """The provider itself turned a call away; without a reason, for want of room."""


class OpenDoor:
    """Everybody may come in, and nobody counts those who do not."""

    def room(self) -> int:
        """Enough."""
        return MANY

    def refused(self, reason: str = "") -> None:
        """Nobody asks."""


OPEN = OpenDoor()
