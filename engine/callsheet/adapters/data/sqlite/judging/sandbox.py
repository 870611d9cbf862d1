"""SQLite in memory, made to judge SQL that nobody vouches for: it opens no file and does no unbounded work."""

import sqlite3
import time
from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from callsheet.adapters.data.sqlite.contents import contents
from callsheet.ports.dialect import Column

# SQLite's limits, lowered to what hand-written SQL needs; the rest of its defaults are low enough.
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 1_000_000,  # bytes of one text, row or statement
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 400_000,  # bytes of one statement: 100,000 characters of up to four bytes
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 500,  # levels; each is a stack frame of SQLite's
    sqlite3.SQLITE_LIMIT_COLUMN: 500,  # columns of a table or result
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 100,  # SELECTs joined by UNION
    sqlite3.SQLITE_LIMIT_VDBE_OP: 100_000,  # instructions: views of views of views grow without end
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
# A statement may loop for ever; instructions of SQLite's machine are counted, in hundreds.
_STEP = 100  # instructions between two looks at the budget
_MOST_STEPS = 20_000  # two million instructions: some 50 ms, a hundred times what a real schema needs
# One instruction can call a function that works on a whole text, and nothing ends it there: so texts of sample rows are
# short, and the time of all of them together is bounded as well.
_MOST_SECONDS = 1.0  # of this thread's processor
_MOST_VALUE = 30_000  # bytes of one text or row
_MOST_PATTERN = 100  # bytes of a pattern of LIKE or GLOB

_MOST_PAGES = 16_384  # of 4 KiB: sample rows that need more than 64 MiB are a mistake, or worse

_DENIED_ACTIONS = frozenset(
    {
        sqlite3.SQLITE_ATTACH,
        sqlite3.SQLITE_DETACH,
        sqlite3.SQLITE_TRANSACTION,
        sqlite3.SQLITE_SAVEPOINT,
    }
)
_DENIED_FUNCTIONS = frozenset({"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer", "zeroblob"})
_ALLOWED_PRAGMAS = frozenset({"table_xinfo", "table_info", "page_size", "data_version"})
_ALLOWED_MODULES = frozenset({"fts3", "fts4", "fts5", "rtree"})
_WRITES = frozenset({sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE})


class Rejected(Struct, frozen=True):
    """What SQLite says against a statement, in its own English; `denied` is what we forbade it."""

    said: str
    denied: str = ""


class Accepted(Struct, frozen=True):
    """SQLite can run the statement. `writes` tells whether that changes a table."""

    writes: bool


class DefinedTable(Struct, frozen=True, dict=True):
    """A table or view and its columns. A view tells nothing about NULL."""

    name: str
    is_view: bool
    columns: tuple[Column, ...]

    @cached_property
    def types(self) -> dict[str, str]:
        """The type of each column, by casefolded name."""
        return {column.name.casefold(): column.type for column in self.columns}


