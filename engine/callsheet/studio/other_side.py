"""Whom a page's call rings: nobody is really rung, and the page plays them by its buttons."""

import asyncio
from collections.abc import Callable, Mapping

from callsheet.ports.tasks import done_within
from callsheet.ports.telephony import DONE, CommandResult, LineCode

NOBODY = CommandResult(ok=False, code=LineCode.UNANSWERED, message="nobody picked up")
# What comes of a ring, by what the page says.
CAME: Mapping[str, CommandResult] = {
    "picks_up": DONE,
    "does_not_pick_up": NOBODY,
    "is_busy": CommandResult(ok=False, code=LineCode.BUSY, message="the other side is busy"),
}


class OtherSide:
    """The other side of one call. `tell` has the page told, and waits for nothing: `other` is who is rung or talks with
    the caller, and nobody where there is nobody any more."""

    def __init__(self, tell: Callable[..., None]) -> None:
        self._tell = tell
        self._rung: asyncio.Future[CommandResult] | None = None

    async def ring(self, who: str, seconds: float) -> CommandResult:
        """Ring them, for at most so long. Cancelled, they are not rung any more."""
        self._rung = asyncio.get_running_loop().create_future()
        self._tell(other={"who": who, "talks": False})
        came = NOBODY
        try:
            if await done_within(seconds, self._rung):
                came = self._rung.result()
        finally:
            self._rung = None
            self._tell(other={"who": who, "talks": True} if came.ok else None)
        return came

    def does(self, what: str) -> None:
        """Somebody presses a button of a ring; nobody is rung any more where it came too late."""
        if self._rung is not None and not self._rung.done() and what in CAME:
            self._rung.set_result(CAME[what])

    def gone(self) -> None:
        """They have hung up."""
        self._tell(other=None)
