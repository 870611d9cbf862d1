"""What a call asks of the world, and what the world replies: plain data, so that a call can be kept at any request.

    PickUp       Done                      KeepSilent   Done
    Speak        Spoken                    LetGo        Done
    PutQuestion  QuestionHeard             GiveWay      Done
    AskModel     Understood, or ModelUnavailable
    ReadRows     RowsFound                 WriteRows    Written

Whatever is asked, `NotDone` may come instead: the caller has gone, the engine stops, a limit is reached, something
fails.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from callsheet.ports.data import Written
from callsheet.ports.failures import ModelUnavailable, StepFailed
from callsheet.ports.line import Interruptions, Listening, Spoken
from callsheet.ports.telephony import Heard
from callsheet.ports.understanding import Intent, Understood
from callsheet.ports.values import Cell, Row

# The outcomes that any step can come to instead of its own.
Instead = Literal["hung_up", "shut_down", "limit_reached", "failed", "fault"]
INSTEAD: frozenset[str] = frozenset(get_args(Instead))


@dataclass(frozen=True, slots=True)
class PickUp:
    """Answer the call. `ahead`, here and below, is what is spoken next for certain: it can be made ready meanwhile."""

    ahead: str | None = None


@dataclass(frozen=True, slots=True)
class Speak:
    """Speak a text to its end, or until it is interrupted."""

    text: str
    interruptions: Interruptions
    ahead: str | None = None


@dataclass(frozen=True, slots=True)
class PutQuestion:
    """Speak a question, and listen; what interrupts it is its answer."""

    text: str
    interruptions: Interruptions
    listening: Listening


@dataclass(frozen=True, slots=True)
class AskModel:
    """Ask a language model which of the intents an utterance means."""

    words: str
    intents: tuple[Intent, ...]


@dataclass(frozen=True, slots=True)
class KeepSilent:
    """Silence on the line, for so many seconds."""

    seconds: float
    ahead: str | None = None


@dataclass(frozen=True, slots=True)
class LetGo:
    """End the call for everyone."""


@dataclass(frozen=True, slots=True)
class ReadRows:
    """The first `most_rows` rows of a query."""

    query: str
    values: Mapping[str, Cell]
    most_rows: int


@dataclass(frozen=True, slots=True)
class WriteRows:
    """Do a write, exactly once."""

    query: str
    values: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class GiveWay:
    """Let other calls go on: this one has taken many steps that wait for nothing."""


Awaited = PickUp | Speak | PutQuestion | AskModel | KeepSilent | LetGo | ReadRows | WriteRows
Request = Awaited | GiveWay


@dataclass(frozen=True, slots=True)
class WasDone:
    """It was done, and there is nothing to tell of it."""


@dataclass(frozen=True, slots=True)
class QuestionHeard:
    """What was heard at a question, and how much of it was spoken by then."""

    spoken: Spoken
    heard: Heard


@dataclass(frozen=True, slots=True)
class RowsFound:
    """What a query found; moments in UTC."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class NotDone:
    """What came instead: the outcome of the step that asked, why, and how far the prompt at hand has come.

    `mutes`: no other text can be spoken either.
    """

    outcome: Instead
    failure: StepFailed | None = None
    spoken: Spoken | None = None
    mutes: bool = False


Reply = WasDone | Spoken | QuestionHeard | Understood | ModelUnavailable | RowsFound | Written | NotDone
WAS_DONE = WasDone()
