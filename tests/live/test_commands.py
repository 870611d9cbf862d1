"""Every command and request of the engine is answered late, refused, or never: once, or each time."""

import asyncio

import pytest

from tests.lines.voices import noise, word
from tests.live.evening import Evening, spend
from tests.live.judge import judge
from tests.live.scripts import handled
from tests.live.sweeps import MAIN_PATH, THINKING_MS, WORD_MS, says
from tests.telcoflow.caller import Caller, HangUp, Speak, Wait, WaitForPrompt, WaitForSound
from tests.telcoflow.control import Agent
from tests.telcoflow.placed import PlacedCall
from tests.telcoflow.settings import Reply, ServerSettings

TROUBLES = {
    "a little late": Reply(delay_ms=300),
    "late": Reply(delay_ms=4000),
    "too late": Reply(delay_ms=12_000),
    "refused": Reply(fails="INTERNAL_ERROR", message="+15550000001 said yes"),
    "over": Reply(fails="CALL_ENDED"),
    "odd": Reply(fails="+15550000001 \n\x00 yes"),
    "never": Reply(hangs=True),
    "cut": Reply(cuts=True),
}
AGAIN = ("once", "always")
# Somebody who interrupts, by words and by noise; somebody who says what is asked; somebody who hangs up in the end.
INTERRUPTS = (WaitForSound(), Wait(200), Speak(word("yes", WORD_MS)), Wait(900), Speak(noise(300)), *says("no"))
CALLERS = (
    Caller(MAIN_PATH),
    Caller(INTERRUPTS),
    Caller((*says("yes"), WaitForSound(), Wait(500), HangUp())),
    Caller((WaitForPrompt(THINKING_MS), HangUp())),
)
ENDINGS = ("completed", "completed", "hung_up", "hung_up")
# Who meets with each command: nobody else interrupts, and a call is answered and ended for all of them alike.
MEET = {"call.answer": (0, 3), "agent.interrupt": (0, 1, 2, 3), "call.disconnect": (0, 3)}


@pytest.mark.parametrize("again", AGAIN)
@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("command", MEET)
def test_a_command(command: str, trouble: str, again: str) -> None:
    reply = TROUBLES[trouble]
    settings = ServerSettings(replies={command: (reply,) if again == "always" else (reply, Reply())})
    flow = handled() if again == "always" else None
    # Where nobody hangs up for us, or says that somebody has, closing the voice connection is all that can be done.
    unheard = trouble == "over" or (command == "call.disconnect" and again == "always")
    callers = [CALLERS[caller] for caller in MEET[command]]
    records = judge(spend(callers, settings=settings, flow=flow), unheard=unheard)
    assert len(records) == len(callers)
    if command == "call.disconnect" or (command == "agent.interrupt" and trouble != "cut"):
        assert [record.ending for record in records] == [ENDINGS[caller] for caller in MEET[command]]


@pytest.mark.parametrize("trouble", ["refused", "never"])
def test_an_operator_learns_of_a_platform_that_does_not_hang_up(trouble: str) -> None:
    evening = spend(CALLERS[:1], settings=ServerSettings(replies={"call.disconnect": (TROUBLES[trouble],)}))
    judge(evening, endings={"completed"}, unheard=True)
    [message] = [record.getMessage() for record in evening.logged if record.levelname == "WARNING"]
    assert message.startswith("call call-000001: the line could not be let go: the platform ")


@pytest.mark.parametrize(
    ("request_", "again"), [("setup", "once"), ("call_flow.setup", "always"), *(("session.open", a) for a in AGAIN)]
)
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_request(request_: str, trouble: str, again: str) -> None:
    reply = TROUBLES[trouble]
    settings = ServerSettings(replies={request_: (reply,) if again == "always" else (reply, Reply())}, ring_ms=30_000)
    evening = spend(CALLERS[:1], settings=settings, lasts_seconds=200)
    records = judge(evening)
    taken = {record.call_id for record in records}
    for guest in evening.guests:
        assert (guest.placed.call_id in taken) == (guest.placed.answered_ms is not None)


@pytest.mark.parametrize("trouble", ["never", "late", "cut"])
def test_a_call_that_was_claimed_comes_late_or_never(trouble: str) -> None:
    """What `session.ready` asks for has no answer."""
    settings = ServerSettings(ring_ms=50_000)

    async def during(evening: Evening) -> None:
        plane = evening.server.control
        usual = plane._call_in
        seen = 0

        async def call_in(agent: Agent, call: PlacedCall) -> None:
            nonlocal seen
            seen += 1
            if trouble == "late":
                await asyncio.sleep(8)
            elif seen % 2 and seen < 2 * len(CALLERS):
                if trouble == "cut":
                    evening.server.cut_control()
                return
            await usual(agent, call)

        plane._call_in = call_in  # type: ignore[method-assign]
        for caller in CALLERS * 2:
            evening.dial(caller)

    evening = spend([], settings=settings, during=during)
    records = judge(evening)
    assert len(records) >= len(CALLERS)
