"""Takes the calls of a provider: one task and one session each. No call is left open, and none notices another."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from callsheet.flow.model import Flow
from callsheet.journal.writers import Several
from callsheet.ports.data import DataFailed
from callsheet.ports.languages import ENGLISH, language_of
from callsheet.ports.line import Line
from callsheet.ports.provider import Telephony
from callsheet.ports.tasks import Background, Overtaken, Unless
from callsheet.ports.telephony import Call, CallState
from callsheet.service.admission import Admission
from callsheet.service.call_log import CallLog
from callsheet.service.logs import current_call, log
from callsheet.service.scripts import Scripts, ServedScript
from callsheet.session.session import FAREWELL_SECONDS, Session
from callsheet.session.world import World

if TYPE_CHECKING:  # it imports the metrics' library, which the command does that has it
    from callsheet.service.metrics import Metrics

# A provider that does not answer a refusal or a hang-up is left to itself after this long.
LET_GO_SECONDS = 5.0
# Refusals under way. A flood waits at the provider, which bounds what waits there.
MOST_REFUSALS = 100
# What cut calls get at least to be noted in ledger and journal. What cannot be noted by then is found by the next
# process, as if this one had been killed: nothing of it is lost, and nothing done twice.
CUT_SECONDS = 1.0
# What refusals under way get when everything else has ended.
LAST_REFUSALS_SECONDS = 0.2

# Said to whoever is on the line when the service ends, in the language of the script; in others nothing is said.
FAREWELLS = {ENGLISH: "Sorry, we have to end this call now. Please call again later. Goodbye."}

LineOf = Callable[[Call, Flow], Line]


class Service:
    """The calls of one process."""

    def __init__(
        self,
        telephony: Telephony,
        line_of: LineOf,
        scripts: Scripts,
        world: World,
        metrics: "Metrics",
        admission: Admission,
    ) -> None:
        """`line_of` makes a line out of a call that the flow is about to take."""
        self._telephony = telephony
        self._line_of = line_of
        self._scripts = scripts
        self._world = replace(world, journal=Several([world.journal, CallLog()]))
        self._worlds = {language: replace(self._world, farewell=text) for language, text in FAREWELLS.items()}
        self._metrics = metrics
        self._admission = admission
        self._calls = Background()
        self._refusals = Background()
        self._sessions: set[Session] = set()
        self._hurry: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._shutting_down = False

    @property
    def live(self) -> int:
        """How many calls are under way."""
        return len(self._calls)

    async def take_calls(self) -> None:
        """Take calls until the provider is closed. Raises what the provider raises."""
        async for call in self._telephony.calls():
            await self._refusals.at_most(MOST_REFUSALS - 1)
            try:
                self._take(call)
            except Exception as error:  # noqa: BLE001 - one call that cannot even be looked at must not keep the others away
                log("call_not_taken", "error", error=type(error).__name__)
                self._refuse(call, "fault")

    def drain(self) -> None:
        """Take no new calls; those that are there go on."""
        if not self._admission.draining:
            self._admission.drain()
            log("draining", calls=self.live)
            self._telephony.drain()

    async def end(self, drain_seconds: float) -> None:
        """Let the calls end by themselves for `drain_seconds`, then let them say farewell, then cut them."""
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + drain_seconds + FAREWELL_SECONDS + CUT_SECONDS
        self.drain()
        if not await self._ended_within(drain_seconds) and not self._hurry.done():
            log("calls_shut_down", calls=self.live)
            self._shutting_down = True
            for session in list(self._sessions):
                session.shut_down()
            await self._ended_within(FAREWELL_SECONDS)
        if self._calls:
            log("calls_cut", "warning", calls=self.live)
            await self._calls.close(ends_at - loop.time())
        with suppress(Overtaken), Unless(within=LAST_REFUSALS_SECONDS):
            await self._refusals.at_most(0)

    def hurry(self) -> None:
        """Cut the calls now; their writes under way are done all the same."""
        if not self._hurry.done():
            self._hurry.set_result(None)

    def fail(self, failure: DataFailed) -> None:
        """Fail the calls that are there now; new ones are taken."""
        if self.live:
            log("calls_given_up", "error", calls=self.live, why=failure.message)
        for session in list(self._sessions):
            session.fail(failure)

    async def _ended_within(self, seconds: float) -> bool:
        """Wait for the last call's end, as long as nobody is in a hurry."""
        with suppress(Overtaken), Unless(self._hurry, within=seconds):
            await self._calls.at_most(0)
        return not self._calls

    def _take(self, call: Call) -> None:
        script = self._scripts.roster.script_for(call.info.callee_number)
        if closed := self._admission.closed():
            self._refuse(call, closed.reason)
        elif script is None:
            self._refuse(call, "unknown_number")
        else:
            task = self._calls.start(self._run(call, script))
            self._admission.now_live(self.live)
            task.add_done_callback(lambda _: self._admission.now_live(self.live))

    async def _run(self, call: Call, script: ServedScript) -> None:
        """One call, from the ring to the end."""
        current_call.set(call.info.call_id)
        session: Session | None = None
        try:
            flow = script.flow
            world = self._worlds.get(language_of(flow.language), self._world)
            session = Session(flow, script.machine, self._line_of(call, flow), world)
            self._sessions.add(session)
            if self._shutting_down:
                session.shut_down()
            await session.run()
            if session.known:
                self._admission.refused("begun_before")
        except asyncio.CancelledError:
            log("call_cut", "warning", flow=script.flow.name)
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the other calls must not notice
            self._admission.refused("fault")
            log("call_failed", "error", error=type(error).__name__)
        finally:
            if session is not None:
                self._sessions.discard(session)
            await self._let_go(call)

    def _refuse(self, call: Call, reason: str) -> None:
        self._refusals.start(self._turn_away(call, reason))

    async def _turn_away(self, call: Call, reason: str) -> None:
        try:
            current_call.set(call.info.call_id)
            # The number that was called is ours, and has to be known to be listed.
            called = {"called": call.info.callee_number} if reason == "unknown_number" else {}
            self._admission.refused(reason, **called)
            async with asyncio.timeout(LET_GO_SECONDS):
                await call.reject()
        except Exception as error:  # noqa: BLE001 - whatever it is, the other calls must not notice
            log("call_not_refused", "warning", error=type(error).__name__)
        await self._let_go(call)

    async def _let_go(self, call: Call) -> None:
        """Hang up where nobody has, or leave two who talk; a call that has ended has nothing left to let go of."""
        try:
            if call.state is not CallState.ENDED:
                async with asyncio.timeout(LET_GO_SECONDS):
                    await (call.leave() if call.state is CallState.BRIDGED else call.hang_up())
            if call.dropped_frames:
                self._metrics.dropped_frames.inc(call.dropped_frames)
                log("audio_dropped", "warning", frames=call.dropped_frames)
        except Exception as error:  # noqa: BLE001 - whatever a provider does, the other calls must not notice
            log("call_not_let_go", "error", error=type(error).__name__)
