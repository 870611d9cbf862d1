"""One walked call, followed as a whole: from its beginning on one interpreter, which nobody cuts short or merges, with
the replies that were chosen. What it comes to must be what was walked."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from callsheet.exploring.choices import Began, Choice, Decided, Recalled, Replied, Settled
from callsheet.exploring.graph import WalkedMove
from callsheet.exploring.running import NEW_STEP, SAME_STEP, Stopped
from callsheet.exploring.setting import Setting
from callsheet.exploring.situations import NO_LIMIT
from callsheet.exploring.thought_of import CallThoughtOf
from callsheet.exploring.undecided import Cells
from callsheet.interpreter.interpreter import Interpreter
from callsheet.interpreter.records import beginning_of, record_of
from callsheet.interpreter.state import CallData
from callsheet.ports.endings import ENDINGS
from callsheet.ports.failures import StepFailed
from callsheet.ports.http import RequestAnswered
from callsheet.ports.records import Event, Visit, visits
from callsheet.ports.requests import WAS_DONE, GiveWay, ReadRows, Reply, Request, RowsFound, SendRequest, WriteRows
from callsheet.ports.values import Row, Value


class Read(Struct, frozen=True):
    """What a query has found: its name, what it was asked with, and its rows, as far as they were read."""

    request: ReadRows
    rows: tuple[Row, ...]


class Followed(Struct, frozen=True):
    """A whole call. `events` are its journal; `trace` has each visit's place and outcome; `end` is where it has come
    to: an ending, or the place before which it was left. `replies` are all that the world has said, rows as far as they
    were read. `difference` tells what came out otherwise than it was walked, and `faults` at which places the engine
    itself made a mistake."""

    began: Began
    events: tuple[Event, ...]
    trace: tuple[tuple[str, str], ...]
    end: str
    reads: tuple[Read, ...]
    replies: tuple[tuple[Request, Reply], ...]
    difference: str = ""
    faults: tuple[str, ...] = ()


class Differs(BaseException):
    """It goes another way than it was walked. A step that fails is an outcome; this is none."""


def follow(setting: Setting, moves: Sequence[WalkedMove]) -> Followed:
    """Follow the moves of a graph from its beginning."""
    return _Whole(setting, moves).followed()


class _Whole:
    """The call, and what is left of what was chosen for it."""

    def __init__(self, setting: Setting, moves: Sequence[WalkedMove]) -> None:
        first, *self._moves = moves
        began = next(choice for choice in first.choices if isinstance(choice, Began))
        for settled in (choice for move in moves for choice in move.choices if isinstance(choice, Settled)):
            began = Began(settled.info or began.info, settled.now or began.now)
        self._setting = setting
        self._left: list[Choice] = []
        self._reads: list[Read] = []
        self._replies: list[tuple[Request, Reply]] = []
        self._began = began
        state = CallData.begin(began.info, setting.machine.start, began.now, began.now.date(), NO_LIMIT)
        self._call = Interpreter(setting.machine, CallThoughtOf(setting.flow, Stopped(began.now), state))

    def followed(self) -> Followed:
        """All of them, or as far as they are the same."""
        difference = ""
        try:
            for move in self._moves:
                self._follow(move)
        except Differs as error:
            difference = f"{self._call.place}: {error}"
        seen = [visit for event in self._call.events or () for visit in visits(event)]
        return Followed(
            self._began,
            tuple(self._journal()),
            tuple((visit.state, visit.outcome) for visit in seen),
            self._call.state.place,
            tuple(replace(read, rows=tuple(_as_read(row) for row in read.rows)) for read in self._reads),
            tuple((request, _reply_as_read(reply)) for request, reply in self._replies),
            difference,
            tuple(visit.state for visit in seen if _is_fault(visit)),
        )

    def _follow(self, move: WalkedMove) -> None:
        """The visits of one move."""
        # What was forgotten in the walk is known in a call.
        self._left = [choice for choice in move.choices if not isinstance(choice, Settled | Recalled)]
        outcome = ""
        for _ in range(move.attempts):
            outcome = self._visit()
        if outcome != move.outcome:
            raise Differs(f'the outcome is "{outcome}", and not "{move.outcome}"')
        if self._left:
            raise Differs(f"nobody asks for {_named(self._left[0])}")

    def _visit(self) -> str:
        """One visit; its outcome."""
        call = self._call
        if call.state.place in ENDINGS:
            raise Differs("the call has ended")
        following = call.proceed(WAS_DONE if call.state.request is not None else None, steps=NEW_STEP)
        while not isinstance(following, str | GiveWay):
            following = call.proceed(self._reply(following), steps=SAME_STEP)
        if isinstance(following, str):
            following = call.after_call(following, steps=SAME_STEP)
            if isinstance(following, str):
                call.state.place = following
        *_, visit = visits((call.events or [])[-1])
        return visit.outcome

    def _reply(self, request: Request) -> Reply:
        chosen = self._left.pop(0) if self._left else None
        if not isinstance(chosen, Replied) or not _asks_the_same(chosen.request, request):
            raise Differs(f"it asks for {_named(Replied(request, WAS_DONE))}, and not for {_named(chosen)}")
        reply = self._setting.world.again(chosen.reply, self._decide)
        self._replies.append((request, reply))
        if isinstance(request, ReadRows) and isinstance(reply, RowsFound):
            self._reads.append(Read(request, reply.rows))
        return reply

    def _decide(self, cells: Cells, column: str) -> Value:
        """What was chosen for a column, or what stands in one that nothing depends on."""
        decides = self._call.point.state.name in self._setting.relevance.deciding
        match self._left:
            case [Decided(source=source, column=other, value=value), *_] if (source, other) == (cells.source, column):
                del self._left[0]
                if value is None and column in cells.there:
                    raise Differs(f"{column} of {source} is missing, and was there before")
                if decides or value is None:
                    cells.decided[column] = value
                else:
                    cells.there.add(column)
                return value
        if decides:
            raise Differs(f"it reads {column} of {cells.source}, which nothing was chosen for")
        cells.there.add(column)
        return self._setting.world.usual(cells, column)

    def _journal(self) -> list[Event]:
        """Its events, as the journal of a session has them."""
        call = self._call
        ending = self._setting.machine.endings.get(call.state.place)
        ended = (record_of(call, ending, 0.0),) if ending else ()
        return [beginning_of(call), *(call.events or ()), *ended]


def _is_fault(visit: Visit) -> bool:
    return any(isinstance(part, StepFailed) and part.kind == "engine_fault" for part in visit.parts)


def _asks_the_same(one: Request, other: Request) -> bool:
    """Whether it is the same as far as that matters: not in what words."""
    return _what(one) == _what(other)


def _what(request: Request) -> tuple[str, str]:
    match request:
        case ReadRows(query=name) | WriteRows(query=name) | SendRequest(request=name):
            return type(request).__name__, name
    return type(request).__name__, ""


def _named(choice: Choice | None) -> str:
    match choice:
        case Replied(request=request):
            return " ".join(_what(request)).strip()
        case Decided(source=source, column=column):
            return f"{column} of {source}"
    return "nothing"


def _reply_as_read(reply: Reply) -> Reply:
    match reply:
        case RowsFound(rows=rows):
            return RowsFound(tuple(_as_read(row) for row in rows))
        case RequestAnswered(row=row):
            return replace(reply, row=_as_read(row))
    return reply


def _as_read(row: Row) -> Row:
    return Row(dict(row.columns.decided)) if isinstance(row.columns, Cells) else row
