"""Plays a caller, and whom they reach: does what their script says, in the loop's time."""

import asyncio
from collections.abc import Coroutine

from tests.telcoflow.caller import (
    Action,
    CutControl,
    CutVoice,
    HangUp,
    Noise,
    Press,
    SendError,
    Speak,
    Wait,
    WaitForPrompt,
    WaitForSound,
)
from tests.telcoflow.leg import CalleeLeg, Person
from tests.telcoflow.placed import PlacedCall, State
from tests.telcoflow.sounds import key_tone, noise


async def act(call: PlacedCall) -> None:
    """From the dialling to the end of the call, however it comes."""
    clocks = [call.platform.spawn(give_up(call))]
    if call.caller.hang_up_at_ms is not None:
        clocks.append(call.platform.spawn(hang_up_at(call, call.caller.hang_up_at_ms)))
    script = call.platform.spawn(follow(call))
    await call.over()
    for task in (script, *clocks):
        task.cancel()


async def follow(call: PlacedCall) -> None:
    """The script."""
    for action in call.caller.ringing:
        await do(call, call, action)
    await call.answered()
    for action in call.caller.actions:
        await do(call, call, action)


async def act_as_callee(call: PlacedCall, leg: CalleeLeg) -> None:
    """The callee's script, from the moment in which they pick up to the end of the talk."""

    async def follow_callee() -> None:
        for action in leg.callee.actions:
            await do(call, leg, action)

    script = call.platform.spawn(follow_callee())
    await call.over()
    script.cancel()


async def give_up(call: PlacedCall) -> None:
    """Nobody lets it ring for ever."""
    await asyncio.sleep(call.settings.ring_ms / 1000)
    if call.state is State.RINGING:
        call.hang_up()


async def hang_up_at(call: PlacedCall, ms: int) -> None:
    await asyncio.sleep(ms / 1000)
    call.hang_up()


async def do(call: PlacedCall, person: Person, action: Action) -> None:
    """One action of somebody in a call; returns when it is done."""
    match action:
        case Speak(pcm):
            await person.speak(pcm)
        case Press(key, ms, gap_ms):
            await person.speak(key_tone(key, ms, person.rate))
            await asyncio.sleep(gap_ms / 1000)
        case Noise(ms, peak):
            await person.mouth.say(noise(ms, person.rate, peak))
        case Wait(ms):
            await asyncio.sleep(ms / 1000)
        case WaitForPrompt(silence_ms, timeout_ms):
            await in_time(person, person.ear.prompt(silence_ms), timeout_ms)
        case WaitForSound(timeout_ms):
            await in_time(person, person.ear.sound(), timeout_ms)
        case HangUp():
            person.hang_up()
        case CutVoice():
            call.cut_voice()
        case CutControl(down_ms):
            call.cut_control(down_ms)
        case SendError(code, message):
            call.send_event("call.error", error_code=code, error_message=message)


async def in_time(person: Person, waiting: Coroutine[object, object, None], timeout_ms: int) -> None:
    """Wait, but not for ever."""
    try:
        async with asyncio.timeout(timeout_ms / 1000):
            await waiting
    except TimeoutError:
        person.waited_in_vain()
