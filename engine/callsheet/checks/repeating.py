"""Lines of a ladder that ask something else than the question, so that a yes to them would be an answer to it.

"Are you still there?" - "Yes." Only lines that ask for the caller, or offer to say it again, count as something else: a
question in other words ("Is that all right?") is the author's, and so is every line that says what to answer. English.
"""

import re
from collections.abc import Iterator, Sequence

from callsheet.checks.walk import Reached
from callsheet.diagnostics.catalogue import ASKS_SOMETHING_ELSE
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.expressions import Template
from callsheet.ports.languages import is_english
from callsheet.ports.telephony import Utterance
from callsheet.script.parts import Question
from callsheet.script.script import Script
from callsheet.understanding.words import words

SENTENCE = r"[^.!?…]+[.!?…]*"
# They begin a question that no yes answers.
WH = frozenset(("what", "who", "whom", "whose", "when", "where", "which", "why", "how", "whats", "whos", "wheres"))
# They may stand before a question, and say nothing about what it asks.
GREETINGS = frozenset(("hello", "hi", "hey", "sorry", "well", "so", "okay", "ok", "excuse", "pardon", "and", "please"))
# "Could you say that again?" asks for the answer.
REQUEST = (
    r"(can|could|would|will) you (please |just |kindly )*"
    r"(say|repeat|try|answer|speak|tell|press|give|choose|confirm|decide|respond|reply|enter|spell)\b"
)
FUNCTION = GREETINGS | frozenset(
    (
        *("a", "an", "the", "this", "that", "it", "is", "are", "am", "was", "were", "be", "been", "do", "does", "did"),
        *("have", "has", "had", "can", "could", "will", "would", "shall", "should", "may", "might", "must", "i", "me"),
        *("my", "we", "us", "our", "you", "your", "there", "to", "of", "for", "on", "in", "at", "by", "from", "with"),
        *("still", "now", "just", "not", "or", "if", "any", "some", "all", "one", "out", "up", "yet", "isnt", "arent"),
        *("cant", "didnt", "dont", "wont", "sir", "madam", "maam", "perhaps", "maybe", "then", "ive", "im", "were"),
    )
)
# What asks for the caller: whether they are there, hear, understand, need time, or want it again.
ATTENTION = frozenset(
    (
        *("there", "here", "anybody", "anyone", "somebody", "someone", "nobody", "everybody", "present", "awake"),
        *("listening", "listen", "line", "phone", "telephone", "call", "connected", "hear", "heard", "hearing", "me"),
        *("understand", "understood", "follow", "following", "catch", "get", "got", "ready", "okay", "alright", "busy"),
        *("need", "want", "like", "more", "time", "moment", "minute", "second", "longer", "wait", "hold", "think"),
        *("repeat", "again", "say", "once", "message", "hello", "with", "around", "back", "lost", "still"),
    )
)
AUXILIARY = frozenset(
    (
        *("is", "are", "am", "was", "were", "do", "does", "did", "have", "has", "can", "could", "will", "would"),
        *("shall", "should", "may", "isnt", "arent", "cant", "didnt", "dont", "wont", "havent"),
    )
)
PRESENCE = frozenset(("there", "here", "anybody", "anyone", "somebody", "someone", "listening", "line"))


def check_repeating(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """Lines under `if_silent` and `if_unclear` of yes-no questions, each once."""
    if not is_english(script.intents.language):
        return
    told = set()
    for each in steps:
        question = each.step.asks()
        if question is None or not _takes_yes(question):
            continue
        asked = "".join(part for part in question.text.parts if isinstance(part, str))
        for line in question.again:
            if line.span not in told and _asks_something_else(line, asked):
                told.add(line.span)
                message = 'a caller who says "yes" to this line has answered the question, which it does not repeat'
                yield Diagnostic(ASKS_SOMETHING_ELSE, script.document.path, line.span, message, _help(line, asked))


def _takes_yes(question: Question) -> bool:
    answers = {word.text for word in question.answers}
    named = [intent for intent in question.settings.listener.intents if intent.name in answers]
    if not any(intent.frames or "yes" in " ".join(intent.phrases).lower() for intent in named):
        return False  # known without making the patterns of the language ready
    return question.settings.listener.understand(Utterance("yes")).intent in answers


def _asks_something_else(line: Template, asked: str) -> bool:
    if line.constant is None:
        return False  # with data in it, it may say anything
    text = str(line.constant.value)
    said = set(words(text))
    if "press" in said or {"yes", "no"} <= said:
        return False
    questions = [sentence for sentence in re.findall(SENTENCE, text) if sentence.rstrip().endswith("?")]
    return bool(questions) and asks_for_the_caller(questions[-1]) and not _shares(questions[-1], asked)


def asks_for_the_caller(sentence: str) -> bool:
    question = list(words(sentence))
    while question and question[0] in GREETINGS:
        question.pop(0)
    if not question or question[0] in WH or re.match(REQUEST, " ".join(question)):
        return False
    about = set(question) - FUNCTION | set(question) & ATTENTION
    if not about or not about <= ATTENTION:
        return False
    return question[0] in AUXILIARY or bool(about & PRESENCE)


def _shares(sentence: str, asked: str) -> bool:
    """Whether it has a word of the question, or is one that the question itself asks."""
    of_question, own = words(asked), words(sentence)
    content = set(own) - FUNCTION
    return bool(content & set(of_question)) or " ".join(own) in " ".join(of_question)


def _help(line: Template, asked: str) -> str:
    sentences = [sentence.strip() for sentence in re.findall(SENTENCE, asked) if sentence.rstrip().endswith("?")]
    if line.constant is None or not sentences:
        return "say here what to answer, as in: Please say yes or no, or press 1 or 2."
    return f"put the question again behind it: {line.constant.value} {sentences[-1]}"
