"""What is told to others of a call with private answers: not these, and nothing that was made of them."""

from collections.abc import Mapping

from callsheet.expressions import Template, Words
from callsheet.flow.model import Flow
from callsheet.ports.records import REDACTED, CallerHeard, IntentUnderstood
from callsheet.ports.telephony import Heard, KeyPress, Keys, Utterance
from callsheet.ports.understanding import Understood
from callsheet.ports.values import Cell, Row
from callsheet.script.step import Step


def is_private(text: Template | Words, flow: Flow) -> bool:
    """Whether a text says anything of a private answer. Words that were made before may say it, where there is any."""
    if isinstance(text, Words):
        return bool(flow.private)
    return bool(flow.private) and any(flow.private & part.reads for part in text.computed)


def told_text(text: str, *, private: bool) -> str:
    """A text as others are told it."""
    return REDACTED if private else text


def told_heard(heard: Heard, *, private: bool) -> CallerHeard:
    """What was heard, as others are told it."""
    match heard:
        case Utterance(text=text, confidence=confidence):
            return CallerHeard("utterance", told_text(text, private=private), confidence)
        case KeyPress(key=keys) | Keys(text=keys):
            return CallerHeard("key", told_text(keys, private=private), 1.0)
    return CallerHeard("silence", "", 1.0)


def told_understood(understood: Understood, *, private: bool) -> IntentUnderstood:
    """What it was taken to mean, as others are told it."""
    value = None if private or isinstance(understood.value, Row | tuple) else understood.value
    words = "" if private else understood.words
    return IntentUnderstood(understood.intent, understood.how, understood.confidence, value, words, understood.why)


def told_values(values: Mapping[str, Cell], step: Step, flow: Flow) -> Mapping[str, Cell]:
    """The values of the statement of a step, as others are told them."""
    private = _private_values(step, flow)
    return {**values, **dict.fromkeys(private, REDACTED)} if private else values


def told_rows(rows: tuple[Row, ...], step: Step, flow: Flow) -> tuple[Row, ...]:
    """What was found by the statement of a step, as others are told it: nothing where it was found by a private answer,
    which may stand in it."""
    return () if _private_values(step, flow) else rows


def _private_values(step: Step, flow: Flow) -> set[str]:
    statement = step.executes() if flow.private else None
    return {name.text for name, text in statement.arguments if is_private(text, flow)} if statement else set()
