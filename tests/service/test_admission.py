"""Whether calls are taken, for whatever reason, and that each that is not is counted under it."""

from prometheus_client import generate_latest

from callsheet.service.admission import BUSY, DRAINING, Admission, Closed
from callsheet.service.metrics import Metrics

LATE = Closed("late", "speech is late")


def counted(metrics: Metrics, reason: str) -> float | None:
    return metrics.registry.get_sample_value("callsheet_calls_refused_total", {"reason": reason})


def test_there_is_room_for_as_many_calls_as_are_allowed() -> None:
    admission = Admission(Metrics(), 2)
    assert (admission.closed(), admission.room()) == (None, 2)
    admission.now_live(1)
    assert (admission.closed(), admission.room()) == (None, 1)
    admission.now_live(2)
    assert (admission.closed(), admission.room()) == (BUSY, 0)
    admission.now_live(1)
    assert admission.closed() is None


def test_whoever_knows_a_reason_closes_and_opens_the_door() -> None:
    metrics, late = Metrics(), [LATE]
    admission = Admission(metrics, 2)
    admission.also_asks(lambda: late[0] if late else None)
    assert (admission.closed(), admission.room()) == (LATE, 0)
    admission.refused()
    late.clear()
    assert admission.room() == 2
    admission.refused()
    assert (counted(metrics, "late"), counted(metrics, "busy")) == (1, 1)


def test_what_is_told_comes_before_what_is_not() -> None:
    admission = Admission(Metrics(), 1)
    admission.also_asks(lambda: LATE)
    admission.now_live(1)
    assert admission.closed() is LATE
    admission.drain()
    assert admission.closed() is DRAINING


def test_refused_calls_are_counted_under_their_own_reason() -> None:
    metrics = Metrics()
    admission = Admission(metrics, 1)
    admission.refused("unknown_number", called="+15550199")
    assert counted(metrics, "unknown_number") == 1
    assert b"+1555" not in generate_latest(metrics.registry)
