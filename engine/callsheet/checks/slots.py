"""What a question asks for beside its answers: options that fit together, bounds, and what there is to choose from."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from callsheet.analysis.facts import Facts
from callsheet.analysis.inference import fact_of, shape_of
from callsheet.analysis.shapes import WORDS
from callsheet.checks.constants import hour_of
from callsheet.checks.operations import within
from callsheet.checks.walk import Reached
from callsheet.checks.ways import FactsAt
from callsheet.diagnostics.catalogue import (
    EMPTY_RANGE,
    FOR_BESIDE_ONE_OF,
    KIND_NOT_IN_LANGUAGE,
    MAY_BE_NOTHING,
    MISSING_KEY,
    OPTION_NOT_SAID,
    OUT_OF_PLACE,
    SHARED_KEY,
    SHARED_PHRASE,
    UNKNOWN_FIELD,
    WRONG_KIND,
)
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.diagnostics.suggest import did_you_mean
from callsheet.expressions import Template
from callsheet.flow.model import Flow
from callsheet.script.choices import OptionSlot, RowSlot
from callsheet.script.parts import Question
from callsheet.script.script import Script
from callsheet.script.slots import BOUNDS, ValueSlot, as_held
from callsheet.script.step import Step
from callsheet.understanding.phrases import conflicts
from callsheet.understanding.values import KINDS, Sayable, kinds_in
from callsheet.understanding.words import words

# Any moment: what a script writes as a bound is judged by its form.
NOW = datetime(2000, 1, 1, tzinfo=UTC)
NOTHING: frozenset[str] = frozenset()
# How messages call what is asked for, and how its bounds are written.
ASKED_FOR = {**{name: WORDS[kind.shape] for name, kind in KINDS.items()}, "money": "an amount of money"}
BOTH_BOUNDS = r"(\S+) (?:to|-|–) (\S+)"
BOUND_OF = {
    "date": 'write a date, such as "2026-12-24" or "{{ today }}"',
    "time": 'write a time, such as "17:30"',
    "date_and_time": 'write a date with a time, such as "2026-12-24T17:30" or "{{ now }}"',
    "number": "write a number, such as 12",
    "money": "write a number of cents, such as 1250",
}
ELSEWHERE = {"tomorrow": 'write "{{ today | in_days(1) }}"', "yesterday": 'write "{{ today | in_days(-1) }}"'}
# What belongs to which question, as help lines say it.
BELONGS = {
    "by": "it belongs to one_of with the name of a list of rows",
    "if_none": "it belongs to one_of with the name of a list of rows",
    **dict.fromkeys(("if_given", "confirm"), "it belongs to a question with for or one_of"),
    "length": f"it belongs to for: {', '.join(name for name, kind in KINDS.items() if kind.measured)}",
    **dict.fromkeys(BOUNDS, f"it belongs to for: {', '.join(name for name, kind in KINDS.items() if kind.bounded)}"),
}


def check_slots(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """What is wrong whatever a call keeps."""
    path = script.document.path
    names = frozenset(word.text for each in steps for word in each.step.keeps())
    for reached in steps:
        question = reached.step.asks()
        if question is None or question.settings.confirms:
            continue
        yield from _written(path, question, reached.step.written)
        slot = question.settings.slot
        yield from _shared_keys(script, question)
        if isinstance(slot, ValueSlot):
            yield from _kind(script, reached.step, slot, names)
        if isinstance(slot, OptionSlot):
            yield from _shared_phrases(script, question, slot)
            yield from _not_said(path, question, slot)


def _written(path: str, question: Question, written: Mapping[str, Span]) -> Iterator[Diagnostic]:
    """Options that do not belong together, and such that lack."""
    slot = question.settings.slot
    if "for" in written and "one_of" in written:
        message = "a question asks for one thing: for a value, or for one of several"
        yield Diagnostic(FOR_BESIDE_ONE_OF, path, written["one_of"], message, "take out for, or one_of")
        return
    if slot is None and written.keys() & {"for", "one_of"}:
        return  # what it asks for could not be read, which is told
    takes = slot.takes if slot else NOTHING
    no_rows = "by" in written.keys() - takes
    for key, span in written.items():
        if key in BELONGS and key not in takes and not (key == "if_none" and no_rows):
            yield Diagnostic(OUT_OF_PLACE, path, span, f'"{key}" has no meaning at this question', BELONGS[key])
    at = written.get("for") or written.get("one_of")
    if slot is None or at is None or not question.complete:
        return
    if "as" not in written:
        message = "nothing keeps what the caller gives: this question has no as"
        yield Diagnostic(MISSING_KEY, path, at, message, "add as: and a name")
    if "by" in slot.takes - written.keys():
        message = "nobody knows by what the caller chooses: one_of with rows needs by"
        yield Diagnostic(MISSING_KEY, path, at, message, "add by: and the column that is read out")


def _shared_keys(script: Script, question: Question) -> Iterator[Diagnostic]:
    slot = question.settings.slot
    for answer in question.answers if slot else ():
        declared = script.intents.declared.get(answer.text)
        if slot and declared and declared.press and declared.press.text in slot.own_keys:
            what = (
                "is a part of the number that callers type"
                if slot.most_keys
                else "gives one of what there is to choose"
            )
            message = f'the key "{declared.press.text}" of "{answer.text}" {what} at this question'
            yield Diagnostic(SHARED_KEY, script.document.path, answer.span, message, "take * or #, or no key, for it")


def _kind(script: Script, step: Step, slot: ValueSlot, names: frozenset[str]) -> Iterator[Diagnostic]:
    path, at = script.document.path, step.written.get("for")
    if at and slot.kind not in kinds_in(script.intents.language):
        message = f'nobody understands {slot.kind} in "{script.intents.language}" yet'
        known = " or ".join(sorted(kinds_in(script.intents.language)))
        yield Diagnostic(KIND_NOT_IN_LANGUAGE, path, at, message, f"ask for {known}, or for one_of")
    bounds: list[Sayable] = []
    for text in (slot.from_, slot.to):
        # What could not be read has no source, and is told.
        if text is None or text.constant is None or not text.source or not KINDS[slot.kind].bounded:
            continue
        value = as_held(KINDS[slot.kind].shape, text.constant.value, NOW)
        if value is None:
            written = text.source.strip()
            wrong = _wrong_bound(path, text, slot, f'"{written}"')
            yield replace(wrong, help=f'write "{{{{ {written} }}}}"') if written in names else wrong
        else:
            bounds.append(value)
    turned = len(bounds) == 2 and bounds[0] > bounds[1]  # type: ignore[operator]  # both are of the one kind
    if turned and slot.to is not None:
        message = "no value lies between these bounds: from is more than to"
        yield Diagnostic(EMPTY_RANGE, path, slot.to.span, message, "write the smaller one behind from")
    if slot.length and slot.length[0] > slot.length[1]:
        message = "nothing has such a length: the first number is more than the second"
        yield Diagnostic(EMPTY_RANGE, path, step.written["length"], message, "write the smaller one first")


def _wrong_bound(path: str, text: Template, slot: ValueSlot, what: str) -> Diagnostic:
    message = f"the question asks for {ASKED_FOR[slot.kind]}, and this bound is {what}"
    hour = hour_of(text.source.strip()) if slot.kind == "time" else None
    if both := re.fullmatch(BOTH_BOUNDS, text.source.strip()):
        help_ = f'write "from: {both[1]}", and below it "to: {both[2]}"'
        return Diagnostic(WRONG_KIND, path, text.span, message, help_)
    help_ = f'write "{hour}"' if hour else ELSEWHERE.get(text.source.strip(), BOUND_OF[slot.kind])
    return Diagnostic(WRONG_KIND, path, text.span, message, help_)


def _shared_phrases(script: Script, question: Question, slot: OptionSlot) -> Iterator[Diagnostic]:
    """Words that mean two options, or an option and an answer."""
    spans = [(word.text, word.span) for option in slot.options for word in (option.text, *option.also)]
    answers = script.intents.of_question(answer.text for answer in question.answers)
    for conflict in conflicts((*answers, *slot.spoken()), script.intents.language):
        places = [span for text, span in spans if text == conflict.second_text]
        if conflict.what == "phrase" and places:
            message = f'"{conflict.second_text}" means both "{conflict.first}" and "{conflict.second}"'
            help_ = "take it away from one of them"
            if conflict.first == conflict.second:
                message, help_ = f'"{conflict.second}" stands here twice', "keep one of them"
            yield Diagnostic(SHARED_PHRASE, script.document.path, places[-1], message, help_)


def _not_said(path: str, question: Question, slot: OptionSlot) -> Iterator[Diagnostic]:
    """Options that the question does not name: nobody guesses them."""
    if question.text.constant is None:
        return
    said = f" {' '.join(words(str(question.text.constant.value)))} "
    for option in slot.options:
        if not any(f" {' '.join(words(word.text))} " in said for word in (option.text, *option.also)):
            message = f'the question does not say "{option.text.text}", and nobody guesses what there is to choose from'
            yield Diagnostic(OPTION_NOT_SAID, path, option.text.span, message, "name it in the text behind ask")


def check_slots_in_calls(flow: Flow, reached: FactsAt) -> Iterator[Diagnostic]:
    """What is wrong with what a call keeps by then. Each once, however often its section is run."""
    for name, before in reached.items():
        question = flow.states[name].step.asks() if name in flow.states else None
        slot = question.settings.slot if question else None
        if isinstance(slot, RowSlot):
            yield from _rows(flow.path, slot, before)
        elif isinstance(slot, ValueSlot):
            for text in (slot.from_, slot.to):
                if text is None or text.constant is not None:
                    continue
                fact = fact_of(text, before)
                # That it may not be set is told.
                if fact.unset or fact.shape.kind in ("unknown", KINDS[slot.kind].shape):
                    continue
                # What cannot be computed is told, and is of no kind.
                if not any(any(within(computed.nodes, before, computed.quote)) for computed in text.computed):
                    yield _wrong_bound(flow.path, text, slot, WORDS[fact.shape.kind])


def _rows(path: str, slot: RowSlot, facts: Facts) -> Iterator[Diagnostic]:
    shape, name = shape_of(slot.rows.tree, facts), slot.rows.source.strip()
    row = shape.item
    if shape.kind not in ("list", "unknown") or (row is not None and row.kind not in ("row", "unknown")):
        message = f'one_of takes a list of rows, and "{name}" is {WORDS.get(shape.kind, "something else")}'
        yield Diagnostic(
            WRONG_KIND, path, slot.rows.span, message, "name the list that a query keeps, or write options"
        )
    elif row is not None and row.kind == "row" and slot.by.text and slot.by.text not in row.columns:
        message = f'the rows of "{name}" have no column "{slot.by.text}"'
        yield Diagnostic(UNKNOWN_FIELD, path, slot.by.span, message, did_you_mean(slot.by.text, row.columns))
    elif row is not None and row.columns.get(slot.by.text, (None, None))[1]:
        message = f'"{slot.by.text}" may hold nothing, and then nobody can choose that row'
        yield Diagnostic(MAY_BE_NOTHING, path, slot.by.span, message, "choose by a column that is never empty")
