"""A call that was only thought of, gone through again on rows of tables: so that what it says is what they hold."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from callsheet.dialects import DIALECT
from callsheet.flow.model import Flow
from callsheet.interpreter.interpreter import Interpreter
from callsheet.interpreter.private import told_heard
from callsheet.interpreter.records import beginning_of, record_of
from callsheet.ports.data import Written
from callsheet.ports.endings import Ending
from callsheet.ports.line import Rung, Spoken
from callsheet.ports.records import CallerHeard, Event, Visit
from callsheet.ports.requests import (
    WAS_DONE,
    GiveWay,
    KeepSilent,
    NotDone,
    QuestionHeard,
    ReadRows,
    Recorded,
    Reply,
    Request,
    RowsFound,
    SendRequest,
    Waited,
    WriteRows,
)
from callsheet.ports.tables import Fixture, Impossible, Schema, Stated
from callsheet.ports.telephony import CallInfo, Heard
from callsheet.ports.values import Row
from callsheet.testing.check import Suite
from callsheet.testing.play import CALL_ID

# Of a processor, for the rows of one call: most need a hundredth of a second.
MOST_SECONDS = 2.0
GivenRows = Mapping[str, Sequence[Mapping[str, Stated]]]


class ThoughtCall(Struct, frozen=True):
    """A call as it was thought of: who calls whom, when, and each of its requests with the reply to it, also those of
    `after_call`.

    `matters` has, by the place of a reply among these, from 0, the columns of each row without which it would be
    another call; the others are kept where they can be.
    """

    info: CallInfo
    now: datetime
    replies: tuple[tuple[Request, Reply], ...]
    matters: Mapping[int, tuple[frozenset[str], ...]] = {}


class BeginningRows(Struct, frozen=True):
    """The rows that a call began with, and the writes that changed nothing although no row shows why."""

    rows: GivenRows = {}
    unchanged: frozenset[str] = frozenset()


class Retraced(Struct, frozen=True):
    """The same call on rows, with what a journal has of it."""

    events: tuple[Event, ...]
    began: BeginningRows


def retraced(suite: Suite, thought: ThoughtCall) -> Retraced:
    """Go through it on rows that are found on the way. Raises Impossible."""
    with fixture_of(suite.schema) as fixture:
        return _Retracing(suite, thought, fixture).run()


@contextmanager
def fixture_of(schema: Schema | None) -> Iterator[Fixture | None]:
    """Who finds rows for a schema; None where there is none."""
    if schema is None:
        yield None
        return
    with closing(DIALECT.fixture(schema, MOST_SECONDS)) as fixture:
        yield fixture


class _Retracing:
    def __init__(self, suite: Suite, thought: ThoughtCall, fixture: Fixture | None) -> None:
        # Nobody's secrets are in a call that was only thought of, and its test has to say all of it.
        self._flow: Flow = replace(suite.flow.rung_by_name(), private=frozenset())
        self._info = replace(thought.info, call_id=CALL_ID)
        self._thought = thought
        self._fixture = fixture
        self._clock = PassingClock(thought.now)
        self._interpreter = Interpreter.begin(self._flow, suite.machine, self._clock, self._info)
        self._left = enumerate(thought.replies)
        self._unchanged: set[str] = set()
        self._heard: dict[int, Heard] = {}  # at questions, by visit

    def run(self) -> Retraced:
        interpreter = self._interpreter
        ending = self._to_the_end(interpreter.proceed())
        self._to_the_end(interpreter.after_call(ending))
        if next(self._left, None) is not None:
            raise Impossible("on rows of tables the call ends earlier")
        told = map(self._openly, interpreter.events or ())
        events = (beginning_of(interpreter), *told, record_of(interpreter, ending, self._clock.monotonic()))
        rows = self._fixture.rows if self._fixture else {}
        return Retraced(events, BeginningRows(rows, frozenset(self._unchanged)))

    def _to_the_end(self, following: Request | Ending) -> Ending:
        while not isinstance(following, str):
            following = self._interpreter.proceed(self._reply(following))
        return following

    def _reply(self, request: Request) -> Reply:
        """What the world says to it, with rows in the place of what was thought of them."""
        if isinstance(request, GiveWay):
            return WAS_DONE
        number, (asked, reply) = next(self._of_calls(), (0, (None, None)))
        if reply is None or type(asked) is not type(request) or _named(asked) != _named(request):
            raise Impossible(f'on rows of tables the call goes another way, to "{self._interpreter.place}"')
        self._clock.pass_by(_seconds(request, reply))
        if isinstance(reply, QuestionHeard):
            self._heard[self._interpreter.state.visits] = reply.heard
        done = reply.reply if isinstance(reply, Waited) else reply
        real: RowsFound | Written | None = None
        if isinstance(request, ReadRows) and isinstance(done, RowsFound):
            real = self._found(request, done, self._thought.matters.get(number))
        elif isinstance(request, WriteRows):
            real = self._written(request, done)
        if real is None:
            return reply
        return replace(reply, reply=real) if isinstance(reply, Waited) else real

    def _of_calls(self) -> Iterator[tuple[int, tuple[Request, Reply]]]:
        return ((number, pair) for number, pair in self._left if not isinstance(pair[0], GiveWay))

    def _found(self, request: ReadRows, found: RowsFound, matters: tuple[frozenset[str], ...] | None) -> RowsFound:
        if self._fixture is None:
            raise Impossible(f"without a schema.sql nothing is found by {request.query}")
        query = self._flow.queries[request.query]
        try:
            return RowsFound(self._fixture.read(query, request.values, found.rows, most_rows=request.most_rows))
        except Impossible:
            if matters is None:
                raise
        rows = [
            Row({name: row.columns[name] for name in columns}) for row, columns in zip(found.rows, matters, strict=True)
        ]
        return RowsFound(self._fixture.read(query, request.values, rows, most_rows=request.most_rows))

    def _written(self, request: WriteRows, reply: Reply) -> Written | None:
        """A write that comes out by itself as it was thought of, or that a test says it of."""
        if self._fixture is None:
            raise Impossible(f"without a schema.sql nothing is changed by {request.query}")
        write = self._flow.queries[request.query]
        if isinstance(reply, NotDone):
            if reply.failure is not None and reply.failure.kind == "unknown_outcome":
                self._fixture.write(write, request.values, changes=True)
            return None
        if not isinstance(reply, Written):
            return None
        try:
            self._fixture.write(write, request.values, changes=reply.rows > 0)
        except Impossible:
            if reply.rows:
                raise
            self._unchanged.add(request.query)
        return reply

    def _openly(self, event: Event) -> Event:
        """An event with what was heard, also where the answer is private."""
        if not isinstance(event, Visit) or event.visit not in self._heard:
            return event
        heard = told_heard(self._heard[event.visit], private=False)
        return replace(event, parts=tuple(heard if isinstance(part, CallerHeard) else part for part in event.parts))


class PassingClock:
    """Implements `Clock`: time passes where somebody says so."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._passed = 0.0

    def pass_by(self, seconds: float) -> None:
        """So many seconds."""
        self._passed += seconds

    def now(self) -> datetime:
        """The instant."""
        return self._start + timedelta(seconds=self._passed)

    def monotonic(self) -> float:
        """Seconds since the beginning."""
        return self._passed

    async def sleep(self, seconds: float) -> None:
        """They pass."""
        self.pass_by(seconds)

    def working(self, at_most_seconds: float = 0.0) -> AbstractContextManager[None]:
        """Nothing is waited for."""
        return nullcontext()


def _named(request: Request | None) -> str:
    """What a request names in the script; empty where it names nothing."""
    match request:
        case ReadRows(query=name) | WriteRows(query=name) | SendRequest(request=name):
            return name
    return ""


def _seconds(request: Request, reply: Reply) -> float:
    match reply:
        case Spoken():
            return reply.heard_ms / 1000
        case QuestionHeard(spoken=spoken) | Waited(spoken=spoken):
            return spoken.heard_ms / 1000
        case Rung(seconds=seconds) | Recorded(seconds=seconds):
            return seconds
    return request.seconds if isinstance(request, KeepSilent) else 0.0
