"""All that one run of `check` found, as every reporter gets it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.ports.english import counted

# The lines of a file as an editor counts them; none where it cannot be read.
LinesOf = Callable[[str], Sequence[str]]


class Findings(Struct, frozen=True):
    """The problems in the order of files and places, each once, and how many files of each kind were looked at. `calls`
    is what is told of the calls of each script, for programs, where all of them were walked."""

    diagnostics: tuple[Diagnostic, ...]
    scripts: int
    tests: int = 0
    numbers: int = 0
    calls: tuple[Mapping[str, object], ...] = ()

    @property
    def errors(self) -> int:
        """How many of them are errors."""
        return sum(1 for diagnostic in self.diagnostics if diagnostic.code.severity == "error")

    @property
    def warnings(self) -> int:
        """How many of them are warnings."""
        return len(self.diagnostics) - self.errors

    @property
    def summary(self) -> str:
        """One line for people: how many files, and what was found."""
        files = ((self.scripts, "script"), (self.tests, "test file"), (self.numbers, "numbers file"))
        looked_at = [counted(*one) for one in files if one[0]] or [counted(*files[0])]
        kinds = [(self.errors, "error"), (self.warnings, "warning")]
        found = " and ".join(counted(number, noun) for number, noun in kinds if number)
        return f"{' and '.join(looked_at)} checked: {found or 'no problems'}"


# A reporter writes findings as lines of text, without their line ends.
Reporter = Callable[[Findings, LinesOf], Iterator[str]]
