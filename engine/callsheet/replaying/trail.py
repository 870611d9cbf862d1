"""The recorded call as the trail that a replay follows: where it did what is asked for now.

What is noticed comes in its order. What nobody notices may be done earlier, later or not at all.
"""

from collections.abc import Sequence

from callsheet.ports.records import REDACTED
from callsheet.ports.requests import INSTEAD, OnLine, PutIntoWords, PutQuestion, ReadRows, Request
from callsheet.replaying.noticed import IN_CALL, Noticed, in_json, of_request, of_visit, same, same_values
from callsheet.replaying.recorded import RecordedVisit
from callsheet.script.step import Step

# What a step fails with that finds by itself that it cannot be done.
BY_SCRIPT = frozenset({"missing_value", "bad_value"})
# Outcomes of steps that found nobody to go on for.
GONE: frozenset[str] = frozenset({"hung_up", "shut_down"})


class Trail:
    """The visits of a call, with what was noticed of each; nothing was taken yet of those from `ahead` on."""

    def __init__(self, visits: Sequence[RecordedVisit]) -> None:
        self.visits = visits
        self.noticed = [of_visit(visit) for visit in visits]
        self.ahead = 0
        self._following = _following(self.noticed)
        spoken = [at for at, noticed in enumerate(self.noticed) if any(each.kind in IN_CALL for each in noticed)]
        self._last_spoken = spoken[-1] if spoken else -1
        self._taken: set[int] = set()

    @property
    def following(self) -> int | None:
        """The next visit of which something was noticed."""
        return self._following[self.ahead]

    def find(self, request: Request, step: Step) -> int | None:
        """The visit that has what a step asks for, and is the next one in its order; all before it is left behind."""
        following = self.following
        at = self._unnoticed(request, step, len(self.visits) if following is None else following)
        if at is None and following is not None and self._is_same(request, step, following):
            at = following
        if at is not None:
            self.ahead = at + 1
            self._taken.add(at)
        return at

    def find_elsewhere(self, request: Request, step: Step) -> int | None:
        """The visit that has found what is asked for now, earlier or later than now."""
        if not isinstance(request, ReadRows | PutIntoWords):
            return None
        found = [at for at, visit in enumerate(self.visits) if _is_alike(visit, step) and _answers(visit, request)]
        at = next((at for at in found if at not in self._taken), found[-1] if found else None)
        if at is not None:
            self._taken.add(at)
        return at

    def left(self, at: int) -> bool:
        """Whether the caller was gone by then, or the engine stopped, and nothing more was noticed."""
        return self.visits[at].outcome in GONE and not self.noticed[at]

    def goes_silent(self, at: int) -> bool:
        """Whether nothing was spoken any more after a visit."""
        return at >= self._last_spoken

    def _unnoticed(self, request: Request, step: Step, end: int) -> int | None:
        """The first visit before `end` that has asked for the same, or at which the caller was gone."""
        is_noticed = bool(of_request(request, waited=False))
        for at in range(self.ahead, end):
            visit = self.visits[at]
            if visit.outcome == "shut_down" or (visit.outcome == "hung_up" and isinstance(request, OnLine)):
                return at
            found = not is_noticed and _answers(visit, request)
            if _is_alike(visit, step) and (found or _went_wrong(visit) or _was_early(visit, request)):
                return at
        return None

    def _is_same(self, request: Request, step: Step, at: int) -> bool:
        """Whether nobody notices a difference between a visit and what is asked for now."""
        visit, was = self.visits[at], self.noticed[at]
        now = of_request(request, waited="said" in visit.parts)
        if went_wrong := _went_wrong(visit):  # nobody notices what was not done
            now = now[: len(was)]
        alike = visit.statement == _statement(step) and (_answers(visit, request) or went_wrong)
        return alike and len(was) == len(now) and all(map(same, was, now))


def _following(noticed: Sequence[tuple[Noticed, ...]]) -> Sequence[int | None]:
    """For each visit, and for the end, the next one from there on of which something was noticed."""
    following: list[int | None] = [None]
    for at in reversed(range(len(noticed))):
        following.append(at if noticed[at] else following[-1])
    return following[::-1]


def _is_alike(visit: RecordedVisit, step: Step) -> bool:
    """Whether a visit was of such a step."""
    return visit.verb == step.verb and visit.statement == _statement(step)


def _statement(step: Step) -> str:
    statement = step.executes()
    return statement.name.text if statement else ""


def _went_wrong(visit: RecordedVisit) -> bool:
    """Whether something was asked for there and not done, for a reason that lies outside of the script."""
    failed = visit.parts.get("failed")
    by_script = failed is not None and failed.text("kind") in BY_SCRIPT and not visit.statement
    return visit.outcome in INSTEAD and not by_script and "read" not in visit.parts


def _was_early(visit: RecordedVisit, request: Request) -> bool:
    """Whether a question was answered by a key before it was put, and nobody knows by which."""
    early = isinstance(request, PutQuestion) and visit.answered_early
    return early and visit.parts["heard"].text("text") == REDACTED


def _answers(visit: RecordedVisit, request: Request) -> bool:
    """Whether what was found there is what is asked for."""
    match request:
        case ReadRows(values=values):
            read = visit.parts.get("read")
            return read is not None and same_values(read.group("values"), in_json(values))
        case PutIntoWords(file=file):
            words = visit.parts.get("transcribed")
            return words is not None and words.text("file") == file
    return True
