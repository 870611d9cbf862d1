"""One file per verb. A new verb is a file here, its line in VERBS, its schema fragment and its cases."""

from collections.abc import Mapping

from callsheet.script.reading import Verb
from callsheet.steps.answer import Answer
from callsheet.steps.ask import Ask
from callsheet.steps.ask_again import AskAgain
from callsheet.steps.barge import Barge
from callsheet.steps.branch import Branch
from callsheet.steps.collect import Collect
from callsheet.steps.connect import Connect
from callsheet.steps.disconnect import Disconnect
from callsheet.steps.for_each import ForEach
from callsheet.steps.if_ import If
from callsheet.steps.leave import Leave
from callsheet.steps.loop import Loop
from callsheet.steps.message import Message
from callsheet.steps.next_item import NextItem
from callsheet.steps.note import Note
from callsheet.steps.pause import Pause
from callsheet.steps.query import Query
from callsheet.steps.record import Record
from callsheet.steps.record_call import RecordCall
from callsheet.steps.request import Request
from callsheet.steps.run import Run
from callsheet.steps.say import Say
from callsheet.steps.set_ import Set
from callsheet.steps.stop_loop import StopLoop
from callsheet.steps.switch import Switch
from callsheet.steps.transcribe import Transcribe
from callsheet.steps.whisper import Whisper
from callsheet.steps.write import Write

VERBS: Mapping[str, type[Verb]] = {
    verb.verb: verb
    for verb in (
        Answer,
        Say,
        Ask,
        AskAgain,
        Collect,
        Query,
        Write,
        Request,
        Message,
        Record,
        RecordCall,
        Transcribe,
        ForEach,
        Loop,
        If,
        Branch,
        Switch,
        Set,
        Run,
        NextItem,
        StopLoop,
        Pause,
        Note,
        Connect,
        Whisper,
        Barge,
        Leave,
        Disconnect,
    )
}
