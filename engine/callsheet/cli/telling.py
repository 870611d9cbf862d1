"""What a call in the terminal tells beside the conversation: what was understood, and what failed, where."""

from collections.abc import Callable

from callsheet.diagnostics.visible import visible
from callsheet.flow.model import Flow
from callsheet.ports.failures import ModelUnavailable, StepFailed
from callsheet.ports.records import CallRecord, Event, IntentUnderstood, RequestSent, Visit

# What to do, where the message of a failure does not say it already, as those of a database do.
REMEDIES: dict[str, str] = {
    "missing_value": 'write | default("…") behind it, or put the step under an if',
    "bad_value": "mend the script or the data, so that the value is of the kind that is needed",
    "request_unreachable": "look at the address, at the variables of the environment, and whether the host is up",
    "request_refused": "look at the request in the .http file, and at what it is given",
    "line": "answer before the step; else ask who runs the line",
    "speech": "look at the text, and at the speech service",
    "recognition": "look at the speech service",
    "limit": "raise the limit under limits:, or ask for less",
    "engine_fault": "please report it, with what stands on standard error",
}


class Telling:
    """A journal that is told at once. `shown` is the script's path as messages name it."""

    def __init__(self, flow: Flow, shown: str, show: Callable[[str], None]) -> None:
        self._flow, self._shown, self._show = flow, shown, show

    def write(self, event: Event) -> None:
        """Tell what of an event does not show in the conversation."""
        if not isinstance(event, Visit):
            return
        for part in event.parts:
            match part:
                case IntentUnderstood(how="silent"):
                    pass  # the caller said nothing, and the conversation says so
                case IntentUnderstood(intent=intent, why=why) if why:
                    self._show(f"-- understood: {intent}: {why}")
                case IntentUnderstood(intent=intent, how=how):
                    self._show(f"-- understood: {intent}" + (f" ({how})" if how != intent else ""))
                case RequestSent(request=request, status=status):
                    self._show(f"-- {request} was answered, with status {status}")
                case ModelUnavailable(message=message):
                    self._show(f"-- the model could not be asked: {visible(message)}")
                case StepFailed(kind=kind, message=message):
                    place = f"{visible(self._shown)}:{event.line}"
                    self._show(f"-- {place}: {event.state} failed: {visible(message)} ({kind})")
                    if kind in REMEDIES:
                        self._show(f"--   {REMEDIES[kind]}")

    def ending(self, record: CallRecord) -> list[str]:
        """How the call ended, and at which line of the script where it failed."""
        lines = [f"-- the call ended: {record.ending}"]
        if record.failure_kind:
            state = self._flow.states.get(record.failed_in)
            place = f"{self._shown}:{state.span.line}: {state.name}: " if state else ""
            lines.append(f"--   {visible(place + record.failure_message)}")
        return lines
