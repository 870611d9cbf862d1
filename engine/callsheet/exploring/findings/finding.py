"""One thing that is wrong, with the shortest call that shows it."""

from collections.abc import Iterator

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Code, Span
from callsheet.exploring.graph import WalkedMove


class WrongCall(Struct, frozen=True):
    """`message` and `help` are for the author; `title` names a test of the call that shows it, from its beginning to an
    ending; empty where none can."""

    code: Code
    span: Span
    message: str
    help: str
    title: str = ""
    path: tuple[WalkedMove, ...] = ()


Found = Iterator[WrongCall]
