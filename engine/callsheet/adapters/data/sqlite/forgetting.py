"""Leaving calls out of the ledger that have ended long ago, while others are under way."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from urllib.parse import quote

from callsheet.adapters.data.sqlite import ledger
from callsheet.adapters.data.sqlite.failures import SQLITE_ERRORS, failure_of
from callsheet.ports.dialect import Forgotten
from callsheet.ports.iso import write_moment

# Each batch is a transaction of its own; a live call waits for it that long at most, which is not long.
LOCK_SECONDS = 5.0


def forget_calls(path: str | os.PathLike[str], before: datetime) -> Forgotten:
    """Forget the calls that ended before an instant. Raises DataFailed."""
    uri = f"file://{quote(os.fsencode(os.path.abspath(path)))}?mode=rw"
    values = {"before": write_moment(before), "most": ledger.MOST_FORGOTTEN}
    calls = writes = 0
    try:
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=LOCK_SECONDS)) as connection:
            if not connection.execute(ledger.FIND_TABLES).fetchall():
                return Forgotten(0, 0)
            connection.execute("PRAGMA secure_delete = ON").close()
            while True:
                connection.execute("BEGIN IMMEDIATE")
                ledger.make_tables(connection)
                writes += connection.execute(ledger.FORGET_WRITES, values).rowcount
                connection.execute(ledger.FORGET_SENDINGS, values)
                gone = connection.execute(ledger.FORGET_CALLS, values).rowcount
                connection.execute("COMMIT")
                calls += gone
                if gone < ledger.MOST_FORGOTTEN:
                    break
            # What was written before stands in the log, too, until that is begun anew.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    except SQLITE_ERRORS as error:
        raise failure_of(error, "the ledger", os.path.abspath(path)) from None
    return Forgotten(calls, writes)
