"""The names that the language itself has in a call: `call`, `today`, `now`, `hours`, `failure`."""

from collections.abc import Mapping
from datetime import UTC, datetime

from callsheet.expressions import Names
from callsheet.flow.model import Flow
from callsheet.interpreter.opening import opening
from callsheet.interpreter.state import CallData
from callsheet.ports.clock import Timekeeper
from callsheet.ports.values import Row, Value
from callsheet.script.step import Step


def built_in(name: str, flow: Flow, state: CallData, clock: Timekeeper) -> Value:
    """The value that the language has under `name`; None under other names."""
    match name:
        case "call":
            return _call(state)
        case "today":
            return state.today
        case "now":
            return local(clock.now(), flow)
        case "hours" if flow.hours:
            now = local(clock.now(), flow)
            return Row({name: opening(hours, now) for name, hours in flow.hours.items()})
        case "failure" if (failure := state.failure) is not None:
            return Row({"step": state.failed_in, "kind": failure.kind, "message": failure.message})
    return None


def choices(step: Step, names: Names) -> Value:
    """What a question's texts read out, where there are rows to choose from."""
    question = step.asks()
    return question.settings.slot.read_out(names) if question and question.settings.slot else None


def local(now: datetime, flow: Flow) -> datetime:
    """Now, on the script's clock, in whole seconds: what a script writes and speaks is read by people."""
    return now.astimezone(flow.timezone or UTC).replace(microsecond=0)


def _call(state: CallData) -> Row:
    """What `call` is in a script; once it has ended, also how it did."""
    info = state.info
    ended: Mapping[str, Value] = {}
    if state.ending:
        ended = {"ending": state.ending, "seconds": state.lasted_seconds, "transcript": state.transcript}
    # A number that is withheld is missing: as an empty text it would be that of whoever has none in the database.
    return Row(
        {
            "id": info.call_id,
            "direction": info.direction,
            "caller_number": info.caller_number or None,
            "callee_number": info.callee_number or None,
            "person_number": info.person_number or None,
            "recording": state.recording or None,
            **ended,
        }
    )
