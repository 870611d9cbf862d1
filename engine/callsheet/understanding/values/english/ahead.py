"""Moments that are so far ahead: "in half an hour", "two hours from now"."""

import re
from datetime import UTC, datetime, timedelta

from callsheet.ports.iso import in_zone
from callsheet.understanding.values.english.forms import Occasion, Parts

_COUNTED = (
    r"(?:(?P<count>\d{1,4})|(?P<half>half )?an?(?P<couple> couple of)?) (?P<unit>hour|minute)s?(?P<more> and a half)?"
)
AHEAD = (re.compile(rf"\bin {_COUNTED}\b"), re.compile(rf"\b{_COUNTED} from now\b"))


def moments_ahead(said: Parts, occasion: Occasion) -> list[datetime]:
    """The moment, to the minute, on the script's clock; nothing beyond the year 9999."""
    count = int(said["count"] or (2 if said["couple"] else 1)) + (0.5 if said["more"] else 0)
    ahead = timedelta(**{f"{said['unit']}s": count * (0.5 if said["half"] else 1)})
    now = occasion.now.replace(second=0, microsecond=0)
    try:
        # What passes is time, whatever clocks are changed meanwhile.
        return [in_zone(in_zone(now, UTC) + ahead, now.tzinfo or UTC)]
    except OverflowError:
        return []
