"""Two questions in one breath: callers answer one of them, and nobody knows which. English.

"Which day suits you? Today, or tomorrow?" is one, and so is "How can I help you? Do you want sales, or support?": what
stands behind the first names what can be answered. "Are you still there?" asks for the caller, and nothing else.
"""

import re
from collections.abc import Iterator, Sequence

from callsheet.checks.repeating import AUXILIARY, GREETINGS, SENTENCE, WH, asks_for_the_caller
from callsheet.diagnostics.catalogue import TWO_QUESTIONS
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.visible import quoted
from callsheet.expressions import Template
from callsheet.flow.model import Flow
from callsheet.ports.languages import is_english
from callsheet.script.parts import Question
from callsheet.understanding.words import words

# What may stand before a question and makes it no other one.
LEADS = GREETINGS | {"but", "then", "now", "also", "or", "alright", "thanks", "first", "otherwise"}
SHORTEST = 3  # words: "is it Friday"
BOTH = r"(?i)\band (?=(?:what|when|where|how|who|which|why) (?:is|are|was|were|do|does|did|can|would|shall|will)\b)"
DATA = "it"  # stands for what is computed


def check_two_questions(flow: Flow) -> Iterator[Diagnostic]:
    """Questions and lines of ladders, each once, however often its section is run."""
    if not is_english(flow.language):
        return
    told = set()
    for state in flow.states.values():
        question = state.step.asks()
        if question is None or _takes_many(question):
            continue
        for text in (question.text, *question.again):
            asked = list(_questions(text))
            if len(asked) > 1 and text.span not in told:
                told.add(text.span)
                message = f"a caller answers one question, and here are two: {quoted(asked[0])} and {quoted(asked[1])}"
                help_ = 'ask one, and the other under its answer; or ask for one of two: "Do you want … or …?"'
                yield Diagnostic(TWO_QUESTIONS, flow.path, text.span, message, help_)


def _takes_many(question: Question) -> bool:
    """Whether one answer can be several: a story, or what the questions of a collect ask for."""
    settings = question.settings
    return settings.together is not None or (settings.slot is not None and settings.slot.is_a_story)


def _questions(text: Template) -> Iterator[str]:
    """The questions of a text that ask for different things."""
    said = (
        "".join(part if isinstance(part, str) else DATA for part in text.parts) if len(text.parts) > 1 else text.source
    )
    if said.count("?") < 2 and " and " not in said:
        return
    before: list[tuple[str, ...]] = []
    for sentence in re.findall(SENTENCE, said):
        for clause in _clauses(sentence) if sentence.rstrip().endswith("?") else ():
            asked = _without_lead(words(clause))
            if not _is_question(asked) or asks_for_the_caller(clause) or any(_is_of(asked, one) for one in before):
                continue
            before.append(asked)
            yield clause.strip()


def _clauses(sentence: str) -> list[str]:
    return re.split(BOTH, sentence) if " and " in sentence else [sentence]  # few have two, and BOTH takes time to read


def _is_of(asked: Sequence[str], before: Sequence[str]) -> bool:
    """Whether a question names what an open one before it can be answered, or puts it once more."""
    names = before[0] in WH and asked[0] not in WH and "or" in asked
    return names or set(asked) <= set(before) or set(before) <= set(asked)


def _without_lead(said: tuple[str, ...]) -> tuple[str, ...]:
    start = 0
    while start < len(said) and said[start] in LEADS:
        start += 1
    return said[start:]


def _is_question(asked: Sequence[str]) -> bool:
    """Whether words are a question of their own, and no piece of one: "or by train?"."""
    return len(asked) >= SHORTEST and asked[0] in WH | AUXILIARY
