"""Ends a call that nobody takes, with as little as that needs: there may be thousands of them."""

import asyncio

from callsheet.adapters.telephony.telcoflow import guards
from callsheet.adapters.telephony.telcoflow.frames import CallIn
from callsheet.adapters.telephony.telcoflow.sdk import SdkCall

# Seconds for the end of a call, and how often it is asked for: somebody is on an open line meanwhile, or hears it ring.
# In all it is less than whoever hangs up waits for it.
DISCONNECT_SECONDS, DISCONNECTS = 2.0, 2


async def ended(said: CallIn, *, resumed: bool) -> bool:
    """Whether the platform agreed that the call is over; never raises. One that is `resumed` is left to whoever may be
    talking in it."""
    if not said.url:
        return False
    call = guards.new_call(said)
    try:
        return await _ended(call, resumed=resumed)
    except Exception:  # noqa: BLE001 - the SDK raises whatever it likes
        return False
    finally:
        await guards.shut(call)


async def _ended(call: SdkCall, *, resumed: bool) -> bool:
    for _ in range(DISCONNECTS):
        try:
            async with asyncio.timeout(DISCONNECT_SECONDS):
                if resumed:
                    await call.get_send_audio_buffer_size()  # without a connection nothing is closed
                if (await (call.close() if resumed else call.disconnect())).success:
                    return True
        except TimeoutError:
            continue
    return False
