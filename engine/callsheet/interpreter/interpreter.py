"""The interpreter of one call: from request to request, by the replies that the world gives. It does no I/O.

    reply = nothing
    while the call lives:
        request = interpreter.proceed(reply)
        reply = what the world says to that

Each run of a step is a visit, and comes to an outcome; where that leads is the machine's to say. A failure is an
outcome, never an exception out of here.
"""

import logging
from typing import Self

from callsheet.expressions import Unusable
from callsheet.flow.machine import FlowMachine, IllegalMove, Point, Way
from callsheet.flow.model import Flow, Part
from callsheet.interpreter.built_in import local
from callsheet.interpreter.live_call import LiveCall
from callsheet.interpreter.starting import keep_values
from callsheet.interpreter.state import NOTHING, CallData
from callsheet.ports.clock import Timekeeper
from callsheet.ports.data import Written
from callsheet.ports.endings import Ending
from callsheet.ports.failures import ENGINE_MISTAKE, StepFailed
from callsheet.ports.line import LineFailed
from callsheet.ports.records import MOST_PASSED, Event, Passed, PassedStep, Visit, VisitPart
from callsheet.ports.requests import GiveWay, NotDone, Reply, Request, WriteRows
from callsheet.ports.telephony import CallInfo
from callsheet.script.call import LimitReached

logger = logging.getLogger("callsheet.session")

# Steps that wait for nothing would keep other calls waiting: after so many of them, a third of a millisecond where they
# keep constants and three where they compose texts, these get their turn.
STEPS_BETWEEN_TURNS = 1000
# What a handler gets once the call itself has no steps left: enough for whatever a person writes into one.
HANDLER_STEPS = 1000
GIVE_WAY = GiveWay()
ENGINE_FAULT = StepFailed("engine_fault", ENGINE_MISTAKE)


