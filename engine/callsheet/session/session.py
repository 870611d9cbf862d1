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

from callsheet.expressions import Unusable
from callsheet.flow.machine import FlowMachine, IllegalMove
from callsheet.flow.model import Flow, Part, State
from callsheet.ports.data import DataFailed, OpenedCall
from callsheet.ports.endings import Ending
from callsheet.ports.line import HungUp, Line, LineFailed
from callsheet.ports.records import CallRecord, CallStarted, StepFailed
from callsheet.script.step import LimitReached
from callsheet.session.call import LiveCall
from callsheet.session.waiting import ShutDown, finished
from callsheet.session.world import World

logger = logging.getLogger("callsheet.session")

# What a handler gets once the call itself has no time left: long enough for a sentence and a write.
HANDLER_SECONDS = 30.0
HANDLER_STEPS = 1000
# Steps that wait for nothing would keep other calls waiting: after so many of them the others get their turn.
STEPS_BETWEEN_TURNS = 50


# What no `if_fails` deals with: nobody knows what has happened, or the call is not this engine's any more.
BEYOND_THE_SCRIPT = ("unknown_outcome", "write_mismatch", "engine_died")

# How a call ends that is stopped in a handler: as it was to end anyway.
ENDING_OF: dict[Part, Ending] = {Part.HANG_UP: "hung_up", Part.FAILURE: "failed", Part.LIMIT: "limit_reached"}
NO_FAILURE = StepFailed("", "")


