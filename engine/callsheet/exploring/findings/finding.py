"""One thing that is wrong, with the shortest call that shows it."""

from collections.abc import Iterator

from msgspec import Struct

from callsheet.diagnostics.diagnostic import Code, Span
from callsheet.exploring.graph import WalkedMove


class WrongCall(Struct, frozen=True):
    """`message` and `help` are for the author; `title` names a test of the call that shows it, `path`, from its
    beginning to an ending; empty where none can. `telling` is the place on it whose words are what is wrong; rows
    that are `left` as they were are so too."""

    code: Code
    span: Span
    message: str
    help: str
    title: str = ""
    path: tuple[WalkedMove, ...] = ()
    telling: str = ""
    left: bool = False


Found = Iterator[WrongCall]
