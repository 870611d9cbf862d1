"""Waiting for somebody to speak."""

from contextlib import suppress

from callsheet.ports.clock import Clock
from callsheet.ports.tasks import Overtaken, Unless
from callsheet.turns.hearing import Hearing
from callsheet.turns.signs import Sign

# How often to look whether somebody who spoke when the time was over still speaks.
SPEAKING_SECONDS = 0.1
# For how long somebody is listened to who speaks and says no words (music, a crowd), after the question's time.
SPEAKING_MOST_SECONDS = 20.0


async def sign_before(hearing: Hearing, ends_at: float, clock: Clock) -> Sign | None:
    """The next sign; None where the time is over and nobody speaks. Raises `SpeechFailed`."""
    while not hearing.has_sign:
        over = ends_at - hearing.heard_until  # the time, for whoever has not begun to speak
        if over <= 0 and (not hearing.speaking or over <= -SPEAKING_MOST_SECONDS):
            return None
        left = ends_at - clock.monotonic()
        with suppress(Overtaken), Unless(within=max(left, SPEAKING_SECONDS)):
            return await hearing.sign()
    return await hearing.sign()  # what came in time, and waited here
