"""How calls begin, as far as a script can tell: from a number that is shown or withheld, and at which moments."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from callsheet.exploring.choices import Chooser, Settled
from callsheet.exploring.compared import Compared
from callsheet.exploring.forgetting import MOMENT, NUMBER
from callsheet.exploring.relevance import CLOCK, NUMBERS, Names, read_in
from callsheet.exploring.setting import Setting
from callsheet.exploring.situations import NO_LIMIT
from callsheet.flow.model import Flow
from callsheet.interpreter.opening import opening
from callsheet.interpreter.state import CallData
from callsheet.ports.english import DAYS
from callsheet.ports.iso import read_date, read_datetime, read_time
from callsheet.ports.telephony import CallInfo
from callsheet.ports.usual_call import CALLER
from callsheet.ports.values import items_of

CALLEE = ""
# Moments at which calls begin: each begins all of them anew.
MOST_MOMENTS = 12
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Beginnings:
    """From whom calls come, and when. Neither is chosen before something depends on it."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._moments = [Settled(now=moment) for moment in _moments(setting.flow, setting.compared, setting.now)]
        self._numbers = [Settled(info=info) for info in _numbers(setting.compared)]
        self._clock = CLOCK if _compares_clock(setting.compared) else frozenset({"hours"})
        self._asks: dict[str, tuple[bool, bool]] = {}

    def usual(self) -> CallData:
        """A call before its first step."""
        moment, info = self._setting.now, CallInfo("call", "inbound", CALLER, CALLEE)
        return CallData.begin(info, self._setting.machine.start, moment, moment.date(), NO_LIMIT)

    def settle(self, state: CallData, now: datetime, settled: Names, chooser: Chooser) -> tuple[datetime, Names]:
        """Choose what the step at the place of a call depends on; when it is, and what is settled then."""
        number, moment = self._depends(state)
        if number and NUMBER not in settled:
            state.info = chooser.choose(lambda: self._numbers).info or state.info
            settled |= {NUMBER}
        if moment and MOMENT not in settled:
            now = chooser.choose(lambda: self._moments).now or now
            state.today, state.started_at, state.began_at = now.date(), now, now
            settled |= {MOMENT}
        return now, settled

    def _depends(self, state: CallData) -> tuple[bool, bool]:
        """Whether a step depends on the number, and on the moment."""
        place = state.place
        if place not in self._asks:
            depends = self._setting.relevance.read_at(place)
            if place == self._setting.machine.start:
                values = [value for _, value in self._setting.flow.values]
                depends |= read_in(item for value in values for item in items_of(value))
            self._asks[place] = (
                not NUMBERS.isdisjoint(depends),
                len(self._moments) > 1 and not CLOCK.isdisjoint(depends),
            )
        return self._asks[place]


def _moments(flow: Flow, compared: Compared, now: datetime) -> list[datetime]:
    """Those that a script tells apart, as far as can be seen from what it compares."""
    found: dict[object, datetime] = {}
    for moment in (now, *_candidates(flow, compared, now)):
        told = tuple(opening(hours, moment).columns["open"] for hours in flow.hours.values())
        seen = told if not _compares_clock(compared) else (told, moment)
        found.setdefault(seen, moment)
    return list(found.values())[:MOST_MOMENTS]


def _numbers(compared: Compared) -> Iterator[CallInfo]:
    """Who calls whom, as far as a script tells it apart: from a number that is shown, or withheld, and those that it
    names."""
    callers, callees = (
        sorted({value for name in names for value in compared.constants.get(name, set()) if isinstance(value, str)})
        for names in (("person_number", "caller_number"), ("callee_number",))
    )
    yield from (CallInfo("call", "inbound", number, CALLEE) for number in dict.fromkeys((CALLER, "", *callers)))
    yield from (CallInfo("call", "inbound", CALLER, number) for number in callees)
    if "direction" in compared.constants:
        yield CallInfo("call", "outbound", CALLEE, CALLER)


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
