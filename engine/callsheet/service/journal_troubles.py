"""What a service tells of its journal: in the log, and in a count."""

from collections.abc import Callable
from pathlib import Path

from callsheet.service.logs import log


class JournalTroubles:
    """Implements `Troubles`. `count` is called for each event that is missing."""

    def __init__(self, path: Path, count: Callable[[], None]) -> None:
        self._path = str(path)
        self._count = count

    def missing(self, why: str, *, first: bool) -> None:
        """Count it; and tell, once."""
        self._count()
        if first:
            log("journal_not_written", "error", file=self._path, why=why)

    def written_again(self, missing: int) -> None:
        """Tell it."""
        log("journal_written_again", file=self._path, missing=missing)

    def not_encoded(self, error: str) -> None:
        """Count and tell it."""
        self._count()
        log("event_not_journalled", "warning", error=error)
