"""How much of the agent's sound came in time."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.telcoflow.recording import TICK_MS
from tests.telcoflow.report import CallReport

# Milliseconds that a frame may come after its moment: what networks' own buffers make up for.
LATE_MS = 60.0


@dataclass(frozen=True, slots=True)
class InTime:
    """Of `ticks` of 20 ms, `late` had nothing to play because a frame came more than `LATE_MS` late."""

    ticks: int
    late: int
    worst_ms: float

    @property
    def share(self) -> float:
        """Of those that were in time, 0.0 to 1.0."""
        return 1 - self.late / self.ticks if self.ticks else 0.0


def in_time(calls: Sequence[CallReport], *, within_prompts: bool) -> InTime:
    """Of the ticks with sound in them, or of all from a call's first frame to its last.

    Every tick counts that passes while a frame is late, so that one that is a second late counts as fifty.
    """
    gaps = [gap for call in calls for gap in call.missing if gap.within_prompt or not within_prompts]
    late = sum(round(gap.ms / TICK_MS) for gap in gaps if gap.ms > LATE_MS)
    ticks = sum(call.loud_ticks if within_prompts else call.ticks for call in calls)
    return InTime(ticks, late, max((gap.ms for gap in gaps), default=0.0))


def heard_after(call: CallReport, ms: float, within_ms: float) -> float:
    """How much sound the caller heard in the time after a moment, in milliseconds."""
    return sum(max(0.0, min(end, ms + within_ms) - max(begin, ms)) for begin, end in call.spans)


def median(values: Sequence[float]) -> float:
    """The middle one; nothing's is nothing."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2] if ordered else float("nan")
