"""The database that a script reads and writes through its named queries."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Literal, Protocol

from msgspec import Struct

from callsheet.ports.exceptions import ProviderFailed
from callsheet.ports.values import Cell, Row

# How often a worker shows that it lives. A write to the disk every few seconds is nothing beside the writes of calls.
BEAT_SECONDS = 5.0

QueryKind = Literal["one", "many", "write"]


class PreparedQuery(Struct, frozen=True):
    """A named query out of a `.sql` file. `types` maps a column to its declared type (`DATE`), where one is known."""

    name: str
    kind: QueryKind
    parameters: tuple[str, ...]
    sql: str
    types: Mapping[str, str] = {}


class WriteKey(Struct, frozen=True):
    """What makes a write one write, and what is sent one sending: a call, a session in it (one start of a script), a
    visit (one run of a step)."""

    call_id: str
    session: int
    visit: int

    @property
    def text(self) -> str:
        """The same in one word, for other systems."""
        return f"{self.call_id}-{self.visit}"


class WriteUnit(Struct, frozen=True):
    """A write with all that commits with it. `event` gives the journal's line (JSON) for the rows it changed."""

    key: WriteKey
    query: PreparedQuery
    values: Mapping[str, Cell]
    event: Callable[[int], str]


class Written(Struct, frozen=True):
    """A write that is in the database. `repeated` tells that an earlier attempt of the same visit had done it."""

    rows: int
    repeated: bool = False

    @property
    def outcome(self) -> Literal["done", "unchanged"]:
        """What came of the step that asked for it."""
        return "done" if self.rows else "unchanged"


FailureKind = Literal[
    "database_missing",  # no file, or no longer the file that was opened
    "database_locked",  # somebody else kept it locked for longer than we wait
    "database_read_only",
    "database_full",  # disk or quota
    "database_corrupt",  # not a database, or a damaged one
    "database_slow",  # stopped at its time limit
    "database_refused",  # the database understood and refused: a constraint, a table that is not there
    "bad_value",  # a column holds what its declared type does not allow
    "engine_died",  # the call was taken over from this worker, which stood still, by another one
    "write_mismatch",  # this visit has written before, other values: a fault, never "done"
    "unknown_outcome",  # the write may or may not have happened
]


class DataFailed(ProviderFailed):
    """The database did not do what was asked.

    `message` is a sentence for an operator, without personal data or values. Every kind but `unknown_outcome`
    (and `write_mismatch`) says that a write certainly did not happen.
    """

    def __init__(self, kind: FailureKind, message: str) -> None:
        super().__init__(kind, message)
        self.kind: FailureKind = kind


class OpenedCall(Struct, frozen=True):
    """A call as the ledger keeps it from its first instant. `flow` is the script's name."""

    call_id: str
    flow: str
    started_at: datetime


class LostCall(Struct, frozen=True):
    """A call of a worker that is gone; its last writes are in the database, perhaps not spoken, and what it has sent is
    with others, perhaps not done."""

    call_id: str
    flow: str
    started_at: str
    writes: tuple["LostWrite", ...]
    sent: tuple["LostSending", ...] = ()


class LostWrite(Struct, frozen=True):
    """A write of a lost call: the query's name and the rows that it changed."""

    name: str
    rows: int


class LostSending(Struct, frozen=True):
    """What a lost call has sent to another system: its name, and what came of it, empty where nobody knows."""

    name: str
    outcome: str


class Database(Protocol):
    """Reads apart from writes; writes one at a time, each exactly once."""

    async def read(self, query: PreparedQuery, values: Mapping[str, Cell], *, most_rows: int) -> tuple[Row, ...]:
        """The first `most_rows` rows.

        Raises:
            DataFailed: the query could not be read within its time.
        """

    def write(self, unit: WriteUnit) -> Awaitable[Written]:
        """Do the write, or learn that this visit has done it; a caller that is cancelled does not stop it.

        Raises:
            DataFailed: it was certainly not written, or (`unknown_outcome`) nobody can tell.
        """

    async def open_sending(self, key: WriteKey, name: str) -> None:
        """Note in the ledger that this visit is about to have another system change something.

        Raises:
            DataFailed: it could not be noted, and must not be sent; or (`unknown_outcome`) it was noted before.
        """

    async def close_sending(self, key: WriteKey, outcome: str) -> None:
        """Note in the ledger what came of it, in one word.

        Raises:
            DataFailed: the ledger could not be written.
        """

    async def open_call(self, call: OpenedCall) -> bool:
        """Note in the ledger that a call has begun; False where the ledger knows this call already.

        Such a call was taken before, by this process or by one that has died: no script may take it a second time.

        Raises:
            DataFailed: the ledger could not be written; the call may go on without it.
        """

    async def close_call(self, call_id: str, ending: str, failure_kind: str, at: datetime) -> None:
        """Note in the ledger how a call ended (`failure_kind` is empty where nothing failed).

        Raises:
            DataFailed: the ledger could not be written.
        """

    async def take_lost_calls(self) -> tuple[LostCall, ...]:
        """Show the ledger that this worker lives, and take over the open calls of those that are gone.

        To be called every `BEAT_SECONDS`. It gives every call that was taken over until `close_call` ends it, so that
        none is ended untold: not even by a worker that dies in between.

        Raises:
            DataFailed: the ledger could not be read or written; or (`engine_died`) this worker stood still for so long
                that another one has taken over its calls, which can write nothing more.
        """

    async def close(self) -> None:
        """Let the writes under way end, then let go of the database."""
