"""Whether one more call is taken: everybody asks here, and here every call that is not taken is counted and told."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from callsheet.service.logs import log

if TYPE_CHECKING:  # it imports the metrics' library, which the command does that has it
    from callsheet.service.metrics import Metrics


class Closed(Struct, frozen=True):
    """Why no more calls are taken: the `reason` that refused calls are counted under, and what /readyz tells of it.

    Where nothing is told the service is ready all the same: it has as many calls as it should have.
    """

    reason: str
    told: str = ""


BUSY = Closed("busy")
DRAINING = Closed("draining", "it is ending, and takes no new calls")

Gate = Callable[[], Closed | None]
Bound = Callable[[], int]
Told = Callable[[int], None]


class Admission:
    """Implements `Door`. Everything of it happens in the event loop."""

    def __init__(self, metrics: "Metrics", most_calls: int) -> None:
        self._metrics = metrics
        self._most_calls = most_calls
        self._gates: list[Gate] = []
        self._bounds: list[Bound] = []
        self._told: list[Told] = []
        self._ending = False
        self._live = 0

    @property
    def draining(self) -> bool:
        """Whether it has closed for good."""
        return self._ending

    def drain(self) -> None:
        """Close for good."""
        self._ending = True
        self._metrics.draining.set(1)

    def also_asks(self, gate: Gate) -> None:
        """From now on this one, too, says whether calls are taken; it is asked again before each."""
        self._gates.append(gate)

    def also_bounds(self, bound: Bound) -> None:
        """From now on this one, too, says how many calls there may be at once; a gate has to tell why."""
        self._bounds.append(bound)

    def also_tells(self, told: Told) -> None:
        """From now on this one, too, is told how many calls are under way, whenever one begins or ends."""
        self._told.append(told)

    def now_live(self, calls: int) -> None:
        """So many calls are under way."""
        self._live = calls
        self._metrics.live.set(calls)
        for told in self._told:
            told(calls)

    def closed(self) -> Closed | None:
        """Why no call is taken; None where one is. What /readyz would tell comes first."""
        if self._ending:
            return DRAINING
        for gate in self._gates:
            if closed := gate():
                return closed
        return BUSY if self._live >= self._most_calls else None

    def room(self) -> int:
        """How many more calls are wanted now."""
        most = min(self._most_calls, *(bound() for bound in self._bounds)) if self._bounds else self._most_calls
        return 0 if self.closed() else max(most - self._live, 1)

    def refused(self, reason: str = "", **fields: str) -> None:
        """A call was turned away; without a reason, for want of room. `fields` hold nothing of a caller's."""
        reason = reason or (self.closed() or BUSY).reason
        self._metrics.refused.labels(reason).inc()
        log("call_refused", "warning", reason=reason, **fields)
