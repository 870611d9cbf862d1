"""SQLite: one connection that writes, a few that read, and a ledger in the author's database.

`database` is the port; it puts jobs on two queues (`jobs`). `writer` and `readers` do them on connections that
`file` opens and `guard` watches; `bounded` keeps a statement within its time; `ledger` makes a write happen once,
`calls` fences those that are another worker's, `lease` (by `held` files and by beats) tells which workers live, and
`typed` keeps columns to their types. `values` binds and converts, `failures` puts SQLite's errors into our words,
`create` makes and copies files.
"""

from callsheet.adapters.data.sqlite.create import DatabaseNotMade, copy_database, create_database
from callsheet.adapters.data.sqlite.database import SqliteDatabase
from callsheet.adapters.data.sqlite.limits import Limits

__all__ = ["DatabaseNotMade", "Limits", "SqliteDatabase", "copy_database", "create_database"]
