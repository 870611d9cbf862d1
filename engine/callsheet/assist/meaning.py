"""What a word means at a place of a step: the verb reads one, and tells what it made of it.

So nobody else has a list of the keys under which a section, a query or a name stands, and a new verb needs no entry.
"""

from functools import cache
from typing import Literal

from callsheet.diagnostics.diagnostic import FILE_START
from callsheet.expressions import Expression
from callsheet.script.intents import ENGLISH, Intents
from callsheet.script.reading import Fields, Reading
from callsheet.script.step import Step
from callsheet.source.document import Document, Entry, Mapping, Node, Scalar, Sequence
from callsheet.steps import VERBS

Meaning = Literal[
    "section",  # that is run
    "contact",  # that is rung
    "query",  # that reads
    "write",  # a query that writes
    "request",  # to another system
    "parameter",  # of one of these
    "intent",  # that a question names
    "case",  # a text that a value is compared with
    "kept",  # a name that is set here
    "row",  # the name of a loop's row
    "rows",  # an expression that gives the rows of a loop, or to choose from
    "expression",
    "text",  # with what is computed in braces
    "",  # what only the schema describes
]
Inside = tuple[str | None, ...]
_WORD = "a_word"


@cache
def meaning_of(verb: str, inside: Inside, *, as_key: bool = False) -> Meaning:
    """What a word means below these keys and items of a step: as a value, or as a key of the mapping there."""
    if as_key:  # behind a key stand steps, or a value
        return next(filter(None, (_as_name(_read(verb, inside, _mapping(_WORD, each))) for each in _VALUES)), "")
    step = _read(verb, inside, _scalar(_WORD))
    said = [text for text in step.texts() if text.source == _WORD]
    computed: Meaning = "expression" if any(isinstance(text, Expression) for text in said) else "text"
    return _as_name(step) or (computed if said else "")


@cache
def repeats(verb: str, key: str) -> bool:
    """Whether the steps below this key are run again and again."""
    return bool(_read(verb, (key,), _list(_scalar(next(iter(VERBS))))).repeats())


@cache
def follows_an_answer(verb: str, key: str) -> bool:
    """Whether steps below this key run once a question was answered."""
    steps = _list(_scalar(next(iter(VERBS))))
    return any(any(_read(verb, inside, steps).answered()) for inside in ((key,), (key, _WORD)))


def _as_name(step: Step) -> Meaning:
    """The name that the word is to the step."""
    section, statement, question = step.runs(), step.executes(), step.asks()
    cases, rows = step.compares(), step.goes_through()
    if section and section.text == _WORD:
        return "section"
    rung = step.rings()
    if rung and rung.source == _WORD:
        return "contact"
    if statement and statement.name.text == _WORD:
        return statement.verb
    if statement and any(name.text == _WORD for name, _ in statement.arguments):
        return "parameter"
    if question and any(answer.text == _WORD for answer in question.answers):
        return "intent"
    if cases and any(text.text == _WORD for text in cases.texts):
        return "case"
    if rows and rows.row.text == _WORD:
        return "row"
    slot = question.settings.slot if question else None
    if _WORD in (rows and rows.all.source, slot and slot.among and slot.among.source):
        return "rows"
    return "kept" if any(name.text == _WORD for name in step.keeps()) else ""


def _read(verb: str, inside: Inside, word: Node) -> Step:
    for key in reversed(inside):
        word = _list(word) if key is None else _mapping(key, word)
    mapping = word if isinstance(word, Mapping) else Mapping.empty(word)
    reading = Reading(Document("", _WORD, mapping), VERBS, Intents({}, ENGLISH, complete=True))
    return VERBS[verb].read(Fields(reading, mapping, verb, FILE_START))


def _scalar(text: str) -> Scalar:
    return Scalar(text, FILE_START, 0, len(text))


def _mapping(key: str, value: Node) -> Mapping:
    return Mapping((Entry(_scalar(key), value),), FILE_START, 0, 0)


def _list(*items: Node) -> Sequence:
    return Sequence(items, FILE_START, 0, 0)


_VALUES = (_list(), _scalar("a value"))