class Session:
    """Runs a flow on a line, once."""

    __slots__ = (
        *("call", "cursor", "failed_in", "failure", "flow", "known", "last_step", "line", "machine", "part", "place"),
        *("started_at", "step_limit", "world"),
    )

    def __init__(self, flow: Flow, machine: FlowMachine, line: Line, world: World) -> None:
        self.flow = flow
        self.machine = machine
        self.line = line
        self.world = world
        self.call = LiveCall(flow, line, world)
        self.cursor = machine.start()
        self.part = Part.STEPS
        self.place = self.cursor.place  # the last step that was run
        self.started_at = world.clock.now()
        self.failure = NO_FAILURE
        self.failed_in = ""
        self.known = False
        self.last_step = flow.limits.steps
        self.step_limit = f"the call took more than {flow.limits.steps:,} steps (limits: steps)"

    def shut_down(self) -> None:
        """Stop at the next step, or at once where the line is waited for. Writes under way are not touched."""
        self.call.waiting.stop()

    def fail(self, failure: DataFailed) -> None:
        """The call cannot go on: it fails at the next step, or at once where the line is waited for. One that failed
        already may still say so."""
        if self.part is not Part.FAILURE:
            self.call.waiting.fail(failure)

    async def run(self) -> CallRecord:
        """Take the call to its end. Raises nothing but CancelledError, and then the call has ended all the same."""
        began = self.world.clock.monotonic()
        cancelled = False
        try:
            ending = await self._conduct() if await self._begin() else self._not_again()
        except asyncio.CancelledError:
            ending, cancelled = ENDING_OF.get(self.part, "shut_down"), True
        except Exception as error:  # noqa: BLE001 - an engine's fault in one call must not reach the others
            self._fault(error)
            ending = ENDING_OF.get(self.part, "failed")
        # Nobody's impatience keeps a call open: it is bounded, and its own task.
        record, impatient = await finished(self._end(ending, began, in_a_hurry=cancelled))
        if cancelled or impatient:
            raise asyncio.CancelledError
        return record

    async def _begin(self) -> bool:
        """Note the call; False where it was begun before, by an engine that has died in it."""
        info, world = self.line.info, self.world
        try:
            self.known = not await world.database.open_call(OpenedCall(info.call_id, self.flow.name, self.started_at))
        except DataFailed as error:  # the script finds out by itself, and may know what to do
            logger.warning("the beginning of call %s is not noted in the database: %s", info.call_id, error.message)
        finally:
            if not self.known:  # also where it ends in this moment: what ends has begun
                self._note_beginning()
        if self.known:
            return False
        seconds = self.flow.limits.call_seconds
        self.call.waiting.allow(seconds, f"the call lasted longer than {seconds:g} s (limits: call)")
        return True

    def _note_beginning(self) -> None:
        info = self.line.info
        self.world.journal.write(
            CallStarted(
                call_id=info.call_id,
                at=self.started_at,
                flow=self.flow.name,
                direction=info.direction,
                caller_number=info.caller_number,
                callee_number=info.callee_number,
            )
        )

    def _not_again(self) -> Ending:
        """A script is never run twice in one call: nobody knows how far the caller has heard it."""
        logger.warning("call %s was begun before and is ended: its engine died", self.line.info.call_id)
        self.failure = StepFailed("engine_died", "the engine died in this call, which is not begun again")
        return "failed"

    async def _conduct(self) -> Ending:
        """From step to step, until the machine has come to an ending."""
        while (ending := self.machine.ending(self.cursor)) is None:
            state = self.flow.states[self.cursor.place]
            self.place = state.name
            if state.part is not self.part:
                self._enter(state.part)
            self.machine.move(self.cursor, await self._visit(state))
        return ending

    def _enter(self, part: Part) -> None:
        """The call goes on in a handler."""
        self.part = part
        self.call.names.leave_loops()
        self.call.asking = None
        self.call.in_handler = True
        if part is Part.FAILURE:
            self.call.waiting.go_on()
        else:
            self.call.waiting.allow(HANDLER_SECONDS, f"{part.value} took longer than {HANDLER_SECONDS:g} s")
            self.last_step = self.call.visits + HANDLER_STEPS
            self.step_limit = f"{part.value} took more than {HANDLER_STEPS:,} steps"

    async def _visit(self, state: State) -> str:
        call, clock = self.call, self.world.clock
        call.begin_visit(state, clock.now(), clock.monotonic())
        failure: StepFailed | None = None
        try:
            outcome = await self._run(state)
        except asyncio.CancelledError:
            self.world.journal.write(call.visit_event("shut_down"))
            raise
        except HungUp:
            outcome = "hung_up"
        except ShutDown:
            outcome = "shut_down"
        except LimitReached as limit:
            outcome, failure = "limit_reached", StepFailed("limit", limit.message)
        except (Unusable, LineFailed, DataFailed) as error:
            known = error.kind not in BEYOND_THE_SCRIPT
            outcome, failure = "failed" if known else "fault", StepFailed(error.kind, error.message)
        except Exception as error:  # noqa: BLE001 - an engine's fault in one call must not reach the others
            outcome, failure = "fault", self._fault(error)
        if failure:
            call.fail(failure)
            # In a handler it is the first failure that tells why the call ended.
            if self.part is Part.STEPS:
                self.failure, self.failed_in = failure, state.name
                call.remember_failure(state, failure)
        self.world.journal.write(call.visit_event(outcome))
        return outcome

    async def _run(self, state: State) -> str:
        call = self.call
        if call.visits % STEPS_BETWEEN_TURNS == 0:
            await asyncio.sleep(0)
        if call.visits > self.last_step:
            raise LimitReached(self.step_limit)
        call.waiting.check()
        if call.visits == 1:
            call.keep_values()
        outcome = await state.step.run(call)
        if outcome not in self.machine.legal(state.name):
            raise IllegalMove(f'no outcome "{outcome}" at "{state.name}"')
        return outcome

    def _fault(self, error: Exception) -> StepFailed:
        """Without its traceback, which could hold what the caller said."""
        logger.error("call %s: engine fault at %s: %s", self.line.info.call_id, self.place, type(error).__name__)
        fault = StepFailed("engine_fault", "the engine itself made a mistake; see its log")
        if self.part is Part.STEPS:
            self.failure, self.failed_in = fault, self.place
        return fault

    async def _end(self, ending: Ending, began: float, *, in_a_hurry: bool) -> CallRecord:
        """Let go of the line, write the one record, close the ledger. None of them can keep the others from it."""
        call, info, world = self.call, self.line.info, self.world
        if ending == "shut_down" and not in_a_hurry:
            await call.say_farewell()
        try:
            await call.hang_up()
        except Exception as error:  # noqa: BLE001 - whatever a line does, the call's end is noted
            logger.warning("call %s: the line could not be let go: %s", info.call_id, type(error).__name__)
        at = max(world.clock.now(), self.started_at)
        failed = ending in ("failed", "limit_reached")  # a failure that its script dealt with is none of the call's
        failure, failed_in = (self.failure, self.failed_in) if failed else (NO_FAILURE, "")
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
            ended_in=self.place,
            failed_in=failed_in,
            failure_kind=failure.kind,
            failure_message=failure.message,
            visits=call.visits,
            writes=call.writes,
            took_ms=round((world.clock.monotonic() - began) * 1000),
        )
        if not self.known:  # else it has been ended, or is another engine's
            world.journal.write(record)
            await self._close(record)
        return record

    async def _close(self, record: CallRecord) -> None:
        """Close the ledger once the journal has the end: whoever dies in between leaves a call that is told as lost,
        and none that is never told."""
        world, call_id = self.world, record.call_id
        try:
            await world.journalled()
            await world.database.close_call(call_id, record.ending, record.failure_kind, record.at)
        except DataFailed as error:
            logger.warning("the end of call %s is not noted in the database: %s", call_id, error.message)
        except Exception as error:  # noqa: BLE001 - the call has ended all the same
            logger.warning("the end of call %s is not noted: %s", call_id, type(error).__name__)
