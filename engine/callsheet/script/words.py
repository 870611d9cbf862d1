"""Words of a script with their places: what messages point at."""

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Span
from callsheet.source.document import Node, Scalar


class Word(Struct, frozen=True):
    """A name as the author wrote it, and where."""

    text: str
    span: Span

    def parts(self, between: str) -> "tuple[Word, ...]":
        """The words that stand in it, each in its place, which is known where all of it is on one line."""
        if between not in self.text:
            return (self,)
        quotes = self.span.end_column - self.span.column - len(self.text)
        column, found = self.span.column + max(quotes, 0) // 2, []
        for part in self.text.split(between):
            found.append(Word(part, Span.at(self.span.line, column, len(part))))
            column += len(part) + len(between)
        return tuple(found)


def text_at(node: Node | None) -> Word | None:
    """The text that stands there; None where none does."""
    return Word(node.value, node.span) if isinstance(node, Scalar) and isinstance(node.value, str) else None
