"""What a program gets from `import callsheet`: these names, and no others, stay as they are."""

from callsheet.api.calls import open_http, read_journal, take_call
from callsheet.api.checking import check_path, check_text, compile_script
from callsheet.checks.check import Checked
from callsheet.diagnostics.diagnostic import Code, Diagnostic, Edit, Span
from callsheet.flow.model import Flow
from callsheet.journal.reading import JournalEntry
from callsheet.journal.writers import JsonLines
from callsheet.ports.clock import Clock
from callsheet.ports.data import Database
from callsheet.ports.exceptions import ProviderFailed
from callsheet.ports.http import Http, HttpFailed, PreparedRequest, RequestAnswered
from callsheet.ports.journal import Journal
from callsheet.ports.line import HungUp, Interruptions, Line, LineFailed, Listening, Rung, SoundSink, Spoken
from callsheet.ports.messages import Messenger
from callsheet.ports.recordings import RecordingFailed, Transcriber
from callsheet.ports.records import CallRecord, Event
from callsheet.ports.speech import SpeechFailed
from callsheet.ports.telephony import CallInfo, Heard, KeyPress, Keys, Silence, Utterance
from callsheet.ports.understanding import Model

__all__ = [
    "CallInfo",
    "CallRecord",
    "Checked",
    "Clock",
    "Code",
    "Database",
    "Diagnostic",
    "Edit",
    "Event",
    "Flow",
    "Heard",
    "Http",
    "HttpFailed",
    "HungUp",
    "Interruptions",
    "Journal",
    "JournalEntry",
    "JsonLines",
    "KeyPress",
    "Keys",
    "Line",
    "LineFailed",
    "Listening",
    "Messenger",
    "Model",
    "PreparedRequest",
    "ProviderFailed",
    "RecordingFailed",
    "RequestAnswered",
    "Rung",
    "Silence",
    "SoundSink",
    "Span",
    "SpeechFailed",
    "Spoken",
    "Transcriber",
    "Utterance",
    "check_path",
    "check_text",
    "compile_script",
    "open_http",
    "read_journal",
    "take_call",
]
