"""Which of a few values is meant, where less may be said than names it among all others."""

from collections.abc import Collection
from datetime import datetime, time

from callsheet.ports.iso import in_zone
from callsheet.understanding.values.meant import Meant, Sayable
from callsheet.understanding.values.read import read


def read_among(values: Collection[Sayable], kind: str, words: str, now: datetime, language: str) -> tuple[Meant, ...]:
    """All that `words` can mean where one of the `values`, which are of a kind, is to be chosen: a moment is meant by
    its day or its hour alone, too: "Tuesday", "the nine o'clock". Never raises."""
    whole = read(kind, words, now, language)
    if whole or kind != "date_and_time":
        return whole
    days, hours = (read(part, words, now, language) for part in ("date", "time"))
    if days and hours:
        return ()
    found = []
    for value in values:
        if isinstance(value, datetime):
            local = in_zone(value, now.tzinfo) if now.tzinfo else value
            said = (meant for meant in (*days, *hours) if meant.value in (local.date(), time(local.hour, local.minute)))
            found += [Meant(value, meant.start, meant.end) for meant in said]
    return tuple(found) or (*days, *hours)
