"""What callers can say at a question: words, or a key, for each thing that they can mean there."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from msgspec import Struct

from callsheet.exploring.samples import Samples
from callsheet.expressions import Unusable
from callsheet.interpreter.understanding import ListenedFor
from callsheet.ports.english import MONTHS
from callsheet.ports.telephony import Heard, KeyPress, Keys, Utterance
from callsheet.ports.understanding import GIVEN, Understood
from callsheet.ports.values import Row, Value
from callsheet.script.parts import Question
from callsheet.script.slots import Slot
from callsheet.script.wanted import Readings
from callsheet.understanding.values import KINDS, Sayable

# Words that no phrase of any script has, and the same where nobody could make them out.
MUMBLED = (Utterance("mm mm"), Utterance("mm mm", confidence=0.2))
# What is said where nothing depends on what exactly.
TEXTS = {"name": "Ann Miller", "email": "ann at example dot com", "text": "it rattles", "phone_number": "555 010 0123"}
DIGITS = "12345678901234567890"
STEPS = {date: timedelta(days=1), datetime: timedelta(hours=1), int: 1, float: 1}
# Rows that one is chosen from: more of them are chosen in the same way.
MOST_ROWS = 3
# Values of another question that are said beside an answer: all of them are said at their own.
MOST_BESIDE = 2


class WayToSay(Struct, frozen=True):
    """What a caller does at a question, and what that is taken for."""

    heard: Heard
    understood: Understood


def answers(question: Question, name: str, listened: ListenedFor, samples: Samples) -> tuple[WayToSay, ...]:
    """One way to say each thing that can be meant at a question whose answer is kept under a name: its intents, its
    values, and in a collect the answers of other questions, and the changes of those that were answered."""
    found: dict[object, WayToSay] = {}
    for ways in _meanings(question, name, listened, samples):
        for heard in ways:
            understood = listened.understand(heard)
            if isinstance(understood, Understood) and understood.intent != "unclear":
                found.setdefault(_meant(understood), WayToSay(heard, understood))
                break
    return tuple(found.values())


def _meant(understood: Understood) -> object:
    """What tells it from whatever else can be meant."""
    said = tuple((other, words is None) for other, words in understood.said)
    value = understood.value
    which = id(value) if isinstance(value, Row) else (type(value), value)
    return understood.intent, understood.how == "wait", which, said


def nothing_usable(listened: ListenedFor) -> Utterance:
    """What is said that nobody understands, also where any words would do."""
    return next(
        heard
        for heard in MUMBLED
        if not isinstance(meant := listened.understand(heard), Understood) or meant.intent == "unclear"
    )


def unsaid(question: Question, found: Iterable[WayToSay]) -> tuple[str, ...]:
    """The answers that no words were found for; `a value` where it is the value that is asked for."""
    meant = {answer.understood.intent for answer in found}
    value = ("a value",) if question.settings.slot and GIVEN not in meant else ()
    return (*(answer.text for answer in question.answers if answer.text not in meant), *value)


def _meanings(question: Question, name: str, listened: ListenedFor, samples: Samples) -> Iterator[Iterable[Heard]]:
    """For each thing that can be meant, ways to say it; those that work are found by trying."""
    settings = question.settings
    own: list[str] = []
    if settings.slot is not None:
        own = list(_words(settings.slot, name, listened, samples))
        yield from ([Utterance(words)] for words in own)
        if not own:
            lengths = range(1, settings.slot.most_keys + 1)
            yield (*map(KeyPress, listened.own.keys), *(Keys(DIGITS[:length]) for length in lengths))
    for intent in settings.listener.intents:
        yield (*map(Utterance, intent.phrases), *([KeyPress(intent.press)] if intent.press else []))
    if listened.others is None:
        return
    together = listened.others.together
    for intent in listened.others.told:
        yield (Utterance(text) for phrase in intent.phrases for text in (phrase, f"no, {phrase}"))
    for other in together.questions:
        if other.slot is not None and other.name != name:
            for words in islice(_words(other.slot, other.name, listened, samples), MOST_BESIDE):
                yield [Utterance(words)]
                yield [Utterance(f"no, {words}")]
                yield (Utterance(f"{one}, {words}") for one in own[:1])


def _words(slot: Slot, name: str, listened: ListenedFor, samples: Samples) -> Iterator[str]:
    """Words for the values of a slot that make a difference, and for those at its bounds and beyond."""
    readings = _readings(slot, listened)
    for intent in slot.spoken():
        yield from intent.phrases[:1]
    rows = [name for name in listened.own.options if name.startswith("row ")]
    yield from (f"number {place}" for place in range(1, min(len(rows), MOST_ROWS) + 1))
    if readings is None:
        return
    if readings.among is not None:
        yield from (_say(value) for value in list(readings.among)[:MOST_ROWS])
        return
    if readings.kind == "digits":
        lowest, highest = readings.length or (1, 4)
        yield from (" ".join(DIGITS[:length]) for length in dict.fromkeys((max(lowest, 1), min(highest, len(DIGITS)))))
        return
    if readings.kind in TEXTS:
        yield TEXTS[readings.kind]
    held = KINDS[readings.kind].shape if readings.kind in KINDS else "text"
    near = [each for bound in (readings.from_, readings.to) if bound is not None for each in _around(bound)]
    usual = [
        value for value in samples.of(name, held, nullable=False) if isinstance(value, date | time | int | float | str)
    ]
    for value in (*usual, *near):
        yield _say(value, readings.kind)


def _readings(slot: Slot, listened: ListenedFor) -> Readings | None:
    """How the values of a slot are read now. What bounds those of another question may not be known yet."""
    others = listened.others
    if others is None or not slot.is_told_apart:
        return listened.own.readings
    try:
        return slot.bounded(others.names, others.now, others.language)
    except Unusable:
        return slot.readings(others.now, others.language)


def _around(bound: Sayable) -> Iterator[Sayable]:
    yield bound
    match bound:
        case datetime():
            yield from (bound - timedelta(hours=1), bound + timedelta(hours=1))
        case date():
            yield from (bound - timedelta(days=1), bound + timedelta(days=1))
        case time():
            yield from (bound.replace(hour=(bound.hour + hours) % 24) for hours in (-1, 1))
        case int() | float():
            yield from (bound - 1, bound + 1)


def _say(value: Value, kind: str = "") -> str:
    """How a caller says a value."""
    match value:
        case datetime():
            return f"{_say(value.date())} at {_say(value.time())}"
        case date():
            return f"{MONTHS[value.month - 1]} {value.day}, {value.year}"
        case time():
            minutes = f":{value.minute:02}"
            return f"{value.hour % 12 or 12}{minutes} {'am' if value.hour < 12 else 'pm'}"
        case int() if kind == "money":
            return f"{value // 100} dollars and {value % 100} cents" if value % 100 else f"{value // 100} dollars"
    return str(value)
