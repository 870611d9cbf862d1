"""What a board shows, counted out of a journal while it grows: calls now, how they end, how questions are answered, and
what came of rings, recordings, requests and messages.

What callers say and nobody understands is kept in memory alone, and little of it.
"""

from collections import Counter, deque
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import TypeVar

from msgspec import Struct, field

from callsheet.interpreter.understanding import LEAST_HEARD
from callsheet.journal.reading import JournalEntry
from callsheet.journal.screenplay import HEARD_BY
from callsheet.ports.records import REDACTED
from callsheet.ports.understanding import AGAIN
from callsheet.understanding.words import words

# Calls under way: as many as one machine takes, and some. Of more, the oldest are forgotten.
MOST_CALLS = 10_000
# A call of which nothing was heard for so long has ended unseen: its engine died, and nobody has taken over its calls.
LONGEST_STILL = timedelta(hours=1)
# Scripts in all their versions, and the questions of one: thousands of states are the most that a script has.
MOST_VERSIONS, MOST_QUESTIONS = 50, 500
# Answers that nobody understood, each kept once; and characters of one, which is a phrase.
MOST_ANSWERS, LONGEST_ANSWER = 200, 120
# Calls whose length makes up the median, and calls that have ended and can be looked at.
MOST_LENGTHS, MOST_ENDED = 500, 50

# Steps that reach others than the caller, or keep what the caller says: what came of them is counted as of questions.
REACHING = ("connect", "record", "request", "message")
# A ring after which the caller talks with somebody; who has no name in the script, where the number comes out of data.
ANSWERED, SOMEBODY = "answered", "somebody"
# Characters of a time up to its seconds, in UTC.
SECONDS = 19

K = TypeVar("K")
T = TypeVar("T")


class CallNow(Struct):
    """A call under way: when it began and when it was last heard of; the last step that is over, and its outcome."""

    flow: str
    digest: str
    began: str
    last: str
    state: str = ""
    outcome: str = ""
    line: int = 0
    asking: str = ""  # the question that is put again
    talks_with: str = ""  # whoever the caller was connected with


class EndedCall(Struct, frozen=True):
    """A call that has ended: of which script, when and how."""

    call_id: str
    flow: str
    at: str
    ending: str


class Funnel(Struct):
    """A step: how often it was come to, and what came of it; of a question, of each time that it listened."""

    line: int
    asked: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)


class Version(Struct):
    """A script as it was for some calls: how they ended; by their place, its questions, and its steps that reach
    others."""

    flow: str
    digest: str
    first: str
    last: str
    calls: int = 0
    endings: Counter[str] = field(default_factory=Counter)
    questions: dict[str, Funnel] = {}
    reaching: dict[str, Funnel] = {}


class NotUnderstood(Struct):
    """What callers answered to a question and no phrase has; `meant` is what a model took it for, or empty."""

    flow: str
    digest: str
    state: str
    line: int
    text: str
    meant: str
    times: int = 0
    last: str = ""


