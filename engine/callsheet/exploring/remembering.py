"""What was understood before is understood the same again: a walk says the same words at the same questions so often
that understanding them would take most of its time."""

from collections.abc import Hashable

from msgspec import Struct

from callsheet.exploring.answers import WayToSay
from callsheet.exploring.thought_of import CallThoughtOf
from callsheet.expressions import Unusable
from callsheet.flow.model import Flow
from callsheet.interpreter.state import CallData
from callsheet.interpreter.understanding import ListenedFor
from callsheet.ports.clock import Timekeeper
from callsheet.ports.requests import AskModel
from callsheet.ports.telephony import Heard, Utterance
from callsheet.ports.understanding import Understood
from callsheet.ports.values import Row, Value
from callsheet.script.parts import QuestionSettings
from callsheet.script.several import HeardTogether
from callsheet.script.slots import Slot
from callsheet.script.wanted import Wanted


class Memory(Struct):
    """What is known of a question where it listens for just this: how what is heard is understood, what can be said,
    and what nobody understands."""

    understood: dict[tuple[Heard, bool], Understood | AskModel] = {}
    answers: tuple[WayToSay, ...] | None = None
    unusable: Utterance | None = None


class Remembered(ListenedFor, frozen=True, kw_only=True):
    """What a question listens for, with what is known of it."""

    memory: Memory

    def understand(self, heard: Heard, *, private: bool = False) -> Understood | AskModel:
        """What was meant, by what was understood before."""
        known = self.memory.understood.get((heard, private))
        if known is None:
            known = super().understand(heard, private=private)
            if not (isinstance(known, Understood) and isinstance(known.value, Row)):  # a row is that of its own call
                self.memory.understood[heard, private] = known
        return known


class RememberingCall(CallThoughtOf):
    """The call that steps work on, with a memory that it shares with other calls of the flow."""

    __slots__ = ("_memories",)

    def __init__(self, flow: Flow, clock: Timekeeper, state: CallData, memories: dict[Hashable, Memory]) -> None:
        super().__init__(flow, clock, state)
        self._memories = memories

    def listened(self, question: QuestionSettings) -> Remembered:
        """What a question listens for now."""
        found = super().listened(question)
        key = id(question), _own(found.own), _others(found.others) if found.others else None
        memory = self._memories.get(key)
        if memory is None:
            memory = self._memories[key] = Memory()
        return Remembered(found.own, found.others, memory=memory)


def _own(wanted: Wanted) -> Hashable:
    """What its understanding depends on, of what can change from call to call."""
    read = wanted.readings
    bounds = (read.now, read.from_, read.to, tuple(read.among or ())) if read else None
    options = tuple(intent.phrases for intent in wanted.listener.intents) if wanted.options else ()
    return bounds, options


def _others(together: HeardTogether) -> Hashable:
    collected, names = together.collected, together.names
    questions = together.together.questions
    return (
        frozenset(collected.known),
        tuple(sorted((name, words.text) for name, words in collected.said.items())),
        tuple(_value(names.get(each.name)) for each in questions if each.name in collected.known and each.slot),
        tuple(_bounds(each.slot, together) for each in questions if each.slot),
        together.now,
    )


def _bounds(slot: Slot, together: HeardTogether) -> Hashable:
    if not any(True for _ in slot.texts()):
        return None
    try:
        read = slot.bounded(together.names, together.now, together.language)
    except Unusable:
        return False
    return (read.from_, read.to) if read else None


def _value(value: Value) -> Hashable:
    return id(value.columns) if isinstance(value, Row) else (type(value), value)
