"""Words of a script with their places: what messages point at."""

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Span


class Word(Struct, frozen=True):
    """A name as the author wrote it, and where."""

    text: str
    span: Span
