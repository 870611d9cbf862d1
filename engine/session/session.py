"""One start of a script in one call: the driver loop.

    cursor at the first step
    while the call lives:
        outcome = await the step
        journal the visit
        cursor = the machine's transition for that outcome

A failure is an outcome, never an exception across the loop. Whatever happens, the line is let go, the ledger closed and
one call record written.
"""

import asyncio
import logging
from dataclasses import dataclass

from engine.flow.expressions import Unusable
from engine.flow.machine import FlowMachine, IllegalMove
from engine.flow.model import Flow, Part, State
from engine.ports.clock import Clock
from engine.ports.data import Database, DataFailed, OpenedCall
from engine.ports.journal import Journal
from engine.ports.records import ENDINGS, CallRecord, CallStarted, Ending, StepFailed
from engine.ports.telephony import HungUp, Line, LineFailed
from engine.ports.understanding import Model
from engine.session.call import LiveCall
from engine.session.waiting import ShutDown
from engine.steps.step import LimitReached

logger = logging.getLogger("callsheet.session")

# What a handler gets once the call itself has no time left: long enough for a sentence and a write.
HANDLER_SECONDS = 30.0
HANDLER_STEPS = 1000
# Letting go of a line that does not answer: after this long the call counts as ended.
HANG_UP_SECONDS = 5.0
# Steps that wait for nothing would keep other calls waiting: after so many of them the others get their turn.
STEPS_BETWEEN_TURNS = 50


@dataclass(frozen=True, slots=True)
class World:
    """What a session gets from outside, shared by the calls of a process. A model is not always there."""

    database: Database
    clock: Clock
    journal: Journal
    model: Model | None = None


class Session:
    """Runs a flow on a line, once."""

    def __init__(self, flow: Flow, machine: FlowMachine, line: Line, world: World) -> None:
        self.flow = flow
        self.machine = machine
        self.line = line
        self.world = world
        self.stopping = asyncio.Event()
        self.call = LiveCall(flow, line, world.database, world.clock, world.model, self.stopping)
        self.started_at = world.clock.now()
        self.failure = StepFailed("", "")
        self.failed_in = ""
        self.last_step = 0

    def shut_down(self) -> None:
        """Stop at the next step, or at once where the line is waited for. Writes under way are not touched."""
        self.stopping.set()

    async def run(self) -> CallRecord:
        """Take the call to its end; never raises but when it is cancelled, and then the call has ended too."""
        began = self.world.clock.monotonic()
        await self._begin()
        cursor = self.machine.start()
        part, place = Part.STEPS, cursor.place
        cancelled = False
        try:
            while not self.machine.ended(cursor):
                place = cursor.place
                state = self.flow.states[place]
                if state.part is not part:
                    part = state.part
                    self._enter(part)
                self.machine.move(cursor, await self._visit(state))
            ending = next(ending for ending in ENDINGS if ending == cursor.place)
        except asyncio.CancelledError:
            ending, cancelled = "shut_down", True
        record = await self._end(ending, place, began)
        if cancelled:
            raise asyncio.CancelledError
        return record

    async def _begin(self) -> None:
        info, world = self.line.info, self.world
        self.last_step = self.flow.limits.steps
        self.call.waiting.allow(
            self.flow.limits.call_seconds,
            f"the call lasted longer than {self.flow.limits.call_seconds:g} s (limits: call)",
        )
        world.journal.write(
            CallStarted(
                call_id=info.call_id,
                at=self.started_at,
                flow=self.flow.name,
                direction=info.direction,
                caller_number=info.caller_number,
                callee_number=info.callee_number,
            )
        )
        try:
            await world.database.open_call(OpenedCall(info.call_id, self.flow.name, self.started_at))
        except DataFailed as error:  # the script finds out by itself, and may know what to do
            logger.warning("call %s is not in the ledger: %s", info.call_id, error.kind)

    def _enter(self, part: Part) -> None:
        """The call goes on in a handler."""
        self.call.names.leave_loops()
        self.call.asking = None
        self.call.in_handler = True
        if part is not Part.FAILURE:
            self.call.waiting.allow(HANDLER_SECONDS, f"{part.value} took longer than {HANDLER_SECONDS:g} s")
            self.last_step = self.call.visits + HANDLER_STEPS

    async def _visit(self, state: State) -> str:
        call, clock = self.call, self.world.clock
        at, began = clock.now(), clock.monotonic()
        call.begin_visit(state, at, began)
        if call.visits % STEPS_BETWEEN_TURNS == 0:
            await asyncio.sleep(0)
        failure: StepFailed | None = None
        try:
            outcome = await self._run(state)
        except HungUp:
            outcome = "hung_up"
        except ShutDown:
            outcome = "shut_down"
        except LimitReached as limit:
            outcome, failure = "limit_reached", StepFailed("limit", limit.message)
        except (Unusable, LineFailed, DataFailed) as error:
            known = error.kind not in ("unknown_outcome", "write_mismatch")
            outcome, failure = "failed" if known else "fault", StepFailed(error.kind, error.message)
        except Exception as error:  # noqa: BLE001 - an engine's fault in one call must not reach the others
            # Without its traceback, which could hold what the caller said.
            logger.error("call %s: engine fault at %s: %s", self.line.info.call_id, state.name, type(error).__name__)  # noqa: TRY400
            outcome, failure = "fault", StepFailed("engine_fault", "the engine itself made a mistake; see its log")
        if failure:
            self.failure, self.failed_in = failure, state.name
            call.fail(state, failure)
        self.world.journal.write(call.visit_event(outcome))
        return outcome

    async def _run(self, state: State) -> str:
        if self.call.visits > self.last_step:
            raise LimitReached(f"the call took more than {self.last_step:,} steps (limits: steps)")
        self.call.waiting.check()
        if self.call.visits == 1:
            self.call.keep_values()
        outcome = await state.step.run(self.call)
        if outcome not in self.machine.legal(state.name):
            raise IllegalMove(f'no outcome "{outcome}" at "{state.name}"')
        return outcome

    async def _end(self, ending: Ending, place: str, began: float) -> CallRecord:
        call, info, world = self.call, self.line.info, self.world
        try:
            await asyncio.wait_for(self.line.hang_up(), HANG_UP_SECONDS)
        except (LineFailed, TimeoutError, HungUp):
            logger.warning("call %s: the line could not be let go", info.call_id)
        at = world.clock.now()
        failed = ending in ("failed", "limit_reached")  # a failure that its script dealt with is none of the call's
        failure, failed_in = (self.failure, self.failed_in) if failed else (StepFailed("", ""), "")
        try:
            await world.database.close_call(info.call_id, ending, failure.kind, at)
        except DataFailed as error:
            logger.warning("call %s: its end is not in the ledger: %s", info.call_id, error.kind)
        record = CallRecord(
            call_id=info.call_id,
            at=at,
            flow=self.flow.name,
            direction=info.direction,
            caller_number=info.caller_number,
            callee_number=info.callee_number,
            started_at=self.started_at,
            answered_at=call.answered_at,
            ending=ending,
            ended_in=place,
            failed_in=failed_in,
            failure_kind=failure.kind,
            failure_message=failure.message,
            visits=call.visits,
            writes=call.writes,
            took_ms=round((world.clock.monotonic() - began) * 1000),
        )
        world.journal.write(record)
        return record
