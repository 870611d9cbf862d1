"""The record of one problem in one file."""

from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning"]


class Span(Struct, frozen=True, order=True):
    """Where something stands. Lines and columns count from 1, columns in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def at(cls, line: int, column: int, length: int = 1) -> "Span":
        """A span of `length` characters on one line."""
        return cls(line, column, line, column + length)

    @property
    def begin(self) -> tuple[int, int]:
        """The line and the column where it begins."""
        return self.line, self.column

    @property
    def end(self) -> tuple[int, int]:
        """The line and the column behind it."""
        return self.end_line, self.end_column

    def overlaps(self, other: "Span") -> bool:
        """Whether something stands in both."""
        return self.begin < other.end and other.begin < self.end

    def touches(self, other: "Span") -> bool:
        """Whether they overlap, or one begins where the other ends."""
        return self.begin <= other.end and other.begin <= self.end


FILE_START = Span.at(1, 1)


class Code(Struct, frozen=True):
    """The kind of a problem: an identifier that never changes its meaning, a name for people, a severity."""

    id: str
    name: str
    severity: Severity = "error"
    # A warning that a comment in the script cannot silence. Errors never can be.
    lasting: bool = False
    # Found by walking all calls (`explore`), and not by `check`.
    walked: bool = False

    @property
    def silenceable(self) -> bool:
        """Whether a comment in the script may silence it: an error would break the call, however good the reason."""
        return self.severity == "warning" and not self.lasting

    @property
    def kind(self) -> str:
        """The severity, as lists show it."""
        return f"{self.severity}, can be silenced" if self.silenceable else self.severity


class Edit(Struct, frozen=True):
    """A replacement: `text` for what stands at `span`."""

    span: Span
    text: str


class Diagnostic(Struct, frozen=True):
    """One problem: where it is, what it is (`message`, a sentence in the author's words), what to do (`help`).

    `edit` does in its file what `help` says, where that can be done without asking.
    `about` is the name of which more mistakes follow from this one, or from which this one follows. It is not shown.
    `test` is a test that shows it, as it stands in a test file, where there is one.
    """

    code: Code
    file: str
    span: Span
    message: str
    help: str = ""
    about: str = ""
    edit: Edit | None = None
    test: str = ""
