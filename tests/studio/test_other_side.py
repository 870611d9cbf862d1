"""Whom a page's call rings: the page is told, and plays them."""

from typing import Any

import pytest

from callsheet.adapters.clock.virtual import VirtualClock
from callsheet.ports.tasks import begun, stopped
from callsheet.ports.telephony import DONE, Answered, Bridged, CallState, Ended, EndReason, LineCode, Misuse
from callsheet.studio.browser_call import BrowserCall
from tests.studio.test_phone import INFO, Page, played

RINGS = {"other": {"who": "billing", "talks": False}}
TALKS = {"other": {"who": "billing", "talks": True}}
NOBODY = {"other": None}


class Told(list[dict[str, Any]]):
    """What the page was told beside what it hears."""

    def tell(self, **fields: object) -> None:
        self.append(fields)


def test_they_pick_up_also_before_we_do_hear_us_and_are_left_with_the_caller() -> None:
    async def test(clock: VirtualClock) -> None:
        page, told = Page({"other": "picks_up"}), Told()
        call = BrowserCall(page, INFO, clock, told.tell)
        connecting = begun(call.connect(("billing",), 30.0))
        await clock.sleep(1)
        assert (call.state, told) == (CallState.RINGING, [RINGS])
        reading = begun(call.read())
        assert await connecting == DONE
        assert (await call.mode("whisper"), await call.mode("spy")) == (DONE, DONE)
        with pytest.raises(Misuse):
            await call.connect(("billing",), 30.0)
        assert await call.leave() == DONE
        assert [event async for event in call.events()] == [Answered(), Bridged(), Ended(EndReason.AGENT_LEFT)]
        assert told == [RINGS, TALKS]
        assert [(await each).code for each in (call.mode("spy"), call.connect())] == [LineCode.ENDED] * 2
        await stopped(reading)

    played(test)


@pytest.mark.parametrize(
    ("does", "code"),
    [
        ({"other": "does_not_pick_up"}, LineCode.UNANSWERED),
        ({"other": "is_busy"}, LineCode.BUSY),
        ({"other": "they_hang_up"}, LineCode.UNANSWERED),  # nobody is there to hang up: it rings on
        ({"other": "explodes"}, LineCode.UNANSWERED),
        ({}, LineCode.UNANSWERED),
    ],
)
def test_they_do_not_pick_up_and_the_call_goes_on(does: dict[str, object], code: LineCode) -> None:
    async def test(clock: VirtualClock) -> None:
        told = Told()
        call = BrowserCall(Page(does), INFO, clock, told.tell)
        await call.answer()
        reading, before = begun(call.read()), clock.monotonic()
        assert (await call.connect(("billing",), 25.0)).code is code
        assert (clock.monotonic() - before < 25.0) == (does.get("other") in ("does_not_pick_up", "is_busy"))
        assert (call.state, told) == (CallState.ANSWERED, [RINGS, NOBODY])
        with pytest.raises(Misuse):
            await call.mode("whisper")
        await stopped(reading)

    played(test)


def test_a_ring_that_is_cancelled_rings_nobody_any_more() -> None:
    async def test(clock: VirtualClock) -> None:
        page, told = Page(), Told()
        call = BrowserCall(page, INFO, clock, told.tell)
        await call.answer()
        connecting = begun(call.connect(("billing",), 25.0))
        await clock.sleep(1)
        await stopped(connecting)
        assert told == [RINGS, NOBODY]
        page.leave()
        await call.read()
        assert (await call.connect(("billing",), 25.0)).code is LineCode.ENDED
        assert told == [RINGS, NOBODY]

    played(test)