class Sandbox:
    """One empty database. Close it after use."""

    def __init__(self, *, foreign_keys: bool = False) -> None:
        # No statement cache: the authorizer is asked when a statement is prepared, not when it is run again.
        self._connection = sqlite3.connect(":memory:", isolation_level=None, cached_statements=0)
        for limit, value in _LIMITS.items():
            self._connection.setlimit(limit, value)
        self._connection.execute(f"PRAGMA max_page_count = {_MOST_PAGES}")
        self._connection.execute(f"PRAGMA foreign_keys = {int(foreign_keys)}")
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, _MOST_PATTERN)
        self._denied = ""
        self._writes = False
        self._steps = 0
        self._until = float("inf")
        self.spent = 0  # hundreds of instructions, of all statements so far
        self.exhausted = False  # the time is over
        self.busy = 0.0  # seconds of a processor that all statements took so far
        self._connection.set_authorizer(self._authorize)
        self._connection.set_progress_handler(self._progress, _STEP)

    def close(self) -> None:
        """Let the memory go."""
        self._connection.close()

    def define(self, sql: str) -> Rejected | None:
        """Run a statement that defines a table, index, view or trigger."""
        return self._run(sql, ())

    def change(self, sql: str) -> Rejected | None:
        """Run a statement that puts rows into tables."""
        if self._until == float("inf"):
            self._until = time.thread_time() + _MOST_SECONDS
            self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_VALUE)
        refused = self._run(sql, ())
        self.exhausted = self.exhausted or time.thread_time() > self._until
        return refused

    def cells(self, table: str, column: str, most: int) -> list[object]:
        """The first values of a column that are not NULL; none where they cannot be read."""
        table, column = (name.replace('"', '""') for name in (table, column))
        self._steps = 0
        try:
            sql = f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'  # noqa: S608 - names of our tables
            return [row[0] for row in self._connection.execute(sql).fetchmany(most)]
        except (sqlite3.Error, MemoryError):
            return []

    def judge(self, sql: str, parameters: Iterable[str]) -> Accepted | Rejected:
        """Let SQLite understand a query, without running it."""
        return self._run(f"EXPLAIN {sql}", parameters) or Accepted(self._writes)

    def refusal(self, sql: str) -> str:
        """Why SQLite does not understand a statement; empty where it does."""
        judged = self.judge(sql, ())
        return judged.said if isinstance(judged, Rejected) else ""

    def use(self, view: str) -> Rejected | None:
        """Why a view cannot be read, although it was defined."""
        quoted = view.replace('"', '""')
        return self._run(f'EXPLAIN SELECT * FROM "{quoted}"', ())  # noqa: S608 - in memory, and EXPLAIN runs nothing

    def columns(self, select: str) -> tuple[Column, ...] | None:
        """Names and declared types of what a SELECT without parameters gives; None where SQLite cannot tell."""
        if self._run(f"CREATE TEMP VIEW callsheet_judged AS {select}", ()) is not None:
            return None
        found = self._columns_of("callsheet_judged")
        self._run("DROP VIEW temp.callsheet_judged", ())
        return tuple(replace(column, nullable=None) for column in found) if found is not None else None

    def table(self, name: str, *, is_view: bool) -> DefinedTable | None:
        """A table as it was defined; None for a view that SQLite cannot expand."""
        columns = self._columns_of(name)
        return None if columns is None else DefinedTable(name, is_view, columns)

    def tables(self) -> list[tuple[str, bool]]:
        """The names of all tables and views, and whether each is a view."""
        self._steps = 0
        rows = self._connection.execute("SELECT name, type = 'view' FROM sqlite_schema WHERE type IN ('table', 'view')")
        return [(str(name), bool(is_view)) for name, is_view in rows if not str(name).startswith("sqlite_")]

    def _columns_of(self, name: str) -> tuple[Column, ...] | None:
        quoted = name.replace('"', '""')
        self._steps = 0
        began = time.thread_time()
        try:
            rows = self._connection.execute(f'PRAGMA table_xinfo("{quoted}")').fetchall()
        except (sqlite3.Error, MemoryError):
            return None
        finally:
            self.busy += time.thread_time() - began
        return tuple(
            _column(str(column), str(kind).upper(), nullable=not (required or key))
            for _, column, kind, required, _, key, hidden in rows
            if hidden != 1  # a virtual table's own
        )

    def _run(self, sql: str, parameters: Iterable[str]) -> Rejected | None:
        self._denied, self._writes, self._steps = "", False, 0
        began = time.thread_time()
        try:
            self._connection.execute(sql, dict.fromkeys(parameters)).close()
        except MemoryError:  # how sqlite3 reports a statement beyond SQLITE_LIMIT_VDBE_OP
            return Rejected("too large")
        except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
            return Rejected(str(error), self._denied)
        finally:
            self.busy += time.thread_time() - began
        return None

    def _progress(self) -> int:
        self._steps += 1
        self.spent += 1
        self.exhausted = self.exhausted or time.thread_time() > self._until
        return self.exhausted or self._steps > _MOST_STEPS

    def _authorize(
        self, action: int, first: str | None, second: str | None, _database: str | None, _by: str | None
    ) -> int:
        denied = (
            action in _DENIED_ACTIONS
            or (action == sqlite3.SQLITE_PRAGMA and (first or "").lower() not in _ALLOWED_PRAGMAS)
            or (action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _DENIED_FUNCTIONS)
            or (action == sqlite3.SQLITE_CREATE_VTABLE and (second or "").lower() not in _ALLOWED_MODULES)
        )
        if denied:
            self._denied = second or first or ""
            return sqlite3.SQLITE_DENY
        # DefinedTable functions such as json_each() enter themselves in SQLite's own tables.
        self._writes = self._writes or (action in _WRITES and not (first or "").startswith("sqlite_"))
        return sqlite3.SQLITE_OK


def _column(name: str, declared: str, *, nullable: bool) -> Column:
    return Column(name, declared, nullable, contents(declared))
