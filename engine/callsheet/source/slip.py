"""A slip: what an author did who did not write YAML, or other YAML than was meant."""

from msgspec import Struct

from callsheet.diagnostics.catalogue import YAML_SYNTAX
from callsheet.diagnostics.diagnostic import Code, Span


class Slip(Struct, frozen=True):
    """What the author did, and where."""

    span: Span
    message: str
    help: str
    code: Code = YAML_SYNTAX
