"""A recorded call, played against a script: as far as both are the same, and to the first difference.

The script gets what the recorded call got: what the caller did, what was found and answered, what went wrong.
"""

from datetime import datetime, timedelta

from callsheet.interpreter.interpreter import Interpreter
from callsheet.ports.endings import Ending
from callsheet.ports.requests import (
    WAS_DONE,
    AskModel,
    AwaitReturn,
    GiveWay,
    NotDone,
    OnLine,
    PutIntoWords,
    PutQuestion,
    QuestionHeard,
    ReadRows,
    Reply,
    Request,
    Ring,
    Speak,
)
from callsheet.replaying.heard import turn_at
from callsheet.replaying.noticed import IN_CALL, Noticed, of_request, same
from callsheet.replaying.outcome import At, Difference, LastTurn, Replayed, Untold
from callsheet.replaying.recorded import RecordedCall
from callsheet.replaying.replies import instead_of, reply_at
from callsheet.replaying.script import NewScript
from callsheet.replaying.trail import Trail

NO_BEGINNING = "its beginning is not in the journal"
NO_END = "its end is not in the journal"


def replay(call: RecordedCall, script: NewScript) -> Replayed:
    """Play a call."""
    call_id = call.info.call_id
    came = _Replay(call, script, call.began).to_its_end() if call.began else Untold(NO_BEGINNING)
    if isinstance(came, Untold):
        return Replayed(call_id, untold=came.why)
    return Replayed(call_id, came)


class CallClock:
    """The clock of a recorded call, which stands from one of its moments to the next."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """The moment of the call."""
        return self.at

    def monotonic(self) -> float:
        """Nobody asks how long a step takes that is not told."""
        return 0.0

    def go_on(self, at: datetime) -> None:
        """It is so late now, or later."""
        self.at = max(self.at, at)


class _Replay:
    def __init__(self, call: RecordedCall, script: NewScript, began: datetime) -> None:
        self._call = call
        self._script = script
        self._clock = CallClock(began)
        self._interpreter = Interpreter.begin(script.flow, script.machine, self._clock, call.info, journaled=False)
        self._trail = Trail(call.visits)
        self._here: int | None = None  # the visit that has replied last
        self._turn: LastTurn | None = None  # what the caller did last
        self._gone = False

    def to_its_end(self) -> Difference | Untold | None:
        """Play it; None where it ends as it did."""
        came = self._go_on(self._interpreter.proceed())
        if not isinstance(came, str):
            return came
        other = self._compare(came)
        if other is not None or came == "shut_down":  # which leaves undone what was to come
            return other
        after = self._go_on(self._interpreter.after_call(came))
        if not isinstance(after, str):
            return after
        return None if self._trail.following is None else self._differs(_end(came, ""))

    def _go_on(self, following: Request | Ending) -> Ending | Difference | Untold:
        """From request to request, to an ending, or to where nothing more can be said."""
        while not isinstance(following, str):
            reply = self._reply(following)
            if isinstance(reply, Difference | Untold):
                return reply
            self._gone = self._gone or (isinstance(reply, NotDone) and reply.outcome == "hung_up")
            following = self._interpreter.proceed(reply)
        return following

    def _reply(self, request: Request) -> Reply | Difference | Untold:
        """What the recorded call has for a request."""
        if isinstance(request, GiveWay):
            return WAS_DONE
        if isinstance(request, AskModel | AwaitReturn) and self._here is not None:  # more of the same visit
            self._clock.go_on(self._call.visits[self._here].after)
            return self._reply_at(request, self._here)
        step = self._interpreter.point.state.step
        if (at := self._trail.find(request, step)) is not None:
            return self._take(request, at)
        if (elsewhere := self._trail.find_elsewhere(request, step)) is not None:
            return self._reply_at(request, elsewhere)
        return self._without(request)

    def _take(self, request: Request, at: int) -> Reply | Untold:
        """The reply of a visit in its turn."""
        self._here, visit = at, self._call.visits[at]
        took = (visit.after - visit.at).total_seconds()
        if isinstance(request, Ring) and "rung" in visit.parts:  # they may have talked since then
            took = min(took, visit.parts["rung"].number("seconds"))
        self._clock.go_on(visit.at + timedelta(seconds=took))
        if self._trail.left(at):
            return instead_of(visit, mutes=False)
        reply = self._reply_at(request, at)
        if isinstance(reply, QuestionHeard) and isinstance(request, PutQuestion):
            self._turn = turn_at(visit, request.text)
        elif visit.pressed and isinstance(request, Speak):
            self._turn = LastTurn(visit.state, request.text, "key", visit.pressed, "")
        return reply

    def _reply_at(self, request: Request, at: int) -> Reply | Untold:
        visit, point = self._call.visits[at], self._interpreter.point
        return reply_at(request, visit, point, self._script, mutes=self._trail.goes_silent(at))

    def _without(self, request: Request) -> Reply | Difference | Untold:
        """What is asked for now and was not then."""
        if self._gone and isinstance(request, OnLine):
            return NotDone("hung_up")
        following = self._trail.following
        match request:
            case ReadRows(query=name):
                wanted: tuple[Noticed, ...] = (Noticed("reads", name),)
            case PutIntoWords():
                wanted = (Noticed("transcribes", ""),)
            case _:
                waited = following is not None and "said" in self._call.visits[following].parts
                wanted = of_request(request, waited=waited)
        if not wanted:
            return WAS_DONE
        was = self._trail.noticed[following] if following is not None else ()
        other = (now for then, now in zip(was, wanted, strict=False) if not same(then, now))
        return self._differs(next(other, wanted[0]))

    # What is different

    def _compare(self, ending: Ending) -> Difference | Untold | None:
        """What is other where the new script comes to an ending."""
        failure, following = self._interpreter.state.failure, self._trail.following
        now = _end(ending, failure.message if failure else "")
        if following is not None and self._trail.noticed[following][0].kind in IN_CALL:
            return self._differs(now)
        if not self._call.ending:
            return Untold(NO_END)
        return None if ending == self._call.ending else self._ended_otherwise(now)

    def _differs(self, now: Noticed) -> Difference | Untold:
        """What comes now instead of what came next."""
        following = self._trail.following
        if following is None:
            return self._ended_otherwise(now) if self._call.ending else Untold(NO_END)
        visit, noticed = self._call.visits[following], self._trail.noticed[following]
        was = next((each for each in noticed if not same(each, now)), noticed[0])
        return Difference(self._turn, was, At(visit.state, visit.line), now, self._place())

    def _ended_otherwise(self, now: Noticed) -> Difference:
        """What comes now instead of the end."""
        last = self._call.visits[-1] if self._call.visits else None
        was_at = At(last.state, last.line) if last else At("", 0)
        return Difference(self._turn, _end(self._call.ending, self._call.why), was_at, now, self._place())

    def _place(self) -> At:
        """Where the new script is."""
        state = self._script.flow.states[self._interpreter.place]
        return At(state.name, state.span.line)


def _end(ending: str, why: str) -> Noticed:
    return Noticed("ends", f"{ending}: {why}" if why and ending in ("failed", "limit_reached") else ending)
