"""What a service counts, for Prometheus. Most of it is read off the journal: what a call does, it journals.

Labels hold names out of scripts, endings and kinds of failures: nothing of a caller's, and few different values.
"""

from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector

from callsheet.ports.failures import StepFailed
from callsheet.ports.records import (
    CallerHeard,
    CallLost,
    CallRecord,
    CallStarted,
    Event,
    MessageSent,
    RecordingKept,
    RequestSent,
    RowsWritten,
    SomebodyRung,
    Visit,
)
from callsheet.steps import VERBS

# Seconds. A caller notices a pause from half a second on.
WORK_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 2.0, 5.0)
CALL_BUCKETS = (5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0)
CONFIDENCE_BUCKETS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
WRITING = frozenset(name for name, verb in VERBS.items() if verb.writes)


class Metrics:
    """Implements `Journal`, and counts what no journal tells. May be used from any thread."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        counter, gauge = partial(Counter, registry=registry), partial(Gauge, registry=registry)
        histogram = partial(Histogram, registry=registry)
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        self.started = counter("callsheet_calls_started", "Calls that a script took.", ["flow"])
        self.ended = counter("callsheet_calls_ended", "Calls that have ended.", ["flow", "ending"])
        self.seconds = histogram("callsheet_call_seconds", "How long calls lasted.", ["flow"], buckets=CALL_BUCKETS)
        self.live = gauge("callsheet_calls_live", "Calls under way.")
        self.refused = counter("callsheet_calls_refused", "Calls that were turned away.", ["reason"])
        self.lost = counter("callsheet_calls_lost", "Calls that an engine left open when it died.")
        self.rings = counter("callsheet_rings", "Somebody was rung, to talk with a caller.", ["flow", "outcome"])
        self.failures = counter("callsheet_step_failures", "Steps that failed.", ["kind"])
        self.writes = counter("callsheet_writes", "Writes in the database.", ["flow"])
        self.recordings = counter("callsheet_recordings", "Recordings that were kept.")
        self.recorded_seconds = counter("callsheet_recorded_seconds", "How long these are.")
        self.write_failures = counter("callsheet_write_failures", "Writes that failed.", ["kind"])
        self.requests = counter("callsheet_requests", "Requests that other systems have answered.", ["request"])
        self.messages = counter("callsheet_messages", "Written messages that were sent.", ["by"])
        self.speech_failures = counter("callsheet_speech_failures", "Speech that failed.", ["part", "kind"])
        self.confidence = histogram(
            "callsheet_recognition_confidence",
            "How sure the recognition of speech was, 0 to 1.",
            buckets=CONFIDENCE_BUCKETS,
        )
        self.recognition_seconds = histogram(
            "callsheet_recognition_seconds", "From the end of an utterance to its words.", buckets=WORK_BUCKETS
        )
        self.synthesis_seconds = histogram(
            "callsheet_synthesis_seconds", "From a prompt's text to its first audio.", buckets=WORK_BUCKETS
        )
        self.dropped_frames = counter(
            "callsheet_audio_frames_dropped", "Frames of callers' audio that nobody took in time."
        )
        self.reloads = counter("callsheet_script_reloads", "New versions of scripts and numbers.", ["result"])
        self.scripts_refused = gauge("callsheet_scripts_refused", "Files whose present version new calls do not get.")
        self.journal_failures = counter("callsheet_journal_failures", "Events that could not be journalled.")
        self.lateness = gauge("callsheet_speech_lateness_seconds", "How late speech is heard.")
        self.capacity = gauge("callsheet_calls_capacity", "Calls at once that this machine hears in time.")
        self.draining = gauge("callsheet_draining", "1 while no new calls are taken.")
        self._flows: dict[str, str] = {}

    def write(self, event: Event) -> None:
        """Count what an event tells."""
        match event:
            case CallStarted(call_id=call_id, flow=flow):
                self._flows[call_id] = flow
                self.started.labels(flow).inc()
            case Visit():
                self._count_visit(event)
            case CallRecord(call_id=call_id, flow=flow, ending=ending, took_ms=took_ms):
                self._flows.pop(call_id, None)
                self.ended.labels(flow, ending).inc()
                self.seconds.labels(flow).observe(took_ms / 1000)
            case CallLost():
                self.lost.inc()

    def _count_visit(self, visit: Visit) -> None:
        for part in visit.parts:
            match part:
                case CallerHeard(kind="utterance", confidence=confidence):
                    self.confidence.observe(confidence)
                case SomebodyRung(outcome=outcome):
                    self.rings.labels(self._flows.get(visit.call_id, ""), outcome).inc()
                case RowsWritten():
                    self.writes.labels(self._flows.get(visit.call_id, "")).inc()
                case RequestSent(request=request):
                    self.requests.labels(request).inc()
                case MessageSent(by=by):
                    self.messages.labels(by).inc()
                case RecordingKept(seconds=seconds):
                    self.recordings.inc()
                    self.recorded_seconds.inc(seconds)
                case StepFailed(kind=kind):
                    self.failures.labels(kind).inc()
                    if visit.verb in WRITING:
                        self.write_failures.labels(kind).inc()
