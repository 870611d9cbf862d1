"""What `run` gives to a section: names that stand for nothing else, so that nothing is hidden there, or left behind."""

from collections.abc import Iterator, Sequence

from callsheet.checks.walk import Reached
from callsheet.diagnostics.catalogue import GIVEN_NAME
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.script.script import Script
from callsheet.script.words import Word


def check_given(script: Script, steps: Sequence[Reached]) -> Iterator[Diagnostic]:
    """Names that are given to a section and set elsewhere, or given twice over; each once, where it is first given."""
    made: dict[str, Word] = {}
    for each in steps:
        rows = each.step.goes_through()
        for word in (*each.step.keeps(), *((rows.row,) if rows else ())):
            made.setdefault(word.text, word)
    made |= {word.text: word for word, _ in script.values}
    told: set[str] = set()
    for each in steps:
        for word, _ in each.step.gives():
            elsewhere = made.get(word.text)
            if word.text in told or (elsewhere is None and word.text not in each.around.given):
                continue
            told.add(word.text)
            message = f'"{word.text}" is given already to the section in which this stands'
            help_ = f'take it out, where "{word.text}" is to stay what it is, or choose another name'
            if elsewhere is not None:
                message = f'"{word.text}" is set on line {elsewhere.span.line}: a section is given names of its own'
                help_ = "choose another name, here and in the section"
            yield Diagnostic(GIVEN_NAME, script.document.path, word.span, message, help_)
