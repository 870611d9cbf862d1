"""What is read of words on a Wednesday in New York: November 25, 2026, 10 AM."""

from datetime import datetime
from zoneinfo import ZoneInfo

from callsheet.understanding.values import Sayable, read

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=NEW_YORK)


def values(kind: str, words: str, now: datetime = NOW, language: str = "en-US") -> list[Sayable]:
    """All readings, the likeliest first."""
    return [meant.value for meant in read(kind, words, now, language)]


def first(kind: str, words: str, now: datetime = NOW, language: str = "en-US") -> Sayable | None:
    """The likeliest reading."""
    return next(iter(values(kind, words, now, language)), None)
