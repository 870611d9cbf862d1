"""The first and the last that is told of a call, whoever drives it: that it began, and the call in one line."""

from callsheet.interpreter.interpreter import Interpreter
from callsheet.ports.endings import Ending
from callsheet.ports.failures import StepFailed
from callsheet.ports.records import CallRecord, CallStarted

NO_FAILURE = StepFailed("", "")


def beginning_of(interpreter: Interpreter) -> CallStarted:
    """That a script took the call."""
    flow, state = interpreter.flow, interpreter.state
    info = state.info
    return CallStarted(
        call_id=info.call_id,
        at=state.started_at,
        flow=flow.name,
        direction=info.direction,
        caller_number=info.caller_number,
        callee_number=info.callee_number,
        digest=flow.digest,
    )


def record_of(interpreter: Interpreter, ending: Ending, took_seconds: float) -> CallRecord:
    """The call, which has come to this ending now."""
    state = interpreter.state
    info = state.info
    failed = ending in ("failed", "limit_reached")  # a failure that its script dealt with is none of the call's
    failure = state.failure if failed and state.failure else NO_FAILURE
    return CallRecord(
        call_id=info.call_id,
        at=max(interpreter.call.clock.now(), state.started_at),
        flow=interpreter.flow.name,
        direction=info.direction,
        caller_number=info.caller_number,
        callee_number=info.callee_number,
        started_at=state.started_at,
        answered_at=state.answered_at,
        ending=ending,
        ended_in=state.ended_in or interpreter.place,
        failed_in=state.failed_in if failed else "",
        failure_kind=failure.kind,
        failure_message=failure.message,
        visits=state.visits,
        writes=state.writes,
        took_ms=round(took_seconds * 1000),
    )
