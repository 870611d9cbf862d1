"""Which database the SQL of a script is written for. Today that is always SQLite."""

from callsheet.adapters.data.sqlite.dialect import Sqlite
from callsheet.ports.dialect import Dialect

DIALECT: Dialect = Sqlite()
