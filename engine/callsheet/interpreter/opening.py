"""Whether something is open at a moment, when it opens and when it closes, out of its opening hours."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from callsheet.ports.values import Row
from callsheet.script.hours import OpeningHours

DAY = timedelta(days=1)
# What is open for so long without a pause does not close.
LONGEST_OPEN = timedelta(days=8)
# A week, and the exceptions that a script can have, each of which may close a day more.
DAYS_LOOKED_AT = 500


def opening(hours: OpeningHours, now: datetime) -> Row:
    """`open`, `opens` and `closes`, as clocks on the wall tell them where `now` is. It opens next after it has closed;
    what never closes has opened now."""
    here = now.replace(tzinfo=None)
    closes: datetime | None = None
    opens: datetime | None = None
    for begins, ends in _periods(hours, here.date() - DAY):
        if begins > here:
            opens = begins
            break
        if ends > here:
            closes = ends

    def told(moment: datetime) -> datetime:
        # Through UTC: a time that clocks leave out when they are changed is the one that they show instead.
        return moment.replace(tzinfo=now.tzinfo).astimezone(UTC).astimezone(now.tzinfo)

    known = closes is not None and closes < datetime.max
    return Row(
        {
            "open": closes is not None,
            "opens": told(opens) if opens else now,
            "closes": told(closes) if closes and known else None,
        }
    )


def _periods(hours: OpeningHours, first: date) -> Iterator[tuple[datetime, datetime]]:
    """From when to when it is open, from a day on; what adjoins is one period."""
    since = until = datetime.min
    for begins, ends in _ranges(hours, first):
        if begins > until:
            yield since, until
            since, until = begins, ends
        until = max(until, ends)
        if until - since > LONGEST_OPEN:
            yield since, datetime.max
            return
    yield since, until


def _ranges(hours: OpeningHours, first: date) -> Iterator[tuple[datetime, datetime]]:
    for number in range(DAYS_LOOKED_AT):
        midnight = datetime.combine(first + number * DAY, time())
        for each in hours.on(midnight.date()):
            yield midnight + timedelta(minutes=each.begins), midnight + timedelta(minutes=each.ends)
