"""What is known of the files that a script names: queries, the SQL of its tables and sample rows, requests."""

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Span
from callsheet.ports.data import PreparedQuery
from callsheet.ports.dialect import Column, ParameterUse
from callsheet.ports.http import PreparedRequest
from callsheet.ports.sql import SqlText
from callsheet.ports.stored import CONTENTS

_AGGREGATE = re.compile(r"\s*SELECT\s+(?:count|sum|total|avg|min|max)\s*\(", re.IGNORECASE)
# Behind nothing, or behind the parentheses of a WITH: not what an INSERT does on a conflict.
_REPLACES = r"(?i)(?:^|\))\s*(?:UPDATE|DELETE)\b"
_NOT_ALWAYS_ONE = r"(?i)\b(?:GROUP|HAVING|UNION|EXCEPT|INTERSECT|LIMIT|OFFSET|OVER)\b"


class DataFile(Struct, frozen=True):
    """A file of queries or requests as a script names it: the path to open, how messages show it, and where the script
    names it."""

    path: Path
    shown: str
    script: str
    span: Span


class NamedQuery(Struct, frozen=True):
    """A query with what messages need. `columns` is None where unknown; uses of a query that is not `sound` (its own
    mistake has been reported) keep silent.

    `uses` are the parameters that meet columns; `dated` those that a date function of SQL's looks at, by its name.
    `most_rows` is how many rows its LIMIT lets it give; None where it has none.
    """

    query: PreparedQuery
    file: str
    span: Span
    doc: str
    columns: tuple[Column, ...] | None
    sound: bool = True
    uses: tuple[ParameterUse, ...] = ()
    dated: Mapping[str, str] = {}
    most_rows: int | None = None

    @property
    def verb(self) -> str:
        """The verb that it is for."""
        return "write" if self.query.kind == "write" else "query"

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the values that it takes."""
        return self.query.parameters

    @property
    def replaces(self) -> bool:
        """Whether it changes or removes rows that are there, and does not only add some."""
        return self.query.kind == "write" and re.search(_REPLACES, self.query.sql) is not None

    @property
    def always_one(self) -> bool:
        """Whether it gives one row whatever the tables hold: an aggregate over all rows (`SELECT count(*) …`)."""
        return _AGGREGATE.match(self.query.sql) is not None and re.search(_NOT_ALWAYS_ONE, self.query.sql) is None


class NamedRequest(Struct, frozen=True):
    """A request with what messages need. Uses of one that is not `sound` (its own mistake has been reported) keep
    silent."""

    request: PreparedRequest
    file: str
    span: Span
    doc: str
    sound: bool = True

    @property
    def verb(self) -> str:
        """The verb that it is for."""
        return "request"

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the values that it takes."""
        return self.request.parameters

    @property
    def replaces(self) -> bool:
        """Whether it changes or removes something that is there, and does not only add to it."""
        return self.request.changes and self.request.method in ("PUT", "PATCH", "DELETE")

    @property
    def columns(self) -> tuple[Column, ...]:
        """What it gives: fields that an answer may leave out."""
        return tuple(Column(name, declared, None, CONTENTS[declared]) for name, declared in self.request.gives.items())


class Library(Struct, frozen=True):
    """All queries and requests of a script by name. Not `complete`: something could not be read, so a name may be
    missing here.

    `schemas` and `samples` are the `schema.sql` and `sample.sql` beside the data files, each folder's once, in the
    order in which the script names the folders. `files` are those with queries, as far as they could be read, and
    `requests_read` the texts of those with requests, by how messages show them.
    """

    queries: Mapping[str, NamedQuery]
    complete: bool = True
    schemas: tuple[SqlText, ...] = ()
    samples: tuple[SqlText, ...] = ()
    files: tuple[SqlText, ...] = ()
    requests: Mapping[str, NamedRequest] = {}
    requests_read: Mapping[str, str] = {}

    def named(self, name: str) -> NamedQuery | NamedRequest | None:
        """The query or request of a name, which only one of them has."""
        return self.queries.get(name) or self.requests.get(name)

    def of_verb(self, verb: str) -> list[str]:
        """The names of those that are for a verb."""
        return [name for name in (*self.queries, *self.requests) if (one := self.named(name)) and one.verb == verb]

    @property
    def schema(self) -> SqlText | None:
        """The tables, as one SQL text to run; None where no `schema.sql` could be read."""
        return _joined(self.schemas)

    @property
    def sample(self) -> SqlText | None:
        """The rows of a rehearsal, as one SQL text to run; None where no `sample.sql` could be read."""
        return _joined(self.samples)


def _joined(texts: tuple[SqlText, ...]) -> SqlText | None:
    if len(texts) < 2:
        return texts[0] if texts else None
    # A file's last statement may lack its semicolon, or end in a comment.
    return SqlText(texts[0].path, texts[0].shown, "\n;\n".join(text.text for text in texts))
