"""Plays a caller: does what their script says, in the loop's time."""

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
from tests.telcoflow.placed import PlacedCall
from tests.telcoflow.sounds import key_tone, noise


async def act(call: PlacedCall) -> None:
    """From the dialling to the end of the call, however it comes."""
    clocks = [call.platform.spawn(give_up(call))]
    if call.caller.hang_up_at_ms is not None:
        clocks.append(call.platform.spawn(hang_up_at(call, call.caller.hang_up_at_ms)))
    script = call.platform.spawn(follow(call))
    await call.ended()
    for task in (script, *clocks):
        task.cancel()


async def follow(call: PlacedCall) -> None:
    """The script."""
    for action in call.caller.ringing:
        await do(call, action)
    await call.answered()
    for action in call.caller.actions:
        await do(call, action)


async def give_up(call: PlacedCall) -> None:
    """Nobody lets it ring for ever."""
    await asyncio.sleep(call.settings.ring_ms / 1000)
    if not call.talking:
        call.hang_up()


async def hang_up_at(call: PlacedCall, ms: int) -> None:
    await asyncio.sleep(ms / 1000)
    call.hang_up()


async def do(call: PlacedCall, action: Action) -> None:
    """One action; returns when it is done."""
    match action:
        case Speak(pcm):
            await call.speak(pcm)
        case Press(key, ms, gap_ms):
            await call.speak(key_tone(key, ms, call.rate))
            await asyncio.sleep(gap_ms / 1000)
        case Noise(ms, peak):
            await call.mouth.say(noise(ms, call.rate, peak))
        case Wait(ms):
            await asyncio.sleep(ms / 1000)
        case WaitForPrompt(silence_ms, timeout_ms):
            await in_time(call, call.ear.prompt(silence_ms), timeout_ms)
        case WaitForSound(timeout_ms):
            await in_time(call, call.ear.sound(), timeout_ms)
        case HangUp():
            call.hang_up()
        case CutVoice():
            call.cut_voice()
        case CutControl(down_ms):
            call.cut_control(down_ms)
        case SendError(code, message):
            call.send_event("call.error", error_code=code, error_message=message)


async def in_time(call: PlacedCall, waiting: Coroutine[object, object, None], timeout_ms: int) -> None:
    """Wait, but not for ever."""
    try:
        async with asyncio.timeout(timeout_ms / 1000):
            await waiting
    except TimeoutError:
        call.in_vain += 1
        call.note("caller", "waited in vain")