class Board:
    """Counts events. What it holds is bounded, whatever the journal has."""

    def __init__(self) -> None:
        self.calls: dict[str, CallNow] = {}
        self.versions: dict[tuple[str, str], Version] = {}
        self.answers: dict[tuple[str, str, str, str], NotUnderstood] = {}
        self.ended: deque[EndedCall] = deque(maxlen=MOST_ENDED)
        self._seconds: deque[float] = deque(maxlen=MOST_LENGTHS)

    @property
    def median_seconds(self) -> float:
        """How long calls take; 0 before the first has ended."""
        return median(self._seconds) if self._seconds else 0.0

    def take(self, event: JournalEntry) -> None:
        """Count one event."""
        match event.event:
            case "visit":
                self._visit(event)
            case "call_started":
                self._begin(event)
            case "call_ended":
                self._end(event, event.text("ending"))
                self._seconds.append(event.number("took_ms") / 1000)
            case "call_lost":
                self._lose(event)

    def calls_at(self, now: datetime) -> Mapping[str, CallNow]:
        """The calls under way, by their ids; those of which nothing was heard for long are forgotten."""
        oldest = (now - LONGEST_STILL).astimezone(UTC).isoformat()[:SECONDS]
        for call_id in [call_id for call_id, call in self.calls.items() if call.last[:SECONDS] < oldest]:
            del self.calls[call_id]
        return self.calls

    def _begin(self, event: JournalEntry) -> None:
        at = event.text("at")
        call = CallNow(event.text("flow"), event.text("digest"), at, at)
        _put(self.calls, event.text("call_id"), call, MOST_CALLS)
        self._version(call.flow, call.digest, at).calls += 1

    def _version(self, flow: str, digest: str, at: str) -> Version:
        version = self.versions.get((flow, digest)) or Version(flow, digest, at, at)
        version.last = max(version.last, at)
        return _put(self.versions, (flow, digest), version, MOST_VERSIONS)

    def _end(self, event: JournalEntry, ending: str) -> None:
        call = self.calls.pop(event.text("call_id"), None)
        version = self._version(event.text("flow"), call.digest if call else "", event.text("at"))
        version.endings[ending] += 1
        self.ended.append(EndedCall(event.text("call_id"), version.flow, event.text("at"), ending))

    def _lose(self, event: JournalEntry) -> None:
        if event.text("call_id") in self.calls:  # else it was told before, or began before this journal
            self._end(event, "lost")

    def _visit(self, event: JournalEntry) -> None:
        call = self.calls.get(event.text("call_id"))
        if call is None:
            return
        call.state, call.outcome, call.last = event.text("state"), event.text("outcome"), event.text("at")
        call.line = int(event.number("line"))
        version = self.versions.get((call.flow, call.digest))
        if version is None:
            return
        parts = dict(event.parts())
        heard, said = parts.get("heard"), parts.get("said")
        if heard or (said and said.text("to") not in HEARD_BY):
            call.talks_with = ""  # the caller has come back
        # A question is where callers were ever listened to, whatever its verb.
        if heard or call.state in version.questions:
            _count(version.questions, call, call.outcome)
            call.asking = call.state if call.outcome in AGAIN else ""
            if heard:
                self._answer(heard, parts.get("understood"), call)
        elif event.text("verb") in REACHING:
            rung = parts.get("rung")
            _count(version.reaching, call, rung.text("outcome") if rung else call.outcome)
            if rung and rung.text("outcome") == ANSWERED:
                call.talks_with = rung.text("contact") or SOMEBODY

    def _answer(self, heard: JournalEntry, meant: JournalEntry | None, call: CallNow) -> None:
        """Keep what was said where no phrase has it."""
        if meant is None or meant.text("how") not in ("unclear", "model") or heard.text("kind") != "utterance":
            return
        text = heard.text("text")
        if text == REDACTED or len(text) > LONGEST_ANSWER or heard.number("confidence") < LEAST_HEARD:
            return
        said = " ".join(words(text))
        if not said:
            return
        key = (call.flow, call.digest, call.state, said)
        intent = meant.text("intent") if meant.text("how") == "model" else ""
        answer = self.answers.get(key)
        if answer is None:
            if len(self.answers) >= MOST_ANSWERS:  # what is said once and not again gives way first
                rarest = min(self.answers, key=lambda each: (self.answers[each].times, self.answers[each].last))
                del self.answers[rarest]
            answer = self.answers[key] = NotUnderstood(call.flow, call.digest, call.state, call.line, text, intent)
        answer.times += 1
        answer.last, answer.meant = call.last, intent


def _count(funnels: dict[str, Funnel], call: CallNow, outcome: str) -> None:
    """Count what came of the step at which a call is."""
    if call.state not in funnels and len(funnels) >= MOST_QUESTIONS:
        return
    funnel = funnels.setdefault(call.state, Funnel(call.line))
    funnel.asked += call.asking != call.state
    funnel.outcomes[outcome] += 1


def _put(kept: dict[K, T], key: K, value: T, most: int) -> T:
    """Keep a value as the newest of at most so many."""
    kept.pop(key, None)
    kept[key] = value
    if len(kept) > most:
        del kept[next(iter(kept))]
    return value
