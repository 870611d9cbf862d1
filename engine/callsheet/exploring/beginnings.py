"""How calls begin, as far as a script can tell: from a number that is shown or withheld, and at which moments."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from callsheet.exploring.compared import Compared
from callsheet.exploring.setting import Setting
from callsheet.exploring.situations import NO_LIMIT
from callsheet.flow.model import Flow
from callsheet.interpreter.opening import opening
from callsheet.interpreter.state import CallData
from callsheet.ports.english import DAYS
from callsheet.ports.iso import read_date, read_datetime, read_time
from callsheet.ports.telephony import CallInfo

CALLER, CALLEE = "+15550100", "+15550199"
# Moments at which calls begin: each begins all of them anew.
MOST_MOMENTS = 12
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def beginnings(setting: Setting) -> list[tuple[CallData, datetime]]:
    """Calls before their first step, with when they begin; the usual one first."""
    live = setting.relevance.at(setting.machine.start)
    numbers = [CALLER, *([""] if "call" in live.decide | live.spoken else [])]
    moments = [setting.now]
    if live.decide & {"now", "today", "hours"}:
        moments = _moments(setting.flow, setting.compared, setting.now)
    return [(_call(setting.machine.start, number, moment), moment) for moment in moments for number in numbers]


def _moments(flow: Flow, compared: Compared, now: datetime) -> list[datetime]:
    """Those that a script tells apart, as far as can be seen from what it compares."""
    found: dict[object, datetime] = {}
    for moment in (now, *_candidates(flow, compared, now)):
        told = tuple(opening(hours, moment).columns["open"] for hours in flow.hours.values())
        seen = told if not _compares_clock(compared) else (told, moment)
        found.setdefault(seen, moment)
    return list(found.values())[:MOST_MOMENTS]


def _candidates(flow: Flow, compared: Compared, now: datetime) -> Iterator[datetime]:
    for hours in flow.hours.values():
        days = [now.date() + number * DAY for number in range(len(DAYS))]
        for day in (*days, *hours.exceptions):
            yield datetime.combine(day, time(12), now.tzinfo)
            for each in hours.on(day):
                midnight = datetime.combine(day, time(), now.tzinfo)
                for minutes in (each.begins, each.ends):
                    yield from (midnight + timedelta(minutes=minutes) + near * MINUTE for near in (-1, 0))
    for text in _texts(compared):
        if text in DAYS:
            yield now + (DAYS.index(text) - now.weekday()) % len(DAYS) * DAY
        elif (named := read_date(text)) is not None:
            yield from (datetime.combine(named + near * DAY, now.time(), now.tzinfo) for near in (-1, 0, 1))
        elif (clock := read_time(text)) is not None:
            yield from (
                datetime.combine(now.date(), clock.replace(tzinfo=None), now.tzinfo) + near * MINUTE
                for near in (-1, 0, 1)
            )
        elif (moment := read_datetime(text)) is not None and moment.tzinfo:
            yield from (moment + near * MINUTE for near in (-1, 0, 1))


def _compares_clock(compared: Compared) -> bool:
    return bool(_texts(compared))


def _texts(compared: Compared) -> list[str]:
    clock = compared.constants.get("now", set()) | compared.constants.get("today", set())
    return sorted(value for value in clock if isinstance(value, str))


def _call(start: str, number: str, moment: datetime) -> CallData:
    info = CallInfo("call", "inbound", number, CALLEE)
    return CallData(info, start, moment.date(), moment, last_visit=NO_LIMIT)
