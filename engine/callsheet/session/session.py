"""One start of a script in one call: the driver of its interpreter.

    while the call lives:
        request = what the interpreter asks for
        journal the visits that it has told
        reply = the request, done

Whatever happens, the line is let go, what stands under `after_call` is done, the ledger closed and one call record
written.
"""

import asyncio
import logging
from contextlib import suppress

from callsheet.flow.machine import FlowMachine
from callsheet.flow.model import Flow, Part
from callsheet.interpreter.interpreter import Interpreter
from callsheet.interpreter.records import beginning_of, record_of
from callsheet.ports.data import DataFailed, OpenedCall
from callsheet.ports.endings import Ending
from callsheet.ports.failures import StepFailed
from callsheet.ports.line import HungUp, Line, LineFailed
from callsheet.ports.records import CallRecord
from callsheet.ports.requests import NotDone, Reply, Request
from callsheet.ports.tasks import Overtaken, apart, finished
from callsheet.session.asked import Asked
from callsheet.session.world import World

logger = logging.getLogger("callsheet.session")

# What a handler gets once the call itself has no time left: long enough for a sentence and a write.
HANDLER_SECONDS = 30.0
# The words that a call ends with when the engine stops: a sentence.
FAREWELL_SECONDS = 8.0

# How a call ends that is stopped in a handler: as it was to end anyway.
ENDING_OF: dict[Part, Ending] = {Part.HANG_UP: "hung_up", Part.FAILURE: "failed", Part.LIMIT: "limit_reached"}


