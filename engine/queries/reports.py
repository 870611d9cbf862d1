"""A problem at an offset of a `.sql` file, on its way to becoming a diagnostic."""

from dataclasses import dataclass

from engine.diagnostics.diagnostic import Code, Diagnostic
from engine.queries.files import Source


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with `length` characters from `start`: a diagnostic that does not know its file yet."""

    code: Code
    start: int
    length: int
    message: str
    help: str = ""

    @property
    def fatal(self) -> bool:
        """Whether the query cannot be used."""
        return self.code.severity == "error"

    def in_file(self, source: Source) -> Diagnostic:
        """The problem as a reader finds it: with file, line and column."""
        return Diagnostic(self.code, source.shown, source.span(self.start, self.length), self.message, self.help)
