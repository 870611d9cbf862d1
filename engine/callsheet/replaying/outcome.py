"""What came of a call that was played again."""

from typing import Literal

from msgspec import Struct

from callsheet.replaying.noticed import Noticed

Did = Literal["utterance", "key", "silence"]


class Untold(Struct, frozen=True):
    """The call cannot be followed any further, as its journal does not tell something; `why` says what."""

    why: str


class LastTurn(Struct, frozen=True):
    """What the caller did last: at which question, in which words or by which keys, and what that was taken for."""

    state: str
    question: str
    did: Did
    words: str
    intent: str


class At(Struct, frozen=True):
    """Where in a script something is: its place as journals have it, and the line."""

    state: str
    line: int


class Difference(Struct, frozen=True):
    """The first thing that is other than it was, and what the caller did before; each where its script has it."""

    after: LastTurn | None
    was: Noticed
    was_at: At
    now: Noticed
    now_at: At


class Replayed(Struct, frozen=True):
    """A call against the new script: where it differs, if it does. `untold` says why it could not be followed to its
    end; empty where it was, or as far as its difference."""

    call_id: str
    difference: Difference | None = None
    untold: str = ""
