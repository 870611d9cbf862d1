"""The calls in the log: each that a script takes, and how it ended, as the journal has them."""

from callsheet.ports.records import CallRecord, CallStarted, Event
from callsheet.service.logs import log


class CallLog:
    """Implements `Journal`. Of a call that is not begun again there is no beginning, and no second end."""

    def write(self, event: Event) -> None:
        """Tell the log what an event means to whoever operates the service."""
        match event:
            case CallStarted(call_id=call_id, flow=flow):
                log("call_started", call_id=call_id, flow=flow)
            case CallRecord(call_id=call_id, flow=flow, ending=ending, failure_kind=why, took_ms=took_ms):
                log("call_ended", call_id=call_id, flow=flow, ending=ending, why=why, took_ms=took_ms)
