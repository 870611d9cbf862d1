"""What JSON Schema has to say of one place of a document."""

from msgspec import Struct

from callsheet.source.document import NodePath
from callsheet.source.schemas import Schema


class Fault(Struct, frozen=True):
    """One thing that the schema refuses: where, by which of its keywords. `key` is set where a key itself is wrong."""

    path: NodePath
    keyword: str
    schema: Schema
    key: str | None = None
