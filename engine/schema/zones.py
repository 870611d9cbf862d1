"""Time zones: what an author meant who did not write one as the tables of the world have it."""

import re
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from engine.diagnostics.suggest import nearest

# All names of zones; `posixrules`, `posix/…` and other files that lie beside them are none.
_NAME = re.compile(r"[A-Z][A-Za-z0-9_+/-]*")


def is_zone(text: str) -> bool:
    """Whether there is a zone of that name. (To list all of them takes longer than to check a script.)"""
    if not _NAME.fullmatch(text):
        return False
    try:
        return ZoneInfo(text).key == text
    except (OSError, ValueError, LookupError):  # for folders, for what is no path, and for nothing
        return False


def nearest_zone(text: str) -> str | None:
    """The zone of that name in another spelling, the one of that city, or one that is spelt much the same."""
    wanted = _folded(text)
    zones, cities = _zones()
    return zones.get(wanted) or cities.get(wanted) or nearest(text, available_timezones())


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
