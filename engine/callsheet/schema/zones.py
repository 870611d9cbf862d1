"""Time zones: what an author meant who did not write one as the tables of the world have it."""

import re
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from callsheet.diagnostics.suggest import likeness, nearest

# All names of zones; `posixrules`, `posix/…` and other files that lie beside them are none.
_NAME = re.compile(r"[A-Z][A-Za-z0-9_+/-]*")
# Abbreviations and everyday names of zones that have summer time, which no abbreviation says.
_EVERYDAY = {
    "US/Eastern": "eastern",
    "US/Central": "central",
    "US/Mountain": "mountain",
    "US/Pacific": "pacific",
    "America/New_York": "est edt et",
    "America/Chicago": "cst cdt",
    "America/Denver": "mst mdt",
    "America/Los_Angeles": "pst pdt pt",
    "America/Anchorage": "akst akdt alaska",
    "Pacific/Honolulu": "hst hawaii",
    "Europe/London": "bst british",
    "Europe/Berlin": "cest german",
    "Europe/Athens": "eest",
    "Asia/Kolkata": "ist india indian",
    "Asia/Tokyo": "jst japan",
    "Australia/Sydney": "aest aedt",
}
_BY_EVERYDAY = {word: zone for zone, words in _EVERYDAY.items() for word in words.split()}
# The tables of the world have these, without summer time: nobody means them.
FIXED = ("EST", "MST", "HST")
_TIME = r"_?(?:standard|daylight|summer)?_?time$"
# The likeness of a misspelt zone and what it means: "Europe/Munich" is not "Europe/Zurich".
_ALIKE = 0.85


def is_zone(text: str) -> bool:
    """Whether there is a zone of that name. (To list all of them takes longer than to check a script.)"""
    if not _NAME.fullmatch(text) or text in FIXED:
        return False
    try:
        return ZoneInfo(text).key == text
    except (OSError, ValueError, LookupError):  # for folders, for what is no path, and for nothing
        return False


def nearest_zone(text: str) -> str | None:
    """The zone of that name in another spelling, the one of that city, or one that is spelt much the same."""
    wanted = _folded(text)
    if everyday := _BY_EVERYDAY.get(re.sub(_TIME, "", wanted)):
        return everyday
    if re.search("[+0-9]", wanted):  # an offset: the tables have some, with the other sign
        return None
    zones, cities = _zones()
    if exact := zones.get(wanted) or cities.get(wanted):
        return exact
    near = nearest(text, available_timezones())
    return near if near and likeness(text.casefold(), near.casefold()) >= _ALIKE else None


def _folded(text: str) -> str:
    return text.strip().casefold().replace(" ", "_").replace("\\", "/")


@cache
def _zones() -> tuple[dict[str, str], dict[str, str]]:
    """All zones by their folded names, and those of an area and a city by the city's."""
    names = sorted(available_timezones())
    return (
        {_folded(name): name for name in names},
        {_folded(name.rpartition("/")[2]): name for name in reversed(names) if name.count("/") == 1},
    )