class Session:
    """Runs a flow on a line, once."""

    __slots__ = ("_asked", "_interpreter", "_over", "_part", "flow", "known", "line", "world")

    def __init__(self, flow: Flow, machine: FlowMachine, line: Line, world: World) -> None:
        self.flow = flow
        self.line = line
        self.world = world
        self.known = False
        self._interpreter = Interpreter.begin(flow, machine, world.clock, line.info)
        self._asked = Asked(line, world)
        self._part = Part.STEPS
        self._over = False

    def shut_down(self, *, for_good: bool = False) -> None:
        """Stop at the next step, or at once where the line is waited for. Writes under way are not touched. Where it is
        `for_good`, nothing is done after the call either."""
        self._over = self._over or for_good
        self._asked.waiting.stop()

    def fail(self, failure: DataFailed) -> None:
        """The call cannot go on: it fails at the next step, or at once where the line is waited for. One that failed
        already may still say so."""
        if self._part is not Part.FAILURE:
            self._asked.waiting.fail(failure)

    async def run(self) -> CallRecord:
        """Take the call to its end. Raises nothing but CancelledError, and then the call has ended all the same."""
        began = self.world.clock.monotonic()
        try:
            ending = await self._take(self._proceed(None) if await self._begin() else self._not_again())
            cancelled = self._asked.waiting.cancelled
        except asyncio.CancelledError:
            ending, cancelled = ENDING_OF.get(self._part, "shut_down"), True
        except Exception as error:  # noqa: BLE001 - an engine's fault in one call must not reach the others
            ending, cancelled = self._fault(error), False
        self._asked.waiting.end()
        # Nobody's impatience keeps a line open, or a call: each is bounded, and its own task.
        if not self._asked.is_over:
            _, impatient = await finished(self._let_go(ending, in_a_hurry=cancelled))
            cancelled = cancelled or impatient
        cancelled = cancelled or await self._after_call(ending)
        record, impatient = await finished(self._end(ending, began))
        if cancelled or impatient:
            raise asyncio.CancelledError
        return record

    async def _take(self, following: Request | Ending) -> Ending:
        """From request to request, to the ending."""
        while not isinstance(following, str):
            try:
                reply = await self._asked.reply(following, self._interpreter)
            except asyncio.CancelledError:
                self._proceed(self._asked.cut_off(NotDone("shut_down", spoken=self._asked.waiting.spoken)))
                raise
            following = self._proceed(reply)
        return following

    async def _after_call(self, ending: Ending) -> bool:
        """Do what stands under `after_call`; whether somebody cancelled the call meanwhile. What fails there is
        journaled, and changes nothing of how the call has ended."""
        if self.known or self._over:
            return False
        self._asked.waiting.begin_anew()
        try:
            await self._take(self._journaled(self._interpreter.after_call(ending)))
        except asyncio.CancelledError:
            return True
        except Exception as error:  # noqa: BLE001 - an engine's fault in one call must not reach the others
            self._fault(error)
        finally:
            self._asked.waiting.end()
        return self._asked.waiting.cancelled

    async def _begin(self) -> bool:
        """Note the call; False where it was begun before, by an engine that has died in it."""
        info, world, began = self.line.info, self.world, beginning_of(self._interpreter)
        try:
            self.known = not await world.database.open_call(OpenedCall(began.call_id, began.flow, began.at))
        except DataFailed as error:  # the script finds out by itself, and may know what to do
            logger.warning("the beginning of call %s is not noted in the database: %s", info.call_id, error.message)
        finally:
            if not self.known:  # also where it ends in this moment: what ends has begun
                world.journal.write(began)
        if self.known:
            return False
        seconds = self.flow.limits.call_seconds
        self._asked.waiting.allow(seconds, f"the call lasted longer than {seconds:g} s (limits: call)")
        return True

    def _not_again(self) -> Ending:
        """A script is never run twice in one call: nobody knows how far the caller has heard it."""
        logger.warning("call %s was begun before and is ended: its engine died", self.line.info.call_id)
        self._interpreter.fail(StepFailed("engine_died", "the engine died in this call, which is not begun again"))
        return "failed"

    def _proceed(self, reply: Reply | None) -> Request | Ending:
        return self._journaled(self._interpreter.proceed(reply))

    def _journaled(self, following: Request | Ending) -> Request | Ending:
        """The next request, or the ending. What has happened by then is handed to the journal first."""
        interpreter = self._interpreter
        if interpreter.events:
            for event in interpreter.events:
                self.world.journal.write(event)
            interpreter.events.clear()
        if interpreter.state.part is not self._part:
            self._enter(interpreter.state.part)
        return following

    def _enter(self, part: Part) -> None:
        """The call goes on in a handler."""
        self._part = part
        if part is Part.FAILURE:
            self._asked.waiting.go_on()
        else:
            seconds = self.flow.limits.after_call_seconds if part is Part.AFTER else HANDLER_SECONDS
            self._asked.waiting.allow(seconds, f"{part.value} took longer than {seconds:g} s")

    def _fault(self, error: Exception) -> Ending:
        """Something outside of all steps failed."""
        self._interpreter.fail(self._interpreter.fault(error))
        return ENDING_OF.get(self._part, "failed")

    async def _let_go(self, ending: Ending, *, in_a_hurry: bool) -> None:
        """Let go of the line, whatever it does."""
        if ending == "shut_down" and not in_a_hurry:
            await self._say_farewell()
        try:
            await self._asked.let_go(bridged=self._interpreter.state.bridged)
        except Exception as error:  # noqa: BLE001 - whatever a line does, the call's end is noted
            call_id = self.line.info.call_id
            logger.warning("call %s: the line could not be let go: %s", call_id, type(error).__name__)
        await self._asked.end_recording()

    async def _end(self, ending: Ending, began: float) -> CallRecord:
        """Write the one record, and close the ledger."""
        record = record_of(self._interpreter, ending, self.world.clock.monotonic() - began)
        if not self.known:  # else it has been ended, or is another engine's
            self.world.journal.write(record)
            await self._close(record)
        return record

    async def _say_farewell(self) -> None:
        """The engine stops: whoever is on the line is told, if that can be done soon."""
        state = self._interpreter.state
        if state.answered_at is not None and self.world.farewell and not (state.muted or state.bridged):
            with suppress(HungUp, LineFailed, Overtaken):
                await apart(self.line.say(self.world.farewell), within=FAREWELL_SECONDS)

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
