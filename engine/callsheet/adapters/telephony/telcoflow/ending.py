"""Ends a call that nobody takes, with as little as that needs: there may be thousands of them."""

import asyncio

from callsheet.adapters.telephony.telcoflow import guards
from callsheet.adapters.telephony.telcoflow.frames import CallIn
from callsheet.adapters.telephony.telcoflow.sdk import SdkCall

# Seconds for the end of a call, and how often it is asked for: somebody is on an open line meanwhile, or hears it ring.
# In all it is less than whoever hangs up waits for it.
DISCONNECT_SECONDS, DISCONNECTS = 2.0, 2


async def ended(said: CallIn) -> bool:
    """Whether the platform agreed that the call is over; never raises."""
    if not said.url:
        return False
    call = guards.new_call(said)
    try:
        return await _disconnected(call)
    except Exception:  # noqa: BLE001 - the SDK raises whatever it likes
        return False
    finally:
        await guards.shut(call)


async def _disconnected(call: SdkCall) -> bool:
    for _ in range(DISCONNECTS):
        try:
            async with asyncio.timeout(DISCONNECT_SECONDS):
                if (await call.disconnect()).success:
                    return True
        except TimeoutError:
            continue
    return False
