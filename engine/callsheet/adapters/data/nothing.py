"""Databases without a ledger: nobody else takes their calls over, and what was written is known."""

from collections.abc import Mapping
from datetime import datetime

from callsheet.ports.data import DataFailed, LostCall, OpenedCall, PreparedQuery, WriteKey, WriteUnit, Written
from callsheet.ports.values import Cell, Row


class NoLedger:
    """The part of `Database` that keeps a ledger, where there is none."""

    async def open_sending(self, key: WriteKey, name: str) -> None:
        """Nothing to note it in."""

    async def close_sending(self, key: WriteKey, outcome: str) -> None:
        """Nothing to note it in."""

    async def open_call(self, call: OpenedCall) -> bool:
        """Nothing to note, and so every call is new."""
        return True

    async def close_call(self, call_id: str, ending: str, failure_kind: str, at: datetime) -> None:
        """Nothing to note."""

    async def take_lost_calls(self) -> tuple[LostCall, ...]:
        """Nobody else has calls that could be lost."""
        return ()

    async def close(self) -> None:
        """Nothing to let go of."""


class NoDatabase(NoLedger):
    """Implements `Database` where there is nothing to read or write."""

    async def read(self, query: PreparedQuery, values: Mapping[str, Cell], *, most_rows: int) -> tuple[Row, ...]:
        """There is nothing to read."""
        raise DataFailed("database_missing", "the script has no database")

    async def write(self, unit: WriteUnit) -> Written:
        """There is nowhere to write."""
        raise DataFailed("database_missing", "the script has no database")
