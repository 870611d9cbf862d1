"""For how many calls at once this machine hears and speaks in time; beyond it, everybody would be answered late.

Three things tell: what calls cost, and what the processors have left for them; how many begin together, since they also
answer together; and, where that was not enough, how late speech really is.
"""

from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

from callsheet.adapters.machine import processors, use
from callsheet.ports.clock import Clock
from callsheet.ports.speech import FRAME_BYTES, Ear, SpeechFailed
from callsheet.service.admission import Closed
from callsheet.service.lateness import Lateness
from callsheet.service.logs import log

if TYPE_CHECKING:  # the one is wanted as a type alone, and the other's library is what the command does that has it
    from collections.abc import Callable

    from callsheet.adapters.machine import CpuUse
    from callsheet.service.metrics import Metrics

# Seconds between two looks.
LOOK_SECONDS = 0.5
# Seconds that speech may be late, words and voices together: no more calls from the one on, and calls again below the
# other. A caller hears the next sound 0.6 s later than that: after the pause that ends an answer, and on its way; so
# nine callers in ten hear it within 1.1 s.
TOO_LATE_SECONDS, IN_TIME_SECONDS = 0.5, 0.3
# Fewer answers in ten seconds may be late because they are long.
FEWEST_ANSWERS = 10
# Of the processors' time, whoever uses it, and of the one thread's that all sound goes through: with more of it in use
# on the average, all of it is wanted too often, and work waits.
MOST_USED = 0.72
# Seconds of processors, and of that thread, that a call takes each second until it was measured: as on the machine
# that README names when it has many. Measured values count as far as they differ from that by no more than a factor.
CALL_COSTS, CALL_COSTS_MAIN = 0.024, 0.012
FACTOR = 4.0
# After so many seconds of calls, what was measured of them counts as much as what was supposed.
SUPPOSED_SECONDS = 60.0
# With fewer calls than these, what they cost cannot be told from what it costs to be there.
FEWEST_MEASURED = 5
# How much of what was measured is forgotten at each look: what a call costs is a matter of half a minute of it.
FORGOTTEN = LOOK_SECONDS / 30.0
# How much of each look counts for what the processors have left: others come and go faster.
WEIGHT_LEFT = LOOK_SECONDS / 5.0
# Of the processors, what we get where others want all of them: the system shares them out, and inference is polite.
LEAST_SHARE = 0.35
# For so many seconds a call begins, and costs twice as much: its prompts have not been spoken before. Those who begin
# together also answer together: only so many of those whom the machine hears in time.
BEGINNING_SECONDS, MOST_BEGINNING = 3.0, 0.36
# Calls that are always taken: below it, it is not the calls that make the machine late.
FEWEST_CALLS = 2


class Capacity:
    """Is told of all calls, and measures from `watch` on. Everything of it happens in the event loop."""

    def __init__(self, clock: Clock, metrics: "Metrics", look: "Callable[[], CpuUse | None]" = use) -> None:
        self.words = Lateness(clock, FEWEST_ANSWERS)  # from the end of an utterance to what was said
        self.voices = Lateness(clock)  # from a sound to whether it is a voice
        self._clock = clock
        self._metrics = metrics
        self._look = look
        self._before = look()
        self._processors = float(processors())
        self._left = self._processors  # of them, those that we use or could use
        self._costs, self._costs_main = Cost(CALL_COSTS), Cost(CALL_COSTS_MAIN)
        self._live = 0
        self._began: deque[float] = deque()  # when, of those that begin
        self._late = False

    @property
    def lateness(self) -> float:
        """Seconds that speech is late now."""
        return self.words.seconds + self.voices.seconds

    def now_live(self, calls: int) -> None:
        """So many calls are under way."""
        if calls > self._live:
            self._began.extend([self._clock.monotonic()] * (calls - self._live))
        self._live = calls

    def most_calls(self) -> int:
        """So many calls at once are heard in time."""
        others = self._processors - self._left
        most = min((MOST_USED * self._processors - others) / self._costs.each, MOST_USED / self._costs_main.each)
        return max(int(most), FEWEST_CALLS)

    def most_now(self) -> int:
        """So many calls there may be now: not more than are heard in time, nor with too many who begin together."""
        most = self.most_calls()
        return min(most, self._live + max(int(MOST_BEGINNING * most), FEWEST_CALLS) - self._beginning())

    def closed(self) -> Closed | None:
        """Why no more calls are taken; None where one more is."""
        lateness = self.lateness
        late = lateness > (IN_TIME_SECONDS if self._late else TOO_LATE_SECONDS)
        if late != self._late:
            self._late = late
            log("speech_late" if late else "speech_in_time", "warning" if late else "info", calls=self._live)
        if self._live < FEWEST_CALLS:
            return None
        if late:
            return Closed("late", f"speech is {lateness:.1f} s late; calls are taken again when it is in time")
        if self._live >= (most := self.most_calls()):
            return Closed("capacity", f"this machine hears {most} calls in time, and has as many")
        return Closed("together") if self._live >= self.most_now() else None

    def _beginning(self) -> int:
        while self._began and self._began[0] <= self._clock.monotonic() - BEGINNING_SECONDS:
            self._began.popleft()
        return len(self._began)

    async def watch(self, ear: Ear) -> None:
        """Measure until it is cancelled; `ear` is used by nobody else."""
        while True:
            due = self._clock.monotonic() + LOOK_SECONDS
            await self._clock.sleep(LOOK_SECONDS)
            with self.voices.measuring(due), suppress(SpeechFailed):  # calls fail by it too, and tell it
                await ear.judge(bytes(FRAME_BYTES))
            self._measure()

    def _measure(self) -> None:
        self._metrics.lateness.set(self.lateness)
        self._metrics.capacity.set(self.most_calls())
        now, before = self._look(), self._before
        self._before = now
        if now is None or before is None or now.at <= before.at:
            return
        seconds = now.at - before.at
        ours = max(now.ours - before.ours, 0.0)  # less where a process has ended, with all that it had spent
        left = min(max((ours + now.idle - before.idle) / seconds, LEAST_SHARE * self._processors), self._processors)
        self._left += WEIGHT_LEFT * (left - self._left)
        if self._live >= FEWEST_MEASURED:
            calls = (self._live + self._beginning()) * seconds
            self._costs.measured(ours, calls)
            self._costs_main.measured(now.main - before.main, calls)


class Cost:
    """Seconds of processors that a second of a call takes: what is supposed, and more and more what was measured."""

    def __init__(self, supposed: float) -> None:
        self._supposed = supposed
        self._spent = self._calls = 0.0  # seconds of processors, and of calls; of those long ago, less and less

    def measured(self, spent: float, calls: float) -> None:
        """So many seconds of processors went into so many seconds of calls."""
        self._spent += spent - FORGOTTEN * self._spent
        self._calls += calls - FORGOTTEN * self._calls

    @property
    def each(self) -> float:
        """Of one second of one call."""
        each = (SUPPOSED_SECONDS * self._supposed + self._spent) / (SUPPOSED_SECONDS + self._calls)
        return min(max(each, self._supposed / FACTOR), self._supposed * FACTOR)
