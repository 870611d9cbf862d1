"""Journals that tests read back, written by the records that calls leave."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from callsheet.ports.encoding import to_json
from callsheet.ports.endings import Ending
from callsheet.ports.failures import ModelUnavailable, StepFailed
from callsheet.ports.records import (
    CallerHeard,
    CallLost,
    CallRecord,
    CallStarted,
    Event,
    IntentUnderstood,
    NoteTaken,
    PromptSpoken,
    RowsRead,
    RowsWritten,
    Visit,
    VisitPart,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANN, CLINIC = "+15550100", "+15550199"
DIGEST = "c0ffee0123456789" * 4


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def started(call_id: str = "c-1", seconds: float = 0, caller: str = ANN) -> CallStarted:
    return CallStarted(call_id, at(seconds), "clinic", "inbound", caller, CLINIC, DIGEST)


def visit(verb: str, *parts: VisitPart, seconds: float = 0, took: float = 0, outcome: str = "done") -> Visit:
    return Visit("c-1", at(seconds), 1, verb, verb, 4, outcome, round(took * 1000), parts)


def ended(
    call_id: str = "c-1",
    ending: Ending = "completed",
    began: float = 0,
    took: float = 62.3,
    failure: tuple[str, str, str] = ("", "", ""),
) -> CallRecord:
    failed_in, kind, message = failure
    times = (at(began + took), "clinic", "inbound", ANN, CLINIC, at(began), at(began))
    return CallRecord(call_id, *times, ending, "disconnect", failed_in, kind, message, 12, 1, round(took * 1000))


def lost(call_id: str = "c-1", seconds: float = 600) -> CallLost:
    return CallLost(call_id, at(seconds), "clinic", NOON.isoformat(), ("finish (1 row)",))


A_CALL: tuple[Event, ...] = (
    started(),
    visit("answer", seconds=0, took=0.2),
    visit("query", RowsRead("person", {"phone": ANN, "born": None, "active": True}, 1), seconds=0.2),
    visit("say", PromptSpoken("Hello.", 900, 900, False), seconds=0.3, took=0.9),
    visit(
        "ask",
        PromptSpoken("Will you come tomorrow at nine?", 1200, 4500, True),
        CallerHeard("utterance", "yes, sure", 0.93),
        IntentUnderstood("agree", "phrase", 1.0),
        seconds=1.2,
        took=2.5,
        outcome="agree",
    ),
    visit("write", RowsWritten("finish", {"task_id": 7}, 1), seconds=3.7, took=0.1),
    visit("write", RowsWritten("finish", {"task_id": 7}, 1, repeated=True), seconds=3.8),
    visit("note", NoteTaken("comes"), seconds=3.9),
    visit("pause", seconds=4, took=2),
    visit("ask", CallerHeard("key", "#", 1.0), ModelUnavailable("timeout", "it was late"), seconds=59.96, took=0),
    visit("ask", CallerHeard("silence", "", 1.0), IntentUnderstood("silent", "silent", 0.0), seconds=60, took=1),
    visit("say", StepFailed("speech", "the voice is broken"), seconds=61, outcome="failed"),
    visit("say", PromptSpoken("Good-bye.", 300, 800, False), seconds=61.5, took=0.3, outcome="hung_up"),
    ended(ending="failed", failure=("say", "speech", "the voice is broken")),
)


def write_journal(path: Path, *events: Event, redact: bool = False) -> Path:
    path.write_text("".join(f"{to_json(event, redact=redact)}\n" for event in events))
    return path
