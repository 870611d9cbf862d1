"""What mends problems without asking: the edits that diagnostics carry."""

from collections.abc import Iterable

from callsheet.assist.records import QuickFix
from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.diagnostics.visible import sentence


def quick_fixes(diagnostics: Iterable[Diagnostic], file: str, at: Span) -> tuple[QuickFix, ...]:
    """The edits for problems of a file, as diagnostics name it, that touch a place in it."""
    return tuple(
        QuickFix(sentence(each.help), each, each.edit)
        for each in diagnostics
        if each.edit is not None and each.file == file and _touch(each.span, at)
    )


def _touch(one: Span, other: Span) -> bool:
    return _begin(one) <= _end(other) and _begin(other) <= _end(one)


def _begin(span: Span) -> tuple[int, int]:
    return span.line, span.column


def _end(span: Span) -> tuple[int, int]:
    return span.end_line, span.end_column
