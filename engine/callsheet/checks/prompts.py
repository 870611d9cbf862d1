"""Prompts that are too long for an ear."""

from collections.abc import Iterator, Sequence

from callsheet.checks.walk import Reached, told_by
from callsheet.diagnostics.catalogue import LONG_PROMPT
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.ports.audible import SECONDS_A_CHARACTER
from callsheet.script.script import Script

# Seconds that somebody listens to a voice without a turn of their own, and keeps in mind what it said.
LONGEST_PROMPT = 20
MOST_CHARACTERS = int(LONGEST_PROMPT / SECONDS_A_CHARACTER)


def check_prompts(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """Each text once, as questions share the ladders of the defaults."""
    path = script.document.path
    told = set()
    for each in steps:
        for text in told_by(each.step):
            seconds = len(text.literal) * SECONDS_A_CHARACTER if len(text.source) > MOST_CHARACTERS else 0
            if seconds > LONGEST_PROMPT and text.span not in told:
                told.add(text.span)
                message = f"this takes about {round(seconds)} seconds to say, and nobody keeps so much in mind"
                help_ = (
                    f"say it in {LONGEST_PROMPT} seconds, which are about {MOST_CHARACTERS} characters: leave out what "
                    "callers need not know, or ask what they want to hear"
                )
                yield Diagnostic(LONG_PROMPT, path, text.span, message, help_)