class Interpreter:
    """Takes a call through its flow. `call` is what steps see of it, `state` all of it that changes; `events` what is
    to be told next, where a call is `journaled`."""

    __slots__ = ("_began", "_foretold", "_machine", "call", "events", "state")

    def __init__(self, machine: FlowMachine, call: LiveCall, *, journaled: bool = True) -> None:
        self._machine = machine
        self.state = call.state
        self.call = call
        self.events: list[Event] | None = [] if journaled else None
        self._foretold: Visit | None = None
        self._began = 0.0
        if journaled:  # the visit under way may have begun elsewhere, where another clock ran
            since = (call.clock.now() - call.state.began_at).total_seconds()
            self._began = call.clock.monotonic() - max(since, 0.0)

    @classmethod
    def begin(
        cls, flow: Flow, machine: FlowMachine, clock: Timekeeper, info: CallInfo, *, journaled: bool = True
    ) -> Self:
        """A call before its first step."""
        now = clock.now()
        state = CallData.begin(info, machine.start, now, local(now, flow).date(), flow.limits.steps)
        return cls(machine, LiveCall(flow, clock, state), journaled=journaled)

    # What drivers see of the call

    @property
    def flow(self) -> Flow:
        """What the call goes through."""
        return self.call.flow

    @property
    def point(self) -> Point:
        """Where the step is that was run last; there is none before the first."""
        return self.call.point

    @property
    def place(self) -> str:
        """The same in words, also before the first."""
        return self.state.ran

    # From request to request

    def proceed(self, reply: Reply | None = None, *, steps: int = STEPS_BETWEEN_TURNS) -> Request | Ending:
        """To the next request, or to the call's ending; it gives way after so many `steps` that wait for nothing.

        `reply` answers the request before. There is none at the beginning; nor for a call whose state was kept at a
        request, which it makes again.
        """
        state = self.state
        if state.request is not None and reply is None:
            return state.request
        turn_ends = state.visits + steps
        request, state.request = state.request, None
        point = self._machine.points.get(state.place)
        outcome: str | Request | None = None
        if point is not None and request is not None and reply is not None:
            outcome = self._replied(point, request, reply)
        while point is not None:
            if outcome is None:
                point, outcome = self._pass(point, turn_ends)
            elif isinstance(outcome, str):
                point, outcome = self._leave(point, outcome), None
            else:
                state.place, state.request = point.state.name, outcome
                return outcome
        return self._machine.endings[state.ending or state.place]

    def after_call(self, ending: Ending, *, steps: int = STEPS_BETWEEN_TURNS) -> Request | Ending:
        """What stands under `after_call`, once, for a call that has come to its ending: to its first request, or to
        that ending again."""
        state = self.state
        if state.ending:
            return ending
        state.ending, state.ended_in = ending, state.ran
        if not self._machine.after:
            return ending
        answered = state.answered_at
        state.lasted_seconds = round((self.call.clock.now() - answered).total_seconds()) if answered else 0
        state.place, state.request = self._machine.after, None
        self._enter(Part.AFTER)
        return self.proceed(steps=steps)

    def _pass(self, point: Point, turn_ends: int) -> tuple[Point | None, str | Request | None]:
        """Run steps for as long as they wait for nothing and have nothing to tell. The first that does, with its
        outcome or its request; no point where the call came to an ending."""
        call, state = self.call, self.state
        parts, keys, before = state.parts, state.keys, state.visits
        early = keys.any()  # no step that waits for nothing adds any
        visits, last = before + 1, min(turn_ends, state.last_visit)
        self._begin_visit()
        call.point = point
        passed: list[PassedStep] = []
        way: Way | None = None
        outcome: str | Request | None = None
        try:
            if not before:
                keep_values(call.flow, call.names)  # in the first step, which fails where they do
            for visits in range(before + 1, last + 1):  # noqa: B007 - used behind the loop
                call.point = point
                if early and not point.keeps_keys:
                    keys.drop()
                    early = False
                run = point.run
                outcome = run(call)
                if outcome.__class__ is not str or parts:
                    break
                way = point.ways.get(outcome)
                if way is None:
                    break
                passed.append(way.passed)
                following = way.to
                if following is None:
                    break
                point = following
            else:
                call.point = point
                if last < state.last_visit:
                    visits, outcome = last, GIVE_WAY
                else:
                    visits, outcome = last + 1, self._caught(point, LimitReached(self._step_limit()))
        except Exception as error:  # noqa: BLE001 - a failure is an outcome, and an engine's fault is this call's alone
            outcome = self._caught(point, error)
        state.visits, state.ran = visits, point.state.name
        if self.events is not None:
            for first in range(0, len(passed), MOST_PASSED):
                steps = tuple(passed[first : first + MOST_PASSED])
                self.events.append(Passed(state.info.call_id, state.began_at, before + 1 + first, steps))
        if way is not None and way.to is None:
            state.place = way.place
            return None, None
        return point, outcome

    def _replied(self, point: Point, request: Request, reply: Reply) -> str | Request | None:
        """What comes of a reply: the outcome of the step that asked, or its next request; None where the step is still
        to be run."""
        call, state = self.call, self.state
        call.point, state.ran = point, point.state.name
        if type(request) is GiveWay:
            if type(reply) is not NotDone:
                return None
            state.visits += 1
            self._begin_visit()
        try:
            if type(reply) is not NotDone:
                return point.state.step.replied(call, call.take(request, reply))
            call.take_instead(request, reply)
            if reply.kept is not None:  # the step has it, whatever comes next
                point.state.step.replied(call, call.take(request, reply.kept))
        except Exception as error:  # noqa: BLE001 - as above
            return self._caught(point, error)
        if reply.failure is not None:
            self._fail(reply.failure)
        return reply.outcome

    def _leave(self, point: Point, outcome: str) -> Point | None:
        """Tell the visit, and go where its outcome leads."""
        state, way = self.state, point.ways.get(outcome)
        if way is None:
            fault = self._caught(point, IllegalMove(f'no outcome "{outcome}" at "{point.state.name}"'))
            way = point.ways[fault]
        if self.events is not None:
            visit, self._foretold = self._foretold, None
            if visit is None or not _is_so(visit, way.passed.outcome, state.parts):
                visit = self._visit(way.passed.outcome)
            self.events.append(visit)
        state.parts.clear()
        state.place = way.place
        if way.to is not None and way.to.state.part is not state.part:
            self._enter(way.to.state.part)
        return way.to

    def _enter(self, part: Part) -> None:
        """The call goes on in a handler."""
        state = self.state
        state.part = part
        state.loops = ()
        state.asking = None
        state.answered = NOTHING
        if part is not Part.FAILURE:
            state.last_visit = state.visits + HANDLER_STEPS

    def _step_limit(self) -> str:
        part = self.state.part
        if part in (Part.STEPS, Part.FAILURE):
            return f"the call took more than {self.call.limits.steps:,} steps (limits: steps)"
        return f"{part.value} took more than {HANDLER_STEPS:,} steps"

    # Failures

    def _caught(self, point: Point, error: Exception) -> str:
        """The outcome of a step that raised something."""
        self.state.ran = point.state.name
        if isinstance(error, LimitReached):
            self._fail(StepFailed("limit", error.message))
            return "limit_reached"
        if isinstance(error, Unusable | LineFailed):
            self._fail(StepFailed(error.kind, error.message))
            return "failed"
        self._fail(self.fault(error))
        return "fault"

    def _fail(self, failure: StepFailed) -> None:
        self.state.parts.append(failure)
        self.fail(failure)

    def fail(self, failure: StepFailed) -> None:
        """Note why the call fails where it is."""
        state = self.state
        if state.part is Part.STEPS:  # in a handler it is the first failure that tells why the call ended
            state.failure, state.failed_in = failure, state.ran if state.visits else ""

    def fault(self, error: Exception) -> StepFailed:
        """Log a mistake of the engine itself, and what of it the call is told. Without its traceback, which could hold
        what the caller said."""
        logger.error("call %s: engine fault at %s: %s", self.state.info.call_id, self.place, type(error).__name__)
        return ENGINE_FAULT

    # Visits

    def _begin_visit(self) -> None:
        if self.events is None:
            return
        clock = self.call.clock
        self._began, self.state.began_at = clock.monotonic(), clock.now()

    def _visit(self, outcome: str, *more: VisitPart) -> Visit:
        """The visit under way, were this its outcome and `more` the last parts of it."""
        state, of = self.state, self.call.point.state
        took_ms = round((self.call.clock.monotonic() - self._began) * 1000)
        return Visit(
            call_id=state.info.call_id,
            at=state.began_at,
            visit=state.visits,
            state=of.name,
            verb=of.step.verb,
            line=of.span.line,
            outcome=outcome,
            took_ms=took_ms,
            parts=(*state.parts, *more),
        )

    def foretold(self, request: WriteRows, rows: int) -> Visit:
        """The visit under way, told before it is over: as the ledger has it within the write, which changes so many
        rows. Where it comes out so, it is the event that the journal gets, and is encoded once for both; the time that
        it took is then that of the telling."""
        written = Written(rows)
        self._foretold = self._visit(written.outcome, self.call.written(request, written))
        return self._foretold


def _is_so(foretold: Visit, outcome: str, parts: list[VisitPart]) -> bool:
    return foretold.outcome == outcome and foretold.parts == tuple(parts)
