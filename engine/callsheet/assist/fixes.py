"""What mends problems without asking: the edits that diagnostics carry."""

from collections.abc import Iterable

from callsheet.assist.records import QuickFix
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.diagnostics.suggest import asked_for
from callsheet.diagnostics.visible import quoted, sentence


def quick_fixes(diagnostics: Iterable[Diagnostic], at: Span) -> tuple[QuickFix, ...]:
    """The edits for those problems of a file that touch a place in it."""
    return tuple(
        QuickFix(_title(each), each, each.edit)
        for each in diagnostics
        if each.edit is not None and each.span.touches(at)
    )


def _title(diagnostic: Diagnostic) -> str:
    """What the help says, as what will be done."""
    meant = asked_for(diagnostic.help)
    return sentence(f"write {quoted(meant)}" if meant else diagnostic.help)
