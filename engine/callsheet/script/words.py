"""Words of a script with their places: what messages point at."""

from dataclasses import dataclass

from callsheet.diagnostics.diagnostic import Span


@dataclass(frozen=True, slots=True)
class Word:
    """A name as the author wrote it, and where."""

    text: str
    span: Span
