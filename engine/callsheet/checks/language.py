"""What a script's language does not have: intents, spoken values, spaces. Warnings."""

from collections.abc import Iterator, Sequence

from callsheet.analysis.facts import Facts
from callsheet.analysis.inference import shape_of
from callsheet.analysis.shapes import MOMENTS, WORDS
from callsheet.checks.walk import Reached
from callsheet.checks.ways import FactsAt
from callsheet.diagnostics.catalogue import ENGLISH_INTENT, ENGLISH_VALUE, WORDS_WITHOUT_SPACES
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.expressions import Template
from callsheet.expressions.part import Inserted
from callsheet.expressions.tree import Choice, Filtered, Join, Tree, parts_of
from callsheet.flow.model import Flow
from callsheet.ports.languages import is_english
from callsheet.script.script import Script
from callsheet.understanding.words import is_unspaced

# Filters whose result is English.
ENGLISH_FILTERS = frozenset(
    {"spoken_date", "spoken_time", "weekday", "money", "ordinal", "spoken_list", "numbered", "spoken_email"}
)


def check_language(script: Script, steps: Sequence[Reached], flow: Flow, reached: FactsAt) -> Iterator[Diagnostic]:
    """What is English in a script of another language, and phrases that are written without spaces."""
    if is_english(script.intents.language):
        return
    yield from _intents(script, steps)
    yield from _values(script, flow, reached)
    yield from _spaces(script)


def _intents(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """Built-in intents, once each, where they are first an answer."""
    found: dict[str, Span] = {}
    for each in steps:
        question = each.step.asks()
        for answer in question.answers if question else ():
            if answer.text not in script.intents.declared:
                found[answer.text] = min(found.get(answer.text, answer.span), answer.span)
    for name, span in found.items():
        message = f'"{name}" is built in and listens for English, and this script is in {script.intents.language}'
        help_ = f'declare "{name}" under intents: with the phrases that callers say, or add them with also:'
        yield Diagnostic(ENGLISH_INTENT, script.document.path, span, message, help_)


def _values(script: Script, flow: Flow, reached: FactsAt) -> Iterator[Diagnostic]:
    for name, before in reached.items():
        if name not in flow.states:
            continue
        for text, facts in flow.states[name].step.evaluations(before):
            parts = text.parts if isinstance(text, Template) and text.spoken else ()
            trees = [part.tree for part in parts if isinstance(part, Inserted)]
            if english := [what for node in trees if (what := _english(node, facts))]:
                what = " and ".join(dict.fromkeys(english))
                message = f"this speaks {what} in English, and the script is in {script.intents.language}"
                help_ = "let the query give it as a text in that language"
                span = text.uses[0].span if text.uses else text.span
                yield Diagnostic(ENGLISH_VALUE, flow.path, span, message, help_)


def _english(node: Tree, facts: Facts) -> str:
    """What of an expression is spoken in English; empty where nothing is."""
    if isinstance(node, Filtered) and node.filter in ENGLISH_FILTERS:
        return f"what {node.filter} makes"
    kind = shape_of(node, facts).kind
    if kind in MOMENTS or kind in ("boolean", "list"):
        return WORDS[kind]
    match node:
        case Choice():
            spoken: tuple[Tree, ...] = (node.then, node.otherwise)
        case Filtered(filter="default" | "upper" | "lower") | Join():
            spoken = parts_of(node)
        case _:
            spoken = ()
    return next((what for part in spoken if (what := _english(part, facts))), "")


def _spaces(script: Script) -> Iterator[Diagnostic]:
    """Said once, at the first phrase: the phrases are right, they only have to be whole answers."""
    for declared in script.intents.declared.values():
        for phrase in declared.phrases:
            if is_unspaced(phrase.text):
                message = "without spaces between words, a phrase is understood only as the whole of a clause"
                help_ = "list what callers say in full, each way on its own; then allow this"
                yield Diagnostic(WORDS_WITHOUT_SPACES, script.document.path, phrase.span, message, help_)
                return
