"""How late something has been in the last seconds."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from callsheet.ports.clock import Clock

# Seconds for which what was late counts. A question and its answer take about as long.
WINDOW_SECONDS = 10.0
# Measurements that are kept: more than come in that time.
MOST_KEPT = 500
# Of them, so many are in time. In the middle nothing is seen of those who wait longest.
SHARE = 0.9


class Lateness:
    """Of one kind of work: the time from when it could be done to when it was.

    Fewer than `fewest` in the last seconds tell of themselves, and not of how late the work is.
    """

    def __init__(self, clock: Clock, fewest: int = 1) -> None:
        self._clock = clock
        self._fewest = fewest
        self._done: deque[tuple[float, float]] = deque(maxlen=MOST_KEPT)  # when it was done, and after how long
        self._waiting: list[float] = []  # since when

    @contextmanager
    def measuring(self, since: float | None = None) -> Iterator[None]:
        """While this is entered, somebody waits for work that could be done `since` then, or from now on."""
        since = self._clock.monotonic() if since is None else since
        self._waiting.append(since)
        try:
            yield
        finally:
            self._waiting.remove(since)
            now = self._clock.monotonic()
            self._done.append((now, now - since))

    @property
    def seconds(self) -> float:
        """One of ten was later than this; what still waits counts where it is later already."""
        now = self._clock.monotonic()
        while self._done and self._done[0][0] < now - WINDOW_SECONDS:
            self._done.popleft()
        done = [seconds for _, seconds in self._done]
        usual = _late(done) if done else 0.0
        late = done + [now - since for since in self._waiting if now - since > usual]
        return _late(late) if len(late) >= self._fewest else 0.0


def _late(seconds: list[float]) -> float:
    return sorted(seconds)[int(SHARE * len(seconds))]
