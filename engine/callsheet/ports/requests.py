"""What a call asks of the world, and what the world replies: plain data, so that a call can be kept at any request.

    PickUp       Done                      KeepSilent   Done
    Speak        Spoken                    LetGo        Done
    PutQuestion  QuestionHeard             GiveWay      Done
    Ring         Rung                      LeaveThem    Done
    SpeakBeside  Spoken                    AwaitReturn  Done
    AskModel     Understood, or ModelUnavailable
    ReadRows     RowsFound, or Waited      WriteRows    Written, or Waited
    SendRequest  RequestAnswered, or Waited       SendMessage  Done
    RecordSpeech Recorded                  RecordLine   Recorded
    PutIntoWords InWords

Whatever is asked, `NotDone` may come instead: the caller has gone, the engine stops, a limit is reached, something
fails.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, get_args

from msgspec import Struct

from callsheet.ports.data import Written
from callsheet.ports.failures import ModelUnavailable, StepFailed
from callsheet.ports.http import RequestAnswered
from callsheet.ports.line import Interruptions, Listening, Rung, Spoken
from callsheet.ports.messages import By
from callsheet.ports.telephony import Heard
from callsheet.ports.understanding import Intent, Understood
from callsheet.ports.values import Cell, Row

# The outcomes that any step can come to instead of its own.
Instead = Literal["hung_up", "shut_down", "limit_reached", "failed", "fault"]
# In a handler, of a step that would cut off those who talk, or speak into it.
LEFT_OUT = "left_out"
INSTEAD: frozenset[str] = frozenset({*get_args(Instead), LEFT_OUT})


class PickUp(Struct, frozen=True):
    """Answer the call. `ahead`, here and below, is what is spoken next for certain: it can be made ready meanwhile."""

    ahead: str | None = None


class Speak(Struct, frozen=True):
    """Speak a text to its end, or until it is interrupted. `sound`, here and below, is the path of what is played
    instead of the voice; a `private` text is told to nobody else."""

    text: str
    interruptions: Interruptions
    ahead: str | None = None
    sound: str | None = None
    private: bool = False


class PutQuestion(Struct, frozen=True):
    """Speak a question, and listen; what interrupts it is its answer."""

    text: str
    interruptions: Interruptions
    listening: Listening
    sound: str | None = None
    private: bool = False


class AskModel(Struct, frozen=True):
    """Ask a language model which of the intents an utterance means, or which words of it are a value of a kind (`date`
    …), where one is asked for. `why` is it unclear without a model, where that is known."""

    words: str
    intents: tuple[Intent, ...]
    kind: str = ""
    why: str = ""


class KeepSilent(Struct, frozen=True):
    """Silence on the line, for so many seconds."""

    seconds: float
    ahead: str | None = None


class LetGo(Struct, frozen=True):
    """End the call for everyone."""


class Ring(Struct, frozen=True):
    """Ring somebody else, and let them talk with the caller. `contact` is what the script calls them; empty where it
    has a number out of data."""

    contact: str
    targets: tuple[str, ...]
    seconds: float
    ahead: str | None = None


class SpeakBeside(Struct, frozen=True):
    """Speak while they talk, to the other side alone or to both."""

    text: str
    to: Literal["other", "both"]
    private: bool = False


class AwaitReturn(Struct, frozen=True):
    """Wait until the other side has hung up, and the caller is alone again."""


class LeaveThem(Struct, frozen=True):
    """Leave the call to those who talk."""


class ReadRows(Struct, frozen=True):
    """The first `most_rows` rows of a query. `while_waiting`, here and below, is spoken where that takes long."""

    query: str
    values: Mapping[str, Cell]
    most_rows: int
    while_waiting: str | None = None


class WriteRows(Struct, frozen=True):
    """Do a write, exactly once."""

    query: str
    values: Mapping[str, Cell]
    while_waiting: str | None = None


class SendRequest(Struct, frozen=True):
    """Send a request to another system; one that changes something, once."""

    request: str
    values: Mapping[str, Cell]
    while_waiting: str | None = None


class SendMessage(Struct, frozen=True):
    """Send a written message to a number, once. A `private` text is told to nobody else."""

    to: str
    text: str
    by: By
    private: bool = False


class RecordSpeech(Struct, frozen=True):
    """Speak a text to its end, give a tone where there is to be a `beep`, and keep in a file what is said then."""

    text: str
    listening: Listening
    beep: bool
    private: bool = False


class RecordLine(Struct, frozen=True):
    """Keep the call in a file from now on, what is said and what is heard; or, where it `stops`, no more."""

    stops: bool = False


class PutIntoWords(Struct, frozen=True):
    """What is said in a recording, as words of a language."""

    file: str
    language: str


class GiveWay(Struct, frozen=True):
    """Let other calls go on: this one has taken many steps that wait for nothing."""


OnLine = PickUp | Speak | PutQuestion | KeepSilent | Ring | SpeakBeside | AwaitReturn | RecordSpeech  # with the caller
OfData = ReadRows | WriteRows | SendRequest | SendMessage
OfRecordings = RecordSpeech | RecordLine | PutIntoWords
Awaited = OnLine | AskModel | LetGo | LeaveThem | OfData | OfRecordings
Request = Awaited | GiveWay


class WasDone(Struct, frozen=True):
    """It was done, and there is nothing to tell of it."""


class QuestionHeard(Struct, frozen=True):
    """What was heard at a question, and how much of it was spoken by then."""

    spoken: Spoken
    heard: Heard


class RowsFound(Struct, frozen=True):
    """What a query found; moments in UTC."""

    rows: tuple[Row, ...]


class Waited(Struct, frozen=True):
    """What came of a request that took long, and how much was heard meanwhile of what is spoken then."""

    spoken: Spoken
    reply: RowsFound | Written | RequestAnswered


class Recorded(Struct, frozen=True):
    """A recording of so many seconds, which began `at` a moment in UTC. `file` is its path from where recordings lie;
    empty, nothing was kept, because nobody spoke."""

    file: str
    seconds: float
    at: datetime
    spoken: Spoken | None = None


class InWords(Struct, frozen=True):
    """What is said in a recording; empty where there are no words in it."""

    text: str


class NotDone(Struct, frozen=True):
    """What came instead: the outcome of the step that asked, why, and how far the prompt at hand has come.

    `mutes`: no other text can be spoken either. `kept`: what was recorded until then, and is kept all the same.
    """

    outcome: Instead
    failure: StepFailed | None = None
    spoken: Spoken | None = None
    mutes: bool = False
    kept: Recorded | None = None


OfLine = Spoken | QuestionHeard | Rung | Recorded | InWords
OfElsewhere = RowsFound | Written | RequestAnswered | Waited
Reply = WasDone | OfLine | OfElsewhere | Understood | ModelUnavailable | NotDone
WAS_DONE = WasDone()
