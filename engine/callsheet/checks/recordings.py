"""Recordings: what is put into words is one, what is recorded is kept, and whoever is recorded knows of it."""

from collections.abc import Iterator

from callsheet.analysis.facts import RECORDING
from callsheet.analysis.inference import shape_of
from callsheet.analysis.shapes import UNKNOWN, WORDS
from callsheet.checks.ways import FactsAt, states_before
from callsheet.diagnostics.catalogue import FILE_NOT_KEPT, NOT_A_RECORDING, RECORDED_UNTOLD
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.flow.model import Flow, State


def check_recordings(flow: Flow, reached: FactsAt) -> Iterator[Diagnostic]:
    """What is lost of recordings, and who does not know of them: each once, however often its section is run."""
    if any(flow.states[name].step.records for name in reached if name in flow.states):
        yield from _not_kept(flow)
        yield from _untold(flow)


def check_transcribed(flow: Flow, reached: FactsAt) -> Iterator[Diagnostic]:
    """What is to be put into words, and is something else."""
    for name, facts in reached.items():
        recording = flow.states[name].step.transcribes() if name in flow.states else None
        if recording is None:
            continue
        shape, what = shape_of(recording.tree, facts), recording.source.strip()
        if shape not in (RECORDING, UNKNOWN):
            message = (
                f'transcribe takes what record has kept, and "{what}" is {WORDS.get(shape.kind, "something else")}'
            )
            help_ = "write the name behind the as of a record"
            yield Diagnostic(NOT_A_RECORDING, flow.path, recording.span, message, help_)


def _not_kept(flow: Flow) -> Iterator[Diagnostic]:
    """Recordings whose file nobody finds again."""
    reading = (state.step for state in flow.states.values() if not state.step.conditions)
    texts = (text for step in reading if not step.transcribes() for text in step.texts())
    read = {use.path[:2] for text in texts for use in text.uses}
    for step in {state.span: state.step for state in flow.states.values() if state.step.records}.values():
        for word in step.keeps():
            if (word.text,) not in read and (word.text, "file") not in read:
                message = f'nothing keeps "{word.text}.file": nobody finds this recording again'
                help_ = f'give "{{{{ {word.text}.file }}}}" to a write or a request, in after_call'
                yield Diagnostic(FILE_NOT_KEPT, flow.path, step.span, message, help_)


def _untold(flow: Flow) -> Iterator[Diagnostic]:
    """Steps that record, and that a call can come to without a text which nobody can interrupt."""
    before = states_before(flow, lambda state: state.step.is_heard_whole, [flow.start])
    for span in sorted({state.span for state in before if _records_unheard(state)}):
        message = "on a way to this step nobody has told the caller that the call is recorded"
        help_ = "say so before it, with interruptible: false"
        yield Diagnostic(RECORDED_UNTOLD, flow.path, span, message, help_)


def _records_unheard(state: State) -> bool:
    return state.step.records and not state.step.is_heard_whole
