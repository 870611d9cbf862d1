"""For how many calls at once this machine hears and speaks in time; beyond it, everybody would be answered late.

Two things tell: what calls cost, and what the processors have left for them, before it is too late; and how late speech
really is, where that was not enough.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from callsheet.adapters.machine import CpuUse, processors, use
from callsheet.ports.clock import Clock
from callsheet.ports.speech import FRAME_BYTES, Ear, SpeechFailed
from callsheet.service.admission import Closed
from callsheet.service.lateness import Lateness
from callsheet.service.logs import log

if TYPE_CHECKING:  # it imports the metrics' library, which the command does that has it
    from callsheet.service.metrics import Metrics

# Seconds between two looks.
LOOK_SECONDS = 0.5
# Seconds that speech may be late, words and voices together: no more calls from the one on, and calls again below the
# other. A caller hears the next sound 0.6 s later than that: after the pause that ends an answer, and on its way.
TOO_LATE_SECONDS, IN_TIME_SECONDS = 0.4, 0.2
# Of the processors' time, whoever uses it, and of the one thread's that all sound goes through: with more of it in use,
# work waits.
MOST_USED = 0.8
# Seconds of processors, and of that thread, that a call takes each second until it was measured: as on the machine
# that README names. Measured values count as far as they differ from that by no more than a factor.
CALL_COSTS, CALL_COSTS_MAIN = 0.022, 0.011
FACTOR = 4.0
# With fewer calls than these, what they cost cannot be told from what it costs to be there.
FEWEST_MEASURED = 5
# How much of each look counts: what a call costs is a matter of half a minute of it.
WEIGHT = LOOK_SECONDS / 30.0
# The same of what the processors have left: others come and go faster.
WEIGHT_LEFT = LOOK_SECONDS / 5.0
# Of the processors, what we get where others want all of them: the system shares them out, and inference is polite.
LEAST_SHARE = 0.35
# Calls that are always taken: below it, it is not the calls that make the machine late.
FEWEST_CALLS = 2


class Capacity:
    """Measures from `watch` on. Everything of it happens in the event loop."""

    def __init__(self, clock: Clock, metrics: "Metrics", look: Callable[[], CpuUse | None] = use) -> None:
        self.words = Lateness(clock)  # from the end of an utterance to what was said
        self.voices = Lateness(clock)  # from a sound to whether it is a voice
        self._clock = clock
        self._metrics = metrics
        self._look = look
        self._before = look()
        self._processors = float(processors())
        self._left = self._processors  # of them, those that we use or could use
        self._costs, self._costs_main = CALL_COSTS, CALL_COSTS_MAIN
        self._late = False

    @property
    def lateness(self) -> float:
        """Seconds that speech is late now."""
        return self.words.seconds + self.voices.seconds

    def most_calls(self) -> int:
        """So many calls at once are heard in time."""
        others = self._processors - self._left
        most = min((MOST_USED * self._processors - others) / self._costs, MOST_USED / self._costs_main)
        return max(int(most), FEWEST_CALLS)

    def closed(self, live: int) -> Closed | None:
        """Why no more calls than these are taken; None where one more is."""
        lateness = self.lateness
        late = lateness > (IN_TIME_SECONDS if self._late else TOO_LATE_SECONDS)
        if late != self._late:
            self._late = late
            log("speech_late" if late else "speech_in_time", "warning" if late else "info", calls=live)
        if live < FEWEST_CALLS:
            return None
        if late:
            return Closed("late", f"speech is {lateness:.1f} s late; calls are taken again when it is in time")
        if live >= (most := self.most_calls()):
            return Closed("capacity", f"this machine hears {most} calls in time, and has as many")
        return None

    async def watch(self, ear: Ear, live: Callable[[], int]) -> None:
        """Measure until it is cancelled; `ear` is used by nobody else."""
        while True:
            due = self._clock.monotonic() + LOOK_SECONDS
            await self._clock.sleep(LOOK_SECONDS)
            with self.voices.measuring(due), suppress(SpeechFailed):  # calls fail by it too, and tell it
                await ear.judge(bytes(FRAME_BYTES))
            self._measure(live())

    def _measure(self, live: int) -> None:
        self._metrics.lateness.set(self.lateness)
        self._metrics.capacity.set(self.most_calls())
        now, before = self._look(), self._before
        self._before = now
        if now is None or before is None or now.at <= before.at:
            return
        seconds = now.at - before.at
        ours = max(now.ours - before.ours, 0.0) / seconds  # less where a process has ended, with all that it had spent
        idle = (now.idle - before.idle) / seconds
        left = min(max(ours + idle, LEAST_SHARE * self._processors), self._processors)
        self._left += WEIGHT_LEFT * (left - self._left)
        if live >= FEWEST_MEASURED:
            self._costs += WEIGHT * (_near(ours / live, CALL_COSTS) - self._costs)
            main = (now.main - before.main) / seconds
            self._costs_main += WEIGHT * (_near(main / live, CALL_COSTS_MAIN) - self._costs_main)


def _near(measured: float, usual: float) -> float:
    return min(max(measured, usual / FACTOR), usual * FACTOR)
