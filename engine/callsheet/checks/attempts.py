"""Ladders that do not fit to how often a question listens, lines that are only a part of what was to be said, and lines
that say what did not help before."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from callsheet.checks.walk import Reached
from callsheet.diagnostics.catalogue import CUT_TEXT, LINE_NEVER_SPOKEN, SAID_AGAIN
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.expressions import Template
from callsheet.script.script import Script
from callsheet.understanding.words import words

# Patterns: how a line ends that is spoken to its end, and how one begins that goes on.
ENDS = r"[.?!:\u2026}]['\"]?$"
GOES_ON = r"[a-z]"


def check_attempts(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """The first line of each ladder that can never be spoken, or that is cut off; a ladder under `defaults` once."""
    path, limit = script.document.path, script.limits.attempts
    # By the ladder: how it is called, its lines, and how often the most patient of its questions listens.
    ladders: dict[int, tuple[str, tuple[Template, ...], int]] = {}
    questions: dict[int, Template] = {}  # to whoever was silent the bare question may be put again
    for reached in steps:
        if question := reached.step.asks():
            questions[id(question.if_unclear)] = question.text
            for name, lines in (("if_silent", question.if_silent), ("if_unclear", question.if_unclear)):
                *_, before = ladders.get(id(lines), (name, lines, 0))
                ladders[id(lines)] = name, lines, max(before, reached.step.own_attempts or limit)
    all_lines = script.document.lines()
    for name, lines, attempts in ladders.values():
        if cut := _cut(all_lines, lines):
            message = f'a comma ends "{cut.source}" here, and what follows is another line of {name}'
            yield Diagnostic(CUT_TEXT, path, cut.span, message, "put the whole text in quotes")
        elif len(lines) >= attempts:
            under = " under limits:" if attempts == limit else ""
            repeats = f"no question repeats itself more than {attempts - 1} times"
            repeats = {1: "no question repeats itself", 2: "no question repeats itself twice"}.get(attempts, repeats)
            message = f"nobody hears this line: attempts{under} is {attempts}, and {repeats}"
            help_ = f"shorten {name}, or write attempts: {len(lines) + 1}{under}"
            yield Diagnostic(LINE_NEVER_SPOKEN, path, lines[attempts - 1].span, message, help_)
        else:
            yield from _said_again(path, lines, questions.get(id(lines)))


def _said_again(path: str, lines: Sequence[Template], question: Template | None) -> Iterator[Diagnostic]:
    """Lines that repeat one above them, or the bare question to whoever did not understand it. Capitals and punctuation
    make no other line."""
    above = {words(question.source): question} if question else {}
    for line in lines:
        said = words(line.source)
        before = above.setdefault(said, line)
        if before is line or not said:
            continue
        message = f"this says the same as the line before it (line {before.span.line}), which did not help"
        help_ = "say it in other words, or name the keys to press"
        if before is question:
            message = "this is the bare question again: callers who did not understand it do not learn what to do now"
            help_ = f"say first what to do, as in: Sorry, I did not get that. {line.source.strip()}"
        yield Diagnostic(SAID_AGAIN, path, line.span, message, help_)


def _cut(all_lines: Sequence[str], lines: Sequence[Template]) -> Template | None:
    """The first line that a comma in brackets has cut off: it has no end, and the next one goes on behind the comma."""
    for line, following in pairwise(lines):
        one, other = line.span, following.span
        between = all_lines[one.end_line - 1][one.end_column - 1 : other.column - 1]
        is_joined = one.end_line == other.line and between.strip() == "," and not re.search(ENDS, line.source.strip())
        if is_joined and (re.match(GOES_ON, following.source.strip()) or re.search(ENDS, lines[-1].source.strip())):
            return line
    return None
