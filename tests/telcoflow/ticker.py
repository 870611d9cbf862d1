"""One clock for the sound of all calls: every 20 ms each of them plays, asks for more, and sends the caller's sound."""

import asyncio
from functools import cache
from itertools import count

from tests.telcoflow import wire
from tests.telcoflow.mouth import mixed
from tests.telcoflow.placed import PlacedCall, State
from tests.telcoflow.recording import TICK_MS


class Ticker:
    """Ticks on an absolute schedule of the loop's time, so that it does not drift; rests while there are no calls.

    `worst_late_ms` is how late a tick ever was, `late_ticks` how many came a whole tick late: where there are some,
    what was measured of calls says more of this machine than of the agent.
    """

    def __init__(self) -> None:
        self.calls: dict[str, PlacedCall] = {}
        self.worst_late_ms = 0.0
        self.ticks = 0
        self.late_ticks = 0
        self._some = asyncio.Event()

    def add(self, call: PlacedCall) -> None:
        """From the next tick on this call is played, until it ends."""
        self.calls[call.call_id] = call
        self._some.set()

    async def run(self) -> None:
        """Tick for ever."""
        loop = asyncio.get_running_loop()
        while True:
            await self._some.wait()
            began = loop.time()
            for index in count(1):
                due = began + index * TICK_MS / 1000
                await asyncio.sleep(due - loop.time())
                late_ms = (loop.time() - due) * 1000
                self.ticks += 1
                self.late_ticks += late_ms >= TICK_MS
                self.worst_late_ms = max(self.worst_late_ms, round(late_ms, 3))
                for call in list(self.calls.values()):
                    if call.state is not State.ENDED:
                        tick(call)
                    else:
                        del self.calls[call.call_id]
                if not self.calls:
                    self._some.clear()
                    break


def tick(call: PlacedCall) -> None:
    """20 ms of one call."""
    settings, talking = call.settings, call.talking
    callee = call.callee if call.state in (State.BRIDGED, State.LEFT) else None
    beside = b""
    if callee is not None:
        callee.mouth.tick()
        beside = callee.mouth.said.ljust(call.playout.bytes_of(TICK_MS), b"\0")
    played = call.playout.take() if talking else b""
    if talking or callee is not None:
        if not call.recording.pcm:
            call.recording.began_ms = call.ms()
        heard = mixed(played if call.heard else b"", beside)
        if call.ear.hear(call.recording.add(heard)):
            call.sound_began()
    if talking or settings.pulls_before_answer:
        pull(call)
    if talking or callee is not None or settings.inbound_before_answer:
        for sound in call.mouth.tick(beside):
            call.send_sound(sound)
    if callee is not None:
        heard = mixed(played if call.callee_hears else b"", call.mouth.said)
        callee.ear.hear(callee.recording.add(heard.ljust(call.playout.bytes_of(TICK_MS), b"\0")))


def pull(call: PlacedCall) -> None:
    """Ask the agent for audio, where some is wanted."""
    settings = call.settings
    if settings.pulls_other_channels and call.state is State.BRIDGED:
        call.send(request(call.playout.bytes_of(TICK_MS), 1, 0))
    if wanted := call.playout.wanted(call.ms()):
        call.send(request(wanted, 0, call.playout.bytes_of(settings.prefer_frame_ms)))


@cache
def request(wanted: int, channel: int, prefer: int) -> str:
    """The frame that asks for so many bytes, at least `prefer` of them at once where that is said."""
    fields = {"requested_bytes": wanted, "channelId": channel}
    return wire.data("buffer_request", **fields, **({"prefer_audio_frame_bytes": prefer} if prefer else {}))
