"""A line on which nobody else can be rung, for those that tests have to other ends."""

from typing import Literal

from callsheet.ports.line import LineFailed, Rung, Spoken


class Alone:
    """What `Line` has to do with the other side."""

    __slots__ = ()

    async def connect(self, targets: tuple[str, ...], ring_seconds: float) -> Rung:
        """Nobody can be rung."""
        return Rung("failed", 0, "this line rings nobody")

    async def speak_beside(self, text: str, to: Literal["other", "both"]) -> Spoken:
        """Nobody hears it."""
        raise LineFailed("line", "the caller talks with nobody else")

    async def until_unbridged(self) -> None:
        """At once."""

    async def leave(self) -> None:
        """At once."""
