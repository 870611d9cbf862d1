"""The compiled flow: flat states, each with the step it runs and where every outcome leads. Frozen: calls share it."""

from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from callsheet.diagnostics.diagnostic import Span
from callsheet.expressions import Template
from callsheet.ports.data import PreparedQuery
from callsheet.ports.endings import ENDINGS
from callsheet.ports.http import PreparedRequest
from callsheet.script.hours import OpeningHours
from callsheet.script.limits import Limits
from callsheet.script.step import Step

# More than a person can read or a test can cover; sections that run sections multiply quickly.
MOST_STATES = 5000


class Part(Enum):
    """Which part of the script a state belongs to: it decides what a failure or a hang-up there leads to."""

    STEPS = "steps"
    HANG_UP = "if_caller_hangs_up"
    FAILURE = "if_something_fails"
    LIMIT = "if_something_fails (at a limit)"
    AFTER = "after_call"


# Where nobody is on the line any more.
SILENT = (Part.HANG_UP, Part.AFTER)
# Where a failure or a limit is dealt with: it is no reason to disturb two people who talk.
GUARDED = (Part.FAILURE, Part.LIMIT)


class State(Struct, frozen=True):
    """One step at one place of the script. `name` is the author's path to it; `next` leads from outcome to state."""

    name: str
    step: Step
    span: Span
    part: Part
    next: Mapping[str, str]


class Ahead(Struct, frozen=True):
    """What is spoken next for certain: `in_row`, where the loop around goes on with a next row, and `prompt` else."""

    prompt: Template | None
    in_row: Template | None = None


class Flow(Struct, frozen=True):
    """A script ready to take calls. States and endings (`completed`, `hung_up`, …) share one name space."""

    name: str
    path: str
    sources: tuple[str, ...]  # the texts that it was made from: the script's, then those of its queries and requests
    language: str
    voice: str
    timezone: ZoneInfo | None
    values: tuple[tuple[str, Template | tuple[Template, ...]], ...]
    constants: frozenset[str]  # names of `values` that no step sets: what they hold is the author's own
    private: frozenset[str]  # names that hold what callers say in private, or what was made of it
    emptied: frozenset[str]  # names that the script itself may keep an empty text under
    queries: Mapping[str, PreparedQuery]
    requests: Mapping[str, PreparedRequest]
    hours: Mapping[str, OpeningHours]
    contacts: Mapping[str, tuple[str, ...]]  # by name: what is rung, several at once
    sounds: Mapping[str, bytes]  # by path: what is played instead of the voice, as a line plays it
    limits: Limits
    start: str
    after: str  # the first state of `after_call`; empty where there is none
    transcribed: bool  # `after_call` asks for what was said
    states: Mapping[str, State]
    asked_again: frozenset[str]  # the states of questions that others go back to once they were answered
    ahead: Mapping[str, Ahead]  # by state: the prompt that certainly comes next
    keys_ahead: Mapping[str, frozenset[str]]  # by state: what can be pressed meanwhile to answer a question behind it
    may_ring: tuple[str, ...] = ()  # the numbers that may be rung where data names them, as their operator lists them

    def rung_by_name(self) -> "Flow":
        """The same where nobody is rung in earnest: contacts ring under their own names, and any number may be rung."""
        return replace(self, contacts={name: (name,) for name in self.contacts}, may_ring=("+*",))

    def beyond(self, state: State, destination: str) -> str:
        """Where an outcome leads once what stands under `after_call` is counted in."""
        ends = destination in ENDINGS and state.part is not Part.AFTER
        return self.after if ends and self.after else destination

    @property
    def digest(self) -> str:
        """Which version of the script and its files it is, as `cat clinic.flow.yaml clinic.sql | sha256sum` says."""
        return _digest(self.sources)


# Scripts that take calls in one process, and the versions before them that calls still follow.
@lru_cache(maxsize=64)
def _digest(sources: tuple[str, ...]) -> str:
    from hashlib import sha256  # who only checks a script has no use for it

    return sha256("".join(sources).encode()).hexdigest()
