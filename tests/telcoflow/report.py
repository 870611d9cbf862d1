"""What came of many calls, as numbers, written as JSON and read back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.telcoflow.placed import PlacedCall

SHARES = (50, 95, 100)  # percentiles


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing was there to be played for `ms`: so much later than it should have did the next frame come."""

    begin_ms: float
    ms: float
    within_prompt: bool


@dataclass(frozen=True, slots=True)
class CallReport:
    """One call. `first_sound_ms` is counted from the answer; `waited_ms` from the end of each of the caller's turns.

    `placed_at` is in seconds of the machine's monotonic clock, everything else in milliseconds since then. `ticks` are
    those from the first that came to the last; `missing` is what did not come in time among them. `talked_ms` is when
    somebody else has picked up, `beside_ms` when they heard the first of the agent.
    """

    call_id: str
    number: str
    placed_at: float
    ended_by: str
    answered_ms: float | None
    ended_ms: float | None
    first_sound_ms: float | None
    heard_ms: float
    sounds: int
    late_frames: int
    gaps: int
    longest_gap_ms: float
    unplayed_ms: float
    waited_ms: tuple[float, ...]
    in_vain: int
    commands: tuple[tuple[float, str], ...]
    spoke_ms: tuple[float, ...]
    turns_ended_ms: tuple[float, ...]
    spans: tuple[tuple[float, float], ...]
    ticks: int
    loud_ticks: int
    missing: tuple[Missing, ...]
    talked_ms: float | None = None
    beside_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run, as far as it can be read back."""

    seconds: float
    worst_tick_late_ms: float
    late_ticks: int
    ticks: int
    faults: tuple[str, ...]
    calls: tuple[CallReport, ...]


def read_report(path: Path) -> Report:
    """What `python -m tests.telcoflow --report` wrote."""
    found = json.loads(path.read_text())
    return Report(
        found["seconds"],
        found["worst_tick_late_ms"],
        found["late_ticks"],
        found["ticks"],
        tuple(found["faults"]),
        tuple(_call_of(fields) for fields in found["calls"]),
    )


def _call_of(fields: dict[str, object]) -> CallReport:
    missing = fields.pop("missing")
    assert isinstance(missing, list)
    plain = {name: _frozen(value) for name, value in fields.items()}
    return CallReport(**plain, missing=tuple(Missing(**one) for one in missing))  # type: ignore[arg-type]  # as written


def _frozen(value: object) -> object:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def report(call: PlacedCall, placed_at: float = 0.0) -> CallReport:
    """What came of a call that is over."""
    sounds = call.recording.sounds()
    first = round(sounds[0].begin_ms - call.answered_ms, 1) if sounds and call.answered_ms is not None else None
    return CallReport(
        call_id=call.call_id,
        number=call.caller.number,
        placed_at=placed_at,
        ended_by=call.ended_by or "",
        answered_ms=call.answered_ms,
        ended_ms=call.ended_ms,
        first_sound_ms=first,
        heard_ms=call.recording.heard_ms(),
        sounds=len(sounds),
        late_frames=call.recording.late_frames,
        gaps=len(call.recording.gaps),
        longest_gap_ms=max((gap.ms for gap in call.recording.gaps), default=0.0),
        unplayed_ms=round(len(call.unplayed) / call.recording.bytes_a_ms, 1),
        waited_ms=tuple(turn.waited_ms for turn in call.turns),
        in_vain=call.in_vain,
        commands=tuple((noted.ms, noted.what) for noted in call.log if noted.of == "agent"),
        spoke_ms=tuple(noted.ms for noted in call.noted("speaks")),
        turns_ended_ms=tuple(turn.ms for turn in call.turns),
        spans=tuple((span.begin_ms, span.end_ms) for span in sounds),
        ticks=call.recording.ticks,
        loud_ticks=call.recording.loud_ticks,
        missing=tuple(
            Missing(starved.begin_ms, starved.ms, call.recording.within_prompt(starved))
            for starved in call.recording.starved
        ),
        talked_ms=next((noted.ms for noted in call.noted("bridged")), None),
        beside_ms=next((span.begin_ms for span in call.callee.recording.sounds()), None) if call.callee else None,
    )


def summary(reports: Sequence[CallReport]) -> dict[str, object]:
    """All of them together."""
    ended: dict[str, int] = {}
    for one in reports:
        ended[one.ended_by] = ended.get(one.ended_by, 0) + 1
    return {
        "calls": len(reports),
        "answered": sum(one.answered_ms is not None for one in reports),
        "ended_by": ended,
        "answered_ms": shares([one.answered_ms for one in reports if one.answered_ms is not None]),
        "first_sound_ms": shares([one.first_sound_ms for one in reports if one.first_sound_ms is not None]),
        "waited_ms": shares([ms for one in reports for ms in one.waited_ms]),
        "late_frames": sum(one.late_frames for one in reports),
        "gaps": sum(one.gaps for one in reports),
        "longest_gap_ms": max((one.longest_gap_ms for one in reports), default=0.0),
        "calls_with_gaps": sum(one.gaps > 0 for one in reports),
        "in_vain": sum(one.in_vain for one in reports),
    }


def shares(values: Sequence[float]) -> dict[str, float]:
    """The median, what all but one in twenty stay below, and the most."""
    ordered = sorted(values)
    if not ordered:
        return {}
    return {f"p{share}": ordered[min(len(ordered) - 1, len(ordered) * share // 100)] for share in SHARES}
