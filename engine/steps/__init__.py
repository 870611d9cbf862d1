"""One file per verb. A new verb is a file here, its line in VERBS, its schema fragment and its cases."""

from collections.abc import Mapping

from engine.steps.answer import Answer
from engine.steps.ask import Ask
from engine.steps.branch import Branch
from engine.steps.disconnect import Disconnect
from engine.steps.for_each import ForEach
from engine.steps.if_ import If
from engine.steps.next_item import NextItem
from engine.steps.note import Note
from engine.steps.pause import Pause
from engine.steps.query import Query
from engine.steps.run import Run
from engine.steps.say import Say
from engine.steps.set_ import Set
from engine.steps.step import Step
from engine.steps.stop_loop import StopLoop
from engine.steps.switch import Switch
from engine.steps.write import Write

VERBS: Mapping[str, type[Step]] = {
    verb.verb: verb
    for verb in (
        Answer,
        Say,
        Ask,
        Query,
        Write,
        ForEach,
        If,
        Branch,
        Switch,
        Set,
        Run,
        NextItem,
        StopLoop,
        Pause,
        Note,
        Disconnect,
    )
}
