"""One process that serves, from its beginning to its end."""

import asyncio
import math
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress

from callsheet.ports.clock import Clock
from callsheet.ports.provider import Telephony
from callsheet.ports.tasks import Overtaken, Unless, apart, begun, beside, done_within, stopped
from callsheet.service.logs import handle_loop_errors, log
from callsheet.service.loopback import ADDRESS
from callsheet.service.opening import CLOSE_SECONDS, Opening
from callsheet.service.operation import END_SECONDS, Operation, Stop
from callsheet.service.providers import Providers
from callsheet.service.scripts import Scripts
from callsheet.session.session import FAREWELL_SECONDS

# How often to look whether the provider is connected, before the first time.
CONNECTED_SECONDS = 0.2


async def serve(
    operation: Operation, scripts: Scripts, providers: Providers, clock: Clock, stop: Stop, ready: Callable[[str], None]
) -> bool:
    """Take calls until `stop` is asked; `ready` is told where to ask for health, once calls can come.

    Returns whether the end was asked for, and not the provider's. Raises `NotServed`, and what a provider raises.
    """
    handle_loop_errors(asyncio.get_running_loop())
    async with AsyncExitStack() as stack:
        opening = Opening(stack, operation, scripts, providers, clock)
        try:
            service, telephony, health = await apart(opening.open(stop), stop.asked, patience=CLOSE_SECONDS)
        except Overtaken:
            return True
        stop.takes_seconds = operation.drain_seconds + FAREWELL_SECONDS + END_SECONDS

        async def tell_ready() -> None:
            await _connected(telephony, clock)
            log("ready", scripts=len(scripts.roster.scripts), port=health.port, most_calls=operation.max_calls)
            ready(f"http://{ADDRESS}:{health.port}")

        taking = begun(service.take_calls())
        stack.push_async_callback(stopped, beside(tell_ready()))
        with suppress(Overtaken), Unless(stop.asked):
            await done_within(math.inf, taking)
        asked = not taking.done()
        if not asked:
            error = taking.exception()
            log("calls_not_taken", "error", error=type(error).__name__ if error else "the provider was closed")
        stop.asked_again.add_done_callback(lambda _: service.hurry())
        await service.end(operation.drain_seconds)
        await stopped(taking)
        log("ended", at_once=stop.asked_again.done())
        return asked


async def _connected(telephony: Telephony, clock: Clock) -> None:
    """Wait until calls can come; the provider itself tells the log why they cannot."""
    while not telephony.health().up:
        await clock.sleep(CONNECTED_SECONDS)
