"""Help that can be pasted where it is needed: in a text in double quotes, texts of expressions stand in single ones."""

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from callsheet.diagnostics.diagnostic import Diagnostic, Span
from callsheet.source.document import Document, Mapping, Node, Scalar, Sequence

# A text as expressions hold it: an argument of a filter, an item of a list, what something is compared with.
_TEXT = r"(?<=[(\[])\"([^\"]*)\"|(?<=, )\"([^\"]*)\"(?=[),\]])|(?<=[=<>!]= )\"([^\"]*)\"|(?<=marks: )\"([^\"]*)\""


def fitted(document: Document, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics, with helps whose quotes fit the quotes of their places."""
    found = tuple(diagnostics)
    if not any(re.search(_TEXT, each.help) for each in found):
        return found
    quoted = [node.span for node in _scalars(document.root) if document.text.startswith('"', node.start)]
    return tuple(
        replace(each, help=re.sub(_TEXT, _in_single_quotes, each.help))
        if each.file == document.path and any(_holds(span, each.span) for span in quoted)
        else each
        for each in found
    )


def _in_single_quotes(found: re.Match[str]) -> str:
    return f"'{next(text for text in found.groups() if text is not None)}'"


def _holds(outer: Span, inner: Span) -> bool:
    """Whether one span is within the other, and not the whole of it: that would be about the quotes themselves."""
    return outer.begin < inner.begin < outer.end


def _scalars(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Sequence():
            for item in node.items:
                yield from _scalars(item)
        case Mapping():
            for entry in node:
                yield from _scalars(entry.value)
        case _:
            pass
