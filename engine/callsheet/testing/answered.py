"""What other systems answered in a call, as far as a test can give it: one answer for each request."""

from collections.abc import Mapping

from msgspec import Struct

from callsheet.journal.reading import JournalEntry
from callsheet.testing.cases import GivenAnswer, answered


class Answers(Struct):
    """Gathers them; None stands for what is not in the journal, and for answers that differ from each other."""

    by_name: dict[str, GivenAnswer | None] = {}

    def take(self, sent: JournalEntry, *, nothing: bool) -> None:
        """A request was answered; `nothing`: that there is nothing."""
        name, cells = sent.text("request"), sent.cells("answer")
        fields = {field: value for field, value in (cells or {}).items() if value is not None}
        answer = None if cells is None and not nothing else answered(name, None if nothing else fields)
        self.by_name[name] = answer if self.by_name.get(name, answer) == answer else None

    @property
    def given(self) -> Mapping[str, GivenAnswer]:
        """Those that a test can give."""
        return {name: answer for name, answer in self.by_name.items() if answer is not None}

    @property
    def missing(self) -> str:
        """The names of requests whose answers it cannot give."""
        return ", ".join(name for name, answer in self.by_name.items() if answer is None)
