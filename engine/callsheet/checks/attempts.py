"""Ladders that do not fit to how often a question listens: lines that nobody will ever hear."""

from collections.abc import Iterator, Sequence

from callsheet.checks.walk import Reached
from callsheet.diagnostics.catalogue import LINE_NEVER_SPOKEN
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.expressions import Template
from callsheet.script.script import Script


def check_attempts(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """The first line of each ladder that can never be spoken; a ladder under `defaults` once."""
    attempts = script.limits.attempts
    ladders: dict[int, tuple[str, tuple[Template, ...]]] = {}
    for reached in steps:
        if question := reached.step.asks():
            ladders |= {id(question.if_silent): ("if_silent", question.if_silent)}
            ladders |= {id(question.if_unclear): ("if_unclear", question.if_unclear)}
    for name, lines in ladders.values():
        if len(lines) < attempts:
            continue
        repeats = f"no question repeats itself more than {attempts - 1} times"
        repeats = {1: "no question repeats itself", 2: "no question repeats itself twice"}.get(attempts, repeats)
        message = f"nobody hears this line: attempts under limits: is {attempts}, and {repeats}"
        help_ = f"shorten {name}, or write attempts: {len(lines) + 1} under limits:"
        yield Diagnostic(LINE_NEVER_SPOKEN, script.document.path, lines[attempts - 1].span, message, help_)
